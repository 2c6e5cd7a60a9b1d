"""What a phrase must not do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hurmaus.coach.lint import lint
from hurmaus.coach.playbook import PlaybookFile
from hurmaus.coach.wording import address_of


def playbook(kind: str = "apologise", **phrase: Any) -> PlaybookFile:
    """A playbook with one phrase that matters, and enough others to pass."""
    words = ["yksi", "kaksi", "kolme", "neljä", "viisi", "kuusi", "seitsemän", "kahdeksan", "yhdeksän"]
    filler = [{"id": f"fill-{i}", "text": f"Lause {word} {word}kin."} for i, word in enumerate(words)]
    return PlaybookFile.model_validate(
        {
            "id": "koe",
            "name": "Koe",
            "version": 1,
            "owner": "Me",
            "review_by": date(2027, 1, 1),
            "steps": [{"id": "askel", "label": "Askel", "acts": ["thank"]}],
            "rules": [
                {
                    "id": "r",
                    "kind": kind,
                    "priority": 1,
                    "when": [{"speaker": "customer", "why": "Syy"}],
                }
            ],
            "phrases": {kind: [{"id": "koe-1", **phrase}, *filler]},
        }
    )


def messages(**phrase: Any) -> str:
    return " | ".join(f"{finding.message}. {finding.remedy}" for finding in lint(playbook(**phrase)))


def test_a_good_phrase_passes() -> None:
    assert (
        messages(te="Olen pahoillani vaivasta, joka teille tuli.", sina="Olen pahoillani vaivastasi.") == ""
    )


@pytest.mark.parametrize(
    "wording",
    [
        "Pahoittelut, jos tästä oli teille vaivaa.",
        "Pahoittelemme, mikäli asia on aiheuttanut harmia.",
        "Olen pahoillani, jos pahoititte mielenne.",
        "Anteeksi, jos odotitte.",
    ],
)
def test_an_apology_has_no_if(wording: str) -> None:
    assert "no apology" in messages(te=wording, sina="Olen pahoillani.")


@pytest.mark.parametrize(
    "wording",
    [
        "Teidän olisi pitänyt lukea ohje.",
        "Ette ole lukenut ehtoja.",
        "Ymmärsitte väärin.",
        "Kuten jo sanoin, se ei onnistu.",
        "Tämä ei kuulu meille.",
        "Se on teidän vika.",
    ],
)
def test_nobody_is_blamed(wording: str) -> None:
    assert "blames or dismisses" in messages(te=wording, sina="Selvitän asian.")


@pytest.mark.parametrize(
    "wording",
    [
        "Kiitos, että olette tilanneet meiltä.",
        "Oletteko jo käyneet sivuilla?",
        "Olette varmasti odottaneet pitkään.",
        "Ette ole saaneet tavaraa.",
    ],
)
def test_one_person_addressed_as_te_is_one(wording: str) -> None:
    assert "olette tilannut" in messages(te=wording, sina="Kiitos.")


@pytest.mark.parametrize(
    "wording",
    ["Kiitos, että olette tilannut meiltä.", "Oletteko jo käynyt sivuilla?", "Ette ole saanut tavaraa."],
)
def test_the_singular_participle_passes(wording: str) -> None:
    assert "participle" not in messages(te=wording, sina="Kiitos.")


def test_bad_news_is_not_shouted() -> None:
    assert "exclamation" in messages(te="Olen pahoillani!", sina="Olen pahoillani.")
    assert "exclamation" not in messages(
        kind="celebrate", te="Mukava kuulla teistä!", sina="Mukava kuulla sinusta!"
    )
    assert "more than one" in messages(kind="celebrate", te="Mahtavaa!!", sina="Mahtavaa.")


def test_bad_news_is_not_gushed_over() -> None:
    assert "gush" in messages(te="Ihanaa, että kerroitte harmista. Olen pahoillani.", sina="Olen pahoillani.")
    assert "gush" not in messages(kind="celebrate", te="Mahtavaa, kiitos teille.", sina="Mahtavaa.")


def test_a_slot_stands_as_it_is() -> None:
    assert "cannot be inflected" in messages(te="Kiitos {nimi}lle.", sina="Kiitos, {nimi}.")
    assert "cannot be inflected" in messages(te="Kiitos {tilausnumero}:sta.", sina="Kiitos.")
    assert messages(te="Kiitos, {nimi}. Olen pahoillani.", sina="Pahoittelen tätä, {nimi}.") == ""


def test_there_are_no_emojis() -> None:
    assert "emoji" in messages(kind="celebrate", te="Kiitos 😊", sina="Kiitos :)")


def test_te_and_sina_speak_to_whom_they_say() -> None:
    assert "speaks to sinä under te" in messages(te="Olen pahoillani vaivastasi.", sina="Kiitos.")
    assert "speaks to te under sina" in messages(te="Kiitos.", sina="Olen pahoillani vaivastanne.")
    assert "speaks to te under text" in messages(text="Olen pahoillani vaivastanne.")


def test_both_variants_are_there() -> None:
    assert "lacks the variant sina" in messages(te="Olen pahoillani vaivastanne.")
    assert "has both" in messages(te="a", sina="b", text="c")


def test_slots_are_known_and_closed() -> None:
    assert "unknown slot {ika}" in messages(text="Olen pahoillani, {ika}.")
    assert "brace" in messages(text="Olen pahoillani {.")


def test_the_same_is_not_said_twice() -> None:
    assert "nearly the same as" in " ".join(
        finding.message
        for finding in lint(
            PlaybookFile.model_validate(
                {
                    **playbook(text="x").model_dump(),
                    "phrases": {
                        "apologise": [
                            {"id": "a", "text": "Olen pahoillani tästä vaivasta."},
                            {"id": "b", "text": "Olen pahoillani tästä vaivasta!"},
                        ]
                    },
                }
            )
        )
    )


def test_a_kind_has_enough_phrases() -> None:
    few = playbook(text="Hyvä.").model_copy(
        update={"phrases": {"apologise": playbook(text="Hyvä.").phrases["apologise"][:3]}}
    )
    assert any("has 3 phrases for spoken use" in finding.message for finding in lint(few))


def test_a_rule_needs_phrases_a_known_step_and_a_why() -> None:
    plain = playbook(text="Hyvä.").model_dump()
    plain["rules"] = [
        {"id": "r", "kind": "thank", "step": "muu", "priority": 1, "when": [{"speaker": "agent"}]},
        {"id": "r", "kind": "apologise", "priority": 1, "when": [{"speaker": "agent", "why": "{outo}"}]},
    ]
    found = " | ".join(finding.message for finding in lint(PlaybookFile.model_validate(plain)))
    for part in (
        "no phrases of kind thank",
        "unknown step muu",
        "does not say why",
        "comes twice",
        "slot {outo}",
    ):
        assert part in found


@pytest.mark.parametrize(
    ("wording", "form"),
    [
        ("Kertoisitteko lisää?", "te"),
        ("Näen viestinne tässä.", "te"),
        ("Pysykää linjalla.", "te"),
        ("Olette oikeassa.", "te"),
        ("Kertoisitko lisää?", "sina"),
        ("Näen viestisi tässä.", "sina"),
        ("Kiitos palautteestasi.", "sina"),
        ("Olet oikeassa.", "sina"),
    ],
)
def test_the_form_of_address_shows(wording: str, form: str) -> None:
    assert address_of(wording) == {form}


@pytest.mark.parametrize(
    "wording",
    [
        "Olisi hyvä katsoa uusi aika.",
        "Kuusi vuotta sitten.",
        "Tervetuloa tänne.",
        "Se auttaisi paljon.",
        "Tosi kurjaa.",
    ],
)
def test_nobody_is_addressed_here(wording: str) -> None:
    assert address_of(wording) == set()
