"""``hurmaus analyse``: one utterance a line in, what Hurmaus reads in it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec

from hurmaus.cli.lines import fail, read_lines, write
from hurmaus.emotion.estimator import EmotionEstimator, read_customer
from hurmaus.emotion.load import load_estimator
from hurmaus.privacy.masking import mask
from hurmaus.sentences.load import load_act_reader
from hurmaus.settings import load_settings
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.read import read as read_facts
from hurmaus.vocabulary import EMOTIONS, EmotionReading, Role

ABSTAINED = EmotionReading(
    sentiment="neutral",
    valence=0.0,
    emotion="neutral",
    emotions=dict.fromkeys(EMOTIONS, 0.0),
    present=(),
    confidence=0.0,
)
"""Shown where there is nothing the model may judge: no text, or not Finnish."""


def run(file: Path | None, *, role: str, model_dir: Path | None) -> None:
    """Analyse every line of ``file`` (standard input without it)."""
    if role not in get_args(Role):
        raise fail(f"unknown role {role!r}; use {' or '.join(get_args(Role))}")
    customer = role == "customer"
    estimator = load_estimator(model_dir, load_settings().model_labels) if customer else None
    act_reader = None if customer else load_act_reader()
    for _, text in read_lines(file):
        write(msgspec.json.encode(analyse(text, "customer" if customer else "agent", estimator, act_reader)))


def analyse(
    text: str, role: Role, estimator: EmotionEstimator | None, act_reader: ActReader | None = None
) -> dict[str, Any]:
    """Read one utterance; for agents the emotion members are absent (privacy rule 1)."""
    masked = mask(text)
    facts = read_facts(masked, role, at=0.0, act_reader=act_reader)
    seen: dict[str, Any] = {"language": facts.language, "address": facts.address}
    if estimator is not None:
        reading = read_customer(estimator, role, facts.language, masked) or ABSTAINED
        seen |= msgspec.structs.asdict(reading)
    return seen | {"acts": facts.acts, "questions": facts.questions, "masked": masked.text}
