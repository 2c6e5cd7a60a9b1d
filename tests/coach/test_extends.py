"""A playbook that builds on another says only what it adds, replaces or drops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hurmaus.coach.loading import PlaybookError, check, load_library, load_playbooks
from hurmaus.coach.reading import Problem

SHIPPED = load_playbooks()
HEAD: dict[str, Any] = {
    "name": "Koe",
    "version": 3,
    "owner": "Tiimi",
    "review_by": "2027-01-31",
    "extends": "reklamaatio",
}
THANKS = {
    "id": "thank-omin-sanoin",
    "te": "Kiitos, että kerroitte huomionne meille näin tarkasti.",
    "sina": "Kiitos, että kerroit huomiosi meille näin tarkasti.",
}


def write(folder: Path, name: str, **more: Any) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump({"id": name, **HEAD, **more}, allow_unicode=True), encoding="utf-8")
    return path


def problem(folder: Path) -> Problem:
    (one,) = check([folder])
    return one


def test_what_is_not_said_is_as_in_the_other(tmp_path: Path) -> None:
    write(tmp_path, "koe")
    base, koe = SHIPPED["reklamaatio"], load_playbooks(tmp_path)["koe"]
    assert (koe.steps, koe.rules, koe.phrases) == (base.steps, base.rules, base.phrases)
    assert koe.edition == f"3/{base.edition}"


def test_phrases_are_added_and_replaced_by_id(tmp_path: Path) -> None:
    mended = {"id": "thank-kerroitte", "text": "Hyvä, että tämä tuli meille asti tietoon."}
    write(tmp_path, "koe", phrases={"thank": [THANKS, mended]})
    before = [spec.id for spec in SHIPPED["reklamaatio"].phrases["thank"]]
    after = load_playbooks(tmp_path)["koe"].phrases["thank"]
    assert [spec.id for spec in after] == [*before, THANKS["id"]]
    assert next(spec.text for spec in after if spec.id == "thank-kerroitte") == mended["text"]


def test_an_inherited_phrase_is_the_same_phrase_and_a_replaced_one_is_not(tmp_path: Path) -> None:
    write(tmp_path, "koe", phrases={"thank": [{**THANKS, "id": "thank-kerroitte"}]})
    koe = load_playbooks(tmp_path)["koe"]
    ids = {spec.id: koe.phrase_id(spec) for spec in koe.phrases["thank"]}
    assert ids["thank-kerroitte"] == "koe.thank-kerroitte"
    assert ids["thank-tilaisuus"] == "reklamaatio.thank-tilaisuus"


def test_new_rules_come_first_because_the_first_of_a_kind_wins(tmp_path: Path) -> None:
    rule = {"id": "oma", "kind": "thank", "priority": 5, "when": [{"speaker": "customer", "why": "Syy."}]}
    write(tmp_path, "koe", rules=[rule])
    rules = load_playbooks(tmp_path)["koe"].rules
    assert rules[0].id == "oma"
    assert rules[1:] == SHIPPED["reklamaatio"].rules


def test_a_dropped_step_takes_no_rule_with_it(tmp_path: Path) -> None:
    write(tmp_path, "koe", drop={"steps": ["thank"], "rules": ["hengahda"], "phrases": ["thank-tilaisuus"]})
    koe = load_playbooks(tmp_path)["koe"]
    assert "thank" not in {step.id for step in koe.steps}
    assert next(rule.step for rule in koe.rules if rule.id == "kiita_kertomisesta") is None
    assert "hengahda" not in {rule.id for rule in koe.rules}
    assert "thank-tilaisuus" not in {spec.id for spec in koe.phrases["thank"]}


def test_what_the_shipped_complaint_gains_all_that_build_on_it_gain(tmp_path: Path) -> None:
    write(tmp_path, "reklamaatio", phrases={"thank": [THANKS]})
    for name, playbook in load_playbooks(tmp_path).items():
        assert THANKS["id"] in {spec.id for spec in playbook.phrases["thank"]}, name


def test_a_changed_playbook_serves_what_it_served(tmp_path: Path) -> None:
    write(tmp_path, "laskutus", extends="laskutus")
    write(tmp_path, "oma", extends="laskutus")
    playbooks = load_playbooks(tmp_path)
    assert playbooks["laskutus"].serves == SHIPPED["laskutus"].serves
    assert playbooks["oma"].serves == ()


def test_a_new_step_stands_after_the_one_above_it(tmp_path: Path) -> None:
    steps = [
        {"id": "thank", "label": "Kiitä", "acts": ["thank"]},
        {"id": "verify", "label": "Varmista", "acts": ["ask"]},
    ]
    write(tmp_path, "koe", steps=steps)
    ids = [step.id for step in load_playbooks(tmp_path)["koe"].steps]
    assert ids == ["greet", "thank", "verify", "empathise", "apologise", "next_steps"]


def test_a_step_of_ones_own_is_a_few_lines(tmp_path: Path) -> None:
    lines = ["Tarkistan vielä osoitteenne.", "Käydään yhteystiedot läpi.", "Onko osoite yhä sama?"]
    step = {"id": "verify", "label": "Varmista tiedot", "examples": lines}
    write(tmp_path, "reklamaatio", steps=[step])
    steps = load_playbooks(tmp_path)["reklamaatio"].step_specs
    assert [spec.id for spec in steps] == [s.id for s in SHIPPED["reklamaatio"].steps] + ["verify"]


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"extends": "olematon"}, "there is no playbook olematon"),
        ({"drop": {"steps": ["olematon"]}}, "has no step olematon to drop"),
        ({"drop": {"rules": ["olematon"]}}, "has no rule olematon to drop"),
        ({"phrases": {"apologise": [{**THANKS, "id": "thank-kerroitte"}]}}, "is used twice"),
    ],
)
def test_what_does_not_fit_the_other_is_named(tmp_path: Path, more: dict[str, Any], part: str) -> None:
    write(tmp_path, "koe", **more)
    assert part in problem(tmp_path).message
    with pytest.raises(PlaybookError):
        load_library(tmp_path)


def test_a_copy_of_an_inherited_phrase_is_named(tmp_path: Path) -> None:
    spec = next(spec for spec in SHIPPED["reklamaatio"].phrases["thank"] if spec.id == "thank-kerroitte")
    write(tmp_path, "koe", phrases={"thank": [{"id": "kopio", "te": spec.te, "sina": spec.sina}]})
    assert "says nearly the same as thank-kerroitte" in problem(tmp_path).message


def test_playbooks_do_not_build_on_each_other(tmp_path: Path) -> None:
    write(tmp_path, "eka", extends="toka")
    write(tmp_path, "toka", extends="eka")
    assert {one.message.split(",")[0] for one in check([tmp_path])} == {
        "it builds on toka",
        "it builds on eka",
    }


def test_one_thing_is_served_by_one_playbook_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "eka", serves=["billing"])
    write(tmp_path, "toka", serves=["billing"])
    assert "billing is served by" in problem(tmp_path).message


def test_without_another_it_must_be_whole(tmp_path: Path) -> None:
    write(tmp_path, "koe", extends=None)
    assert "extends: reklamaatio" in problem(tmp_path).message


def test_dropping_needs_something_to_drop_from(tmp_path: Path) -> None:
    whole = SHIPPED["reklamaatio"].model_dump(
        mode="json", include={"steps", "rules", "phrases"}, exclude_none=True
    )
    write(tmp_path, "koe", extends=None, drop={"rules": ["hengahda"]}, **whole)
    assert "add extends" in problem(tmp_path).message
