"""Load the shipped sentence encoder."""

from __future__ import annotations

from hurmaus.inference import shipped_model_dir
from hurmaus.sentences.onnx_reader import SentenceReader


def load_act_reader() -> SentenceReader:
    """Load the encoder that ships beside the emotion model, whichever emotion model is served."""
    return SentenceReader(shipped_model_dir() / "agent")
