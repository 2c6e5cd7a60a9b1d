"""The shipped sentence encoder, read through its port."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hurmaus.errors import ConfigurationError
from hurmaus.inference import shipped_model_dir
from hurmaus.sentences.load import load_act_reader
from hurmaus.sentences.onnx_reader import SentenceReader
from hurmaus.vocabulary import ACTS, Act

TURNS = [
    "Kiitos, että kerroitte tästä. Olen pahoillani viivästyksestä.",
    "Soitan teille huomenna ennen kahta ja kerron, mitä varastolta löytyi.",
    "Mikä on tilausnumeronne?",
    "joo",
]


@pytest.fixture(scope="module")
def reader() -> SentenceReader:
    return load_act_reader()


def test_acts_come_once_each_in_the_order_of_the_vocabulary(reader: SentenceReader) -> None:
    for turn in TURNS:
        acts = reader.acts(turn, ())
        assert list(acts) == [act for act in ACTS if act in acts]


@pytest.mark.parametrize(
    ("turn", "act"), [(TURNS[0], "thank"), (TURNS[0], "apologise"), (TURNS[1], "promise"), (TURNS[2], "ask")]
)
def test_plain_acts_are_read_where_phrases_agree(reader: SentenceReader, turn: str, act: Act) -> None:
    assert act in reader.acts(turn, (act,))


def test_a_phrase_makes_its_act_likelier_and_no_other_one(reader: SentenceReader) -> None:
    for turn in TURNS:
        alone = set(reader.acts(turn, ()))
        for act in ACTS:
            assert set(reader.acts(turn, (act,))) - {act} == alone - {act}
            assert alone <= set(reader.acts(turn, (act,)))


def test_sentences_that_mean_the_same_are_more_alike(reader: SentenceReader) -> None:
    asked = "Voisitteko kertoa asiakasnumeronne?"
    assert reader.likeness("Mikä teidän asiakasnumeronne on?", asked) > reader.likeness(
        "Takki on sininen.", asked
    )
    assert reader.likeness(asked, asked) == pytest.approx(1.0, abs=1e-3)


def test_the_same_turn_reads_the_same_whatever_runs_beside_it(reader: SentenceReader) -> None:
    alone = [reader.acts(turn, ()) for turn in TURNS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda turn: reader.acts(turn, ()), TURNS * 10)) == alone * 10


@pytest.mark.parametrize("text", ["", "?", "😡", "x" * 50_000, "\ud83d", "𝕳𝖊𝖎"])
def test_any_text_is_read(reader: SentenceReader, text: str) -> None:
    assert set(reader.acts(text, ())) <= set(ACTS)


def test_a_directory_without_the_model_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"lacks model\.onnx, config\.json"):
        SentenceReader(tmp_path)


def test_an_emotion_model_is_not_taken_for_one(tmp_path: Path) -> None:
    for name in ("model.onnx", "config.json"):
        shutil.copy(shipped_model_dir() / name, tmp_path / name)
    with pytest.raises(ConfigurationError, match="not a sentence encoder"):
        SentenceReader(tmp_path)


def test_the_graph_has_no_emotion_in_it(reader: SentenceReader) -> None:
    onnx = pytest.importorskip("onnx", reason="onnx is not installed: the graph cannot be looked into")
    graph = onnx.load(str(shipped_model_dir() / "agent" / "model.onnx")).graph
    assert {output.name for output in graph.output} == {"acts", "vector"}
    named = {node.name for node in graph.node} | {weight.name for weight in graph.initializer}
    assert not [
        name for name in named if any(word in name for word in ("sentiment", "valence", "emotion", "feeling"))
    ]
    config = json.loads((shipped_model_dir() / "agent" / "config.json").read_text(encoding="utf-8"))
    assert reader.version == config["version"]
