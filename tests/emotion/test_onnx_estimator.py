"""The shipped model, read through the port."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hurmaus.emotion.onnx_estimator import AGREE, OnnxEstimator
from hurmaus.errors import ConfigurationError
from hurmaus.inference import shipped_model_dir
from hurmaus.vocabulary import EMOTIONS, EmotionReading

SENTENCES = [
    "Olen todella pettynyt, paketti on taas myöhässä!",
    "Kiitos ihanasta palvelusta!",
    "Mihin asti olette auki?",
    "joo",
    "Laskulla [HETU] on kaksi riviä, kumpi pitää maksaa?",
]


@pytest.fixture(scope="module")
def estimator() -> OnnxEstimator:
    return OnnxEstimator(shipped_model_dir())


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Olen todella pettynyt, paketti on taas myöhässä!", "negative"),
        ("olen todella pettynyt paketti on taas myohassa", "negative"),
        ("Tämä on jo kolmas kerta, kun netti katkeaa. Alkaa riittää!", "negative"),
        ("Kiitos ihanasta palvelusta!", "positive"),
        ("kiitos tosi paljon avusta, olit ihana 😊", "positive"),
        ("Mihin asti olette auki?", "neutral"),
        ("Hei, haluaisin vaihtaa osoitteeni.", "neutral"),
    ],
)
def test_plain_feeling_is_read_plainly(estimator: OnnxEstimator, text: str, sentiment: str) -> None:
    assert estimator.read(text).sentiment == sentiment


def test_a_reading_is_whole_and_within_its_bounds(estimator: OnnxEstimator) -> None:
    for text in SENTENCES:
        reading = estimator.read(text)
        assert tuple(reading.emotions) == EMOTIONS
        assert all(0 <= p <= 1 for p in reading.emotions.values())
        assert -1 <= reading.valence <= 1
        assert 0 <= reading.confidence <= 1
        assert set(reading.present) <= set(EMOTIONS)


def test_the_emotion_named_is_present_and_agrees_with_the_sentiment(estimator: OnnxEstimator) -> None:
    for text in [*SENTENCES, "Pelkään, että rahat katoavat.", "Jee, se tuli perille!", "Vihaan tätä!"]:
        reading = estimator.read(text)
        if reading.emotion != "neutral":
            assert reading.emotion in reading.present
            assert reading.emotion in AGREE[reading.sentiment]


def test_the_same_text_reads_the_same_whatever_runs_beside_it(estimator: OnnxEstimator) -> None:
    def read(text: str) -> EmotionReading:
        return estimator.read(text)

    alone = [read(text) for text in SENTENCES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(read, SENTENCES * 20))
    assert together == alone * 20


def test_a_very_long_message_takes_bounded_time(estimator: OnnxEstimator) -> None:
    text = "Tilasin takin ja se tuli. " * 800 + "Olen todella pettynyt palveluunne, en tilaa enää!"
    assert len(text) > 20_000
    estimator.read(text)
    began = time.perf_counter()
    estimator.read(text)
    assert time.perf_counter() - began < 0.5  # about 10 ms on an idle machine


def test_a_long_message_is_read_at_both_ends(estimator: OnnxEstimator) -> None:
    filler = "Tilasin takin ja se tuli perille keskiviikkona. " * 100
    angry_end = estimator.read(filler + "Olen todella pettynyt ja vihainen, surkeaa palvelua!")
    assert angry_end.valence < estimator.read(filler).valence


@pytest.mark.parametrize(
    "text", ["?", "😡", "a", "\u200b", " ", "x" * 5000, "ä" * 300, "𝕳𝖊𝖎", "1234567890" * 50, "\ud83d"]
)
def test_any_text_gets_a_reading(estimator: OnnxEstimator, text: str) -> None:
    assert estimator.read(text).confidence >= 0


def test_the_words_that_carried_the_sentiment_can_be_shown(estimator: OnnxEstimator) -> None:
    words = estimator.words("Olen todella pettynyt, paketti on taas myöhässä!")
    assert 1 <= len(words) <= 3
    assert {"pettynyt", "myöhässä"} & set(words)
    assert estimator.words("Mihin asti olette auki?") == ()


def test_the_version_is_that_of_the_files(estimator: OnnxEstimator) -> None:
    assert (
        estimator.version
        == json.loads((shipped_model_dir() / "config.json").read_text(encoding="utf-8"))["version"]
    )


def test_a_directory_without_a_model_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"lacks model\.onnx, tokenizer\.json"):
        OnnxEstimator(tmp_path)


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="not a Hurmaus model"):
        OnnxEstimator(tmp_path)
