"""Every rule of the check names file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hurmaus.coach.loading import check

GOOD = """\
id: oma
name: Oma
version: 1
owner: Tiimi
review_by: 2027-05-31
extends: reklamaatio
serves: [billing]
drop: {rules: [hengahda]}
steps:
  - id: verify
    label: Varmista tiedot
    examples:
      - Tarkistan vielä osoitteenne.
      - Käydään yhteystiedot läpi.
      - Onko numero sama?
rules:
  - id: oma_saanto
    kind: apologise
    step: verify
    priority: 10
    when:
      - {speaker: customer, signals: [delay], why: "Asiakas odottaa."}
phrases:
  apologise:
    - id: oma-lause
      te: Olen pahoillani tästä sekasotkusta, jonka selvittäminen vei teidän iltanne.
      sina: Olen pahoillani tästä sekasotkusta, jonka selvittäminen vei sinun iltasi.
"""
TE = "te: Olen pahoillani tästä sekasotkusta, jonka selvittäminen vei teidän iltanne."
MARGIN = 3
"""A fault of a whole list or phrase is told on the line where that begins."""

RULE = 'why: "Asiakas odottaa."'


def problems(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    path = tmp_path / "oma.yaml"
    path.write_text(text, encoding="utf-8")
    found = check([tmp_path])
    assert all(problem.file == str(path) for problem in found)
    return [(problem.line, problem.message, problem.remedy) for problem in found]


def test_what_is_good_passes(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (TE, "te: Pahoittelut, jos tämä vei teidän iltanne.", "no apology"),
        (TE, "te: Teidän olisi pitänyt lukea ohje ensin.", "blames or dismisses"),
        (TE, "te: Olen pahoillani, että olette joutuneet odottamaan.", "plural participle"),
        (TE, "te: Olen pahoillani vaivastasi.", "speaks to sinä under te"),
        (TE, "te: Olen pahoillani!", "exclamation mark on bad news"),
        (TE, "te: Mahtavaa, että kerroitte. Olen pahoillani.", "gush on bad news"),
        (TE, "te: Olen pahoillani teidän puolestanne 😢", "an emoji"),
        (TE, "te: Olen pahoillani, {sukunimi}.", "unknown slot"),
        (TE, "te: Olen pahoillani, {nimi}lle tuli vaivaa.", "cannot be inflected"),
        (TE, "te: Olen pahoillani, {nimi.", "a brace without its pair"),
        (
            TE,
            "te: Pahoittelen tilannetta, johon te jouduitte.",
            "says nearly the same as apologise-tilannetta",
        ),
        (TE, "text: Olen pahoillani.", "both text and te or sina"),
        ("    - id: oma-lause", "    - id: thank-kerroitte", "used twice"),
        ("step: verify", "step: olematon", "unknown step olematon"),
        ("step: verify", "step: verify\n    vari: sininen", "extra inputs"),
        ("priority: 10", "priority: 1000", "priority"),
        ("[delay]", "[delayed]", "signals"),
        (RULE, "words_at_least: 1", "does not say why"),
        (RULE, 'why: "Asiakas odottaa {nimea}."', "unknown slot"),
        ("      - Onko numero sama?\n", "", "has 2 examples"),
        ("Onko numero sama?", "Numero?", "1 words"),
        ("Onko numero sama?", "Käydään yhteystiedot läpi.", "stands already under"),
        ("rules: [hengahda]", "rules: [hengahdan]", "no rule hengahdan to drop"),
        ("extends: reklamaatio", "extends: reklamatio", "there is no playbook reklamatio"),
        ("serves: [billing]", "serves: [bills]", "serves"),
        ("version: 1", "version: yksi", "version"),
        ("review_by: 2027-05-31", "review_by: pian", "review_by"),
    ],
)
def test_a_fault_is_named_on_its_line_with_a_remedy(tmp_path: Path, old: str, new: str, part: str) -> None:
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    begins = GOOD[: GOOD.index(old)].count("\n") + 1
    found = problems(tmp_path, text)
    told = [(line, remedy) for line, message, remedy in found if part in message]
    assert told, found
    for line, remedy in told:
        assert abs(line - begins) <= MARGIN, (line, begins)
        assert len(remedy.split()) >= 2


def test_a_kind_without_enough_phrases_is_named_where_it_is_written(tmp_path: Path) -> None:
    few = "drop: {phrases: [breath-hengita, breath-kollega], rules: [hengahda]}"
    found = problems(tmp_path, GOOD.replace("drop: {rules: [hengahda]}", few))
    assert {message.split(",")[0] for _, message, _ in found} == {
        "take_a_breath has 6 phrases for written use",
        "take_a_breath has 6 phrases for spoken use",
    }
    assert {line for line, _, _ in found} == {GOOD[: GOOD.index("phrases:")].count("\n") + 1}
