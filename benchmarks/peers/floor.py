"""The floor: echo + bare tokenise + forward of the shipped model. Nothing is checked, kept or decided."""

from __future__ import annotations

import numpy as np
from hurmaus.emotion import ngrams
from hurmaus.emotion.load import shipped_model_dir
from hurmaus.emotion.onnx_estimator import OUTPUTS
from hurmaus.inference import open_session, open_tokenizer

from benchmarks.peers.serving import app_of, serve


class Floor:
    """The model run on a text with as little around it as can be."""

    def __init__(self) -> None:
        directory = shipped_model_dir()
        self._tokenizer = open_tokenizer(directory / "tokenizer.json")
        self._session, self._options = open_session(directory / "model.onnx")

    def inputs(self, text: str) -> dict[str, object]:
        """Tokens and n-grams."""
        ids = self._tokenizer.encode(text).ids
        return {"input_ids": np.array([ids], dtype=np.int64), "wide_ids": ngrams.buckets(text)}

    def forward(self, inputs: dict[str, object]) -> object:
        """One run of the graph."""
        return self._session.run(OUTPUTS, inputs, self._options)

    def answer(self, text: str) -> str:
        """Read a text and say as much as an echo does."""
        self.forward(self.inputs(text))
        return '{"type":"ack","id":"' + "x" * 277 + '"}'


if __name__ == "__main__":
    serve(app_of(Floor().answer))
