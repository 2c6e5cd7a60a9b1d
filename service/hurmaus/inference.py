"""How any ONNX graph is opened and run here: one thread, one text a run, bit-stable at any load.

A second thread halves the idle latency and ruins the tail beside anything else. No batching: a quantised batch changes
its scores with the neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import onnxruntime as ort
from tokenizers import Tokenizer

from hurmaus.errors import ConfigurationError


def shipped_model_dir() -> Path:
    """Return where the shipped model lies: inside the installed package, or in the checkout beside it."""
    installed = Path(str(files("hurmaus"))) / "_model"
    checkout = Path(__file__).resolve().parents[2] / "models" / "shipped"
    for candidate in (installed, checkout):
        if (candidate / "model.onnx").is_file():
            return candidate
    raise ConfigurationError(
        "the shipped model is missing; reinstall hurmaus, or name one with HURMAUS_MODEL_DIR"
    )


def open_session(file: Path) -> tuple[Any, Any]:
    """Return (session, options for each run). Only what is asked for is computed in a run."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.enable_mem_pattern = False  # lengths differ from text to text: a pattern would be kept for each
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    run: Any = ort.RunOptions()
    run.only_execute_path_to_fetches = True
    with readable(file):
        return ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"]), run


def open_tokenizer(file: Path) -> Any:
    """Return the tokenizer, neither padding nor cutting."""
    with readable(file):
        tokenizer: Any = Tokenizer.from_file(str(file))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer


@contextmanager
def readable(file: Path) -> Iterator[None]:
    """Name the file at fault: what the libraries raise is of many types, and a bare ``Exception`` among them."""
    try:
        yield
    except ConfigurationError:
        raise
    except Exception as error:
        raise ConfigurationError(
            f"{file} cannot be read as part of a model ({type(error).__name__}); copy or export the model anew",
            field="model",
        ) from error


def require(directory: Path, names: tuple[str, ...]) -> None:
    """Refuse a directory that lacks one of the files."""
    if missing := [name for name in names if not (directory / name).is_file()]:
        raise ConfigurationError(f"the model directory {directory} lacks {', '.join(missing)}", field="model")
