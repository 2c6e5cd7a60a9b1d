"""The graph that ships against the torch model that it was made from."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    torch = pytest.importorskip(
        "torch", reason="torch is not installed: the exported model is not compared with it"
    )
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: models/ cannot be imported")
    pytest.importorskip("onnx", reason="onnx is not installed: models/ cannot be imported")
    from models import calibrate, decide, labelled, places
    from models.export import restore
    from models.finetune import encode
    from models.labelled import EMOTIONS, SENTIMENTS, Example

from hurmaus.emotion.onnx_estimator import OnnxEstimator

pytestmark = pytest.mark.torch
SAMPLE = 400  # rows a set: the whole of dev agrees as well (models/LOG.md) but takes minutes


def rows(name: str) -> list[Example]:
    if name != "authored" and not places.data().is_dir():
        pytest.skip(f"the data folder {places.data()} is not there (HURMAUS_DATA)")
    return labelled.dev_of(name)[:SAMPLE]


@pytest.fixture(scope="module")
def estimator() -> OnnxEstimator:
    return OnnxEstimator(places.SHIPPED)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["finnsentiment", "xed_fi", "authored"])
def test_int8_and_torch_agree_on_99_labels_in_100(name: str, estimator: OnnxEstimator) -> None:
    whole, calibration, rule = restore(places.SHIPPED)
    examples = [e for e in rows(name) if len(encode(whole.tokenizer, [e.text])[0]) < 128]
    sentiment, emotions = calibrate.probabilities(whole.scores(examples), calibration)
    expected = decide.decide(sentiment, emotions, rule)
    served = [estimator.read(e.text) for e in examples]
    labels = [*EMOTIONS, "neutral"]
    same = {
        "sentiment": np.mean(
            [SENTIMENTS.index(r.sentiment) == x for r, x in zip(served, expected["sentiment"], strict=True)]
        ),
        "emotion": np.mean(
            [labels.index(r.emotion) == x for r, x in zip(served, expected["emotion"], strict=True)]
        ),
        "present": np.mean(
            [
                [e in r.present for e in EMOTIONS] == x.tolist()
                for r, x in zip(served, expected["present"], strict=True)
            ]
        ),
    }
    assert same["sentiment"] >= 0.99, same
    assert same["emotion"] >= 0.98, same
    assert same["present"] >= 0.97, same
    assert np.abs([[r.emotions[e] for e in EMOTIONS] for r in served] - emotions[:, :8]).mean() < 0.01
