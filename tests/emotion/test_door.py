"""The model's door: customers in Finnish, nobody else."""

from __future__ import annotations

import pytest
from hurmaus.emotion.estimator import read_customer
from hurmaus.errors import AgentTextRefused
from hurmaus.privacy.masking import mask

from tests.fakes.recording_estimator import RecordingEstimator


def test_agent_text_is_refused_and_never_read() -> None:
    model = RecordingEstimator()
    with pytest.raises(AgentTextRefused):
        read_customer(model, "agent", "fi", mask("Hei!"))
    assert model.texts == []


@pytest.mark.parametrize(("language", "text"), [("sv", "Hej!"), ("fi", ""), ("und", "  ")])
def test_where_there_is_no_finnish_to_read_it_abstains(language: str, text: str) -> None:
    model = RecordingEstimator()
    assert read_customer(model, "customer", language, mask(text)) is None
    assert model.texts == []


@pytest.mark.parametrize("language", ["fi", "und"])
def test_a_customers_masked_text_is_read(language: str) -> None:
    model = RecordingEstimator()
    assert read_customer(model, "customer", language, mask("Hetuni on 131052-308T!")) is not None
    assert model.texts == ["Hetuni on [HETU]!"]
