"""Facts about the machine and the software, for the head of a report."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
from pathlib import Path
from typing import Any

from hurmaus import __version__

_SHOWN = (
    "onnxruntime",
    "tokenizers",
    "numpy",
    "msgspec",
    "fastapi",
    "uvicorn",
    "uvloop",
    "websockets",
)


def facts() -> dict[str, Any]:
    """What a reader needs to judge absolute numbers."""
    return {
        "cpu": _cpu("model name") or platform.processor(),
        "flags": " ".join(
            f for f in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if f in (_cpu("flags") or "")
        ),
        "cores": os.cpu_count(),
        "load_1m": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.release()}",
        "hurmaus": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "libraries": {name: importlib.metadata.version(name) for name in _SHOWN},
    }


def _cpu(field: str) -> str | None:
    file = Path("/proc/cpuinfo")
    if not file.exists():
        return None
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(field):
            return line.split(":", 1)[1].strip()
    return None
