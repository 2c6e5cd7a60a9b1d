"""Find and load an emotion model from a directory in the transformers layout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hurmaus.emotion.estimator import EmotionEstimator
from hurmaus.errors import ConfigurationError
from hurmaus.inference import shipped_model_dir


def load_estimator(
    model_dir: Path | None = None, model_labels: Mapping[str, str] | None = None
) -> EmotionEstimator:
    """Load the model in ``model_dir``, or the shipped one.

    A directory with a ``model.onnx`` is served as the shipped one is; one with safetensors as any transformers
    checkpoint, its labels read through ``model_labels``.

    Raises:
        ConfigurationError: the directory holds no model this installation can serve; says what to do.

    """
    directory = model_dir or shipped_model_dir()
    if (directory / "model.onnx").is_file():
        from hurmaus.emotion.onnx_estimator import OnnxEstimator

        return OnnxEstimator(directory)
    if (directory / "config.json").is_file():
        from hurmaus.emotion.checkpoint import CheckpointEstimator

        return CheckpointEstimator(directory, model_labels)
    raise ConfigurationError(
        f"no model.onnx and no config.json in {directory}; put a model there, or leave the setting out",
        field="model_dir",
    )
