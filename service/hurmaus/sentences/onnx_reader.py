"""The sentence encoder for agent turns: act scores beside what phrases found, and vectors for likeness.

A graph of its own without emotion heads: agents' text never reaches the emotion model (privacy rule 1). Trained by
``models/sentences.py``; how much a phrase weighs beside it, and which acts must
be surer, is read from the config.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hurmaus.errors import ConfigurationError
from hurmaus.inference import open_session, open_tokenizer, readable, require
from hurmaus.vocabulary import ACTS, Act

FILES = ("model.onnx", "config.json")
LONGEST = 2048
"""Characters read; an agent turn longer than this is cut at its end."""
Floats = NDArray[np.float32]


class SentenceReader:
    """See ``understanding.act_reader.ActReader``. ``directory`` is ``agent/`` in a shipped model; the tokenizer is the
    emotion model's, one directory up.

    Raises:
        ConfigurationError: a file is missing or not of such a model.

    """

    def __init__(self, directory: Path) -> None:
        require(directory, FILES)
        with readable(directory / "config.json"):
            config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
            if config.get("model_type") != "hurmaus-agent" or tuple(config["acts"]) != ACTS:
                raise ConfigurationError(
                    f"the model in {directory} is not a sentence encoder of Hurmaus", field="model"
                )
            self.version: str = config["version"]
            self._max_tokens: int = config["max_tokens"]
            self._phrase: float = config["phrase"]
            self._caution: list[float] = config["caution"]
        self._tokenizer: Any = open_tokenizer(directory.parent / "tokenizer.json")
        self._session, self._run_options = open_session(directory / "model.onnx")
        self._vector_of = lru_cache(maxsize=4096)(self._compute_vector)
        self._run("acts", "hei")

    def acts(self, text: str, by_phrase: tuple[Act, ...]) -> tuple[Act, ...]:
        logits = self._run("acts", text).tolist()
        return tuple(
            act
            for act, logit, caution in zip(ACTS, logits, self._caution, strict=True)
            if logit + (self._phrase if act in by_phrase else -self._phrase) > caution
        )

    def likeness(self, text: str, example: str) -> float:
        """Cosine of two texts' vectors, -1 to 1. Vectors of examples are kept, the text's is not."""
        return float(self._compute_vector(text) @ self._vector_of(example))

    def likenesses(self, text: str, examples: Sequence[str]) -> tuple[float, ...]:
        """See the port."""
        vector = self._compute_vector(text)
        return tuple(float(vector @ self._vector_of(example)) for example in examples)

    def _compute_vector(self, text: str) -> Floats:
        return self._run("vector", text)

    def _run(self, output: str, text: str) -> Floats:
        clean = (
            text[:LONGEST].encode("utf-8", "replace").decode()
        )  # a lone surrogate would stop the tokenizer
        ids = self._tokenizer.encode(clean).ids[: self._max_tokens]
        (value,) = self._session.run(
            [output], {"input_ids": np.array([ids], dtype=np.int64)}, self._run_options
        )
        row: Floats = value[0]
        return row
