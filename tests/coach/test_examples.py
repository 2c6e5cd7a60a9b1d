"""A team lead teaches an act or a step by example sentences; the check says when they teach too little."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hurmaus.coach.lint import lint
from hurmaus.coach.merging import in_force
from hurmaus.coach.playbook import PlaybookFile
from pydantic import ValidationError

CHECKS = ["Tarkistan vielä osoitteenne.", "Käydään yhteystiedot läpi.", "Onko osoite yhä sama?"]


def playbook(**more: Any) -> PlaybookFile:
    plain: dict[str, Any] = {
        "id": "koe",
        "name": "Koe",
        "version": 1,
        "owner": "Me",
        "review_by": date(2027, 1, 1),
        "steps": [{"id": "verify", "label": "Varmista tiedot", "examples": CHECKS}],
        "rules": [
            {"id": "r", "kind": "thank", "priority": 1, "when": [{"speaker": "customer", "why": "Syy"}]}
        ],
        "phrases": {"thank": [{"id": f"t-{i}", "text": f"Kiitos {i} {i + 9}."} for i in range(8)]},
    }
    return PlaybookFile.model_validate({**plain, **more})


def findings(**more: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return [(finding.where, finding.message) for finding in lint(playbook(**more))]


def test_a_step_is_added_with_example_sentences_alone() -> None:
    added = in_force(playbook())
    assert findings() == []
    assert added.labelled_examples == tuple(("step:verify", line) for line in CHECKS)


def test_an_act_takes_examples_too() -> None:
    more = ["Hyvä, että kysyit.", "Kiva kun soitit.", "Mukava, että huomasit tämän."]
    assert ("thank", more[0]) in in_force(playbook(examples={"thank": more})).labelled_examples


def test_a_step_that_nothing_does_is_refused() -> None:
    with pytest.raises(ValidationError, match="nothing does this step"):
        playbook(steps=[{"id": "verify", "label": "Varmista"}])


@pytest.mark.parametrize(
    ("lines", "where", "part"),
    [
        (CHECKS[:2], (), "has 2 examples"),
        ([*CHECKS, "Osoite?"], (3,), "1 words"),
        ([*CHECKS, "Tarkistan {aika}."], (3,), "slot"),
        ([*CHECKS, CHECKS[0].upper()], (3,), "already under the step verify"),
    ],
)
def test_examples_that_teach_little_are_named_by_place(
    lines: list[str], where: tuple[int, ...], part: str
) -> None:
    step = {"id": "verify", "label": "Varmista tiedot", "examples": lines}
    ((found, message),) = findings(steps=[step])
    assert found == ("steps", 0, "examples", *where)
    assert part in message
