"""A transformers checkpoint behind the port: labels to readings, and the real libraries on a small model made here."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from hurmaus.emotion.checkpoint import CheckpointEstimator, meanings_of, reading_of
from hurmaus.emotion.load import load_estimator
from hurmaus.errors import ConfigurationError
from hurmaus.vocabulary import EMOTIONS
from hypothesis import given
from hypothesis import strategies as st

HERE = Path("finbert")
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "hei", "kiitos", "paska", "palvelu"]


def test_names_that_already_are_sentiments_need_no_map() -> None:
    assert meanings_of(["NEGATIVE", "Neutral", "positive"], {}, HERE) == ["negative", "neutral", "positive"]


def test_a_label_without_a_meaning_is_refused_with_an_example() -> None:
    with pytest.raises(ConfigurationError, match=r'LABEL_0 means is not known.*\{"LABEL_0": "negative"\}'):
        meanings_of(["LABEL_0"], {}, HERE)


def test_a_map_of_labels_that_are_not_there_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="names POS, but the checkpoint in finbert has LABEL_0"):
        meanings_of(["LABEL_0"], {"POS": "positive"}, HERE)


def test_a_checkpoint_of_which_every_label_is_ignored_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no label"):
        meanings_of(["toxic"], {"toxic": "none"}, HERE)


def test_sentiments_alone_name_no_emotion() -> None:
    reading = reading_of(["negative", "neutral", "positive"], [0.7, 0.2, 0.1])
    assert (reading.sentiment, reading.emotion, reading.present) == ("negative", "neutral", ())
    assert reading.valence == pytest.approx(-0.6)
    assert reading.confidence == pytest.approx(0.7)


def test_emotions_alone_make_the_sentiment() -> None:
    reading = reading_of(["joy", "anger", "neutral"], [0.1, 0.8, 0.1])
    assert (reading.sentiment, reading.emotion, reading.present) == ("negative", "anger", ("anger",))


def test_an_emotion_that_contradicts_the_sentiment_is_not_named() -> None:
    assert reading_of(["negative", "positive", "joy"], [0.9, 0.1, 0.8]).emotion == "neutral"


@given(
    st.lists(
        st.tuples(st.sampled_from(["negative", "positive", *EMOTIONS, None]), st.floats(0, 1)), min_size=1
    )
)
def test_any_shares_give_a_reading_within_its_bounds(parts: list[tuple[Any, float]]) -> None:
    reading = reading_of([meaning for meaning, _ in parts], [share for _, share in parts])
    assert -1 <= reading.valence <= 1
    assert 0 <= reading.confidence <= 1
    assert tuple(reading.emotions) == EMOTIONS


def save(folder: Path, labels: list[str], **config: Any) -> None:
    """Make a small BERT whose classifier says ``labels[i]`` when token 4 + i is there, as save_pretrained leaves it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch = pytest.importorskip("torch", reason="torch is not installed: no checkpoint can be made")
        transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    tokenizer = transformers.BertTokenizerFast(vocab=str(folder / "vocab.txt"), do_lower_case=True)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    model = transformers.BertForSequenceClassification(
        transformers.BertConfig(
            vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
            max_position_embeddings=32, num_labels=len(labels), id2label=dict(enumerate(labels)),
            label2id={name: i for i, name in enumerate(labels)}, **config,
        )
    )  # fmt: skip
    model.save_pretrained(folder)


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")
def test_a_saved_checkpoint_is_served_by_its_labels(tmp_path: Path) -> None:
    save(tmp_path, ["LABEL_0", "LABEL_1", "LABEL_2"])
    estimator = load_estimator(tmp_path, {"LABEL_0": "negative", "LABEL_1": "neutral", "LABEL_2": "positive"})
    assert isinstance(estimator, CheckpointEstimator)
    reading = estimator.read("hei kiitos " * 400)
    assert reading == estimator.read("hei kiitos " * 400)
    assert reading.emotions == dict.fromkeys(EMOTIONS, 0.0)
    assert estimator.version == f"{tmp_path.name} (checkpoint)"
    import torch
    import transformers

    model = transformers.AutoModelForSequenceClassification.from_pretrained(tmp_path)
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)
    with torch.inference_mode():
        logits = model(**tokenizer("paska palvelu", return_tensors="pt")).logits[0]
    negative, _, positive = logits.softmax(0).tolist()
    assert estimator.read("paska palvelu").valence == pytest.approx(positive - negative, abs=1e-3)


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")
def test_labels_that_do_not_exclude_one_another_are_read_one_by_one(tmp_path: Path) -> None:
    save(tmp_path, list(EMOTIONS), problem_type="multi_label_classification")
    emotions = load_estimator(tmp_path).read("hei").emotions
    assert all(0.3 < share < 0.7 for share in emotions.values())


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")
def test_a_checkpoint_without_weights_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    save(tmp_path, ["negative", "positive"])
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(ConfigurationError, match=r"needs\s+config\.json, model\.safetensors"):
        load_estimator(tmp_path)


def test_a_directory_without_any_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no model\.onnx and no config\.json"):
        load_estimator(tmp_path)
