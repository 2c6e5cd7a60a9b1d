"""The checker finds every kind of harm: a judge that cannot say no proves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.checker import Findings, Message, check


def reading(offset: int, utterance: str) -> Message:
    return {
        "type": "reading",
        "offset": offset,
        "epoch": "e",
        "conversation_id": "c",
        "utterance_id": utterance,
    }


STREAM = [reading(1, "u1"), reading(2, "u2"), reading(3, "u3")]


def judged(**changed: Any) -> Findings:
    run = {
        "acked": {"c": ["u1", "u2", "u3"]},
        "stored": {"c": STREAM},
        "seen": {"sidebar": {"c": STREAM}},
        "expected": {"c": [{**event, "epoch": "another"} for event in STREAM]},
    }
    return check(**{**run, **changed})


def test_a_run_without_harm_is_clean() -> None:
    assert judged().clean


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"stored": {"c": STREAM[:2]}}, "lost"),
        ({"acked": {"c": ["u1", "u9"]}}, "lost"),
        ({"seen": {"sidebar": {"c": STREAM[:1] + STREAM[2:]}}}, "lost"),
        ({"seen": {"sidebar": {}}}, "lost"),
        ({"stored": {"c": [*STREAM, reading(4, "u1")]}}, "duplicated"),
        ({"seen": {"sidebar": {"c": [*STREAM, STREAM[0]]}}}, "duplicated"),
        ({"stored": {"c": [STREAM[1], STREAM[0], STREAM[2]]}}, "reordered"),
        ({"seen": {"sidebar": {"c": [STREAM[1], STREAM[0], STREAM[2]]}}}, "reordered"),
        ({"expected": {"c": [*STREAM, {**reading(4, "u3"), "type": "hint"}]}}, "differing"),
        ({"seen": {"sidebar": {"c": [*STREAM[:2], {**STREAM[2], "epoch": "f"}]}}}, "differing"),
    ],
)
def test_each_kind_of_harm_is_found(changed: dict[str, Any], kind: str) -> None:
    assert getattr(judged(**changed), kind) > 0
