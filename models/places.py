"""Where data is read and where work in progress is written. Nothing else in models/ names a folder.

HURMAUS_DATA  the data folder (default: ../shared/data beside the repository)
HURMAUS_WORK  tokens, checkpoints, caches (default: a folder in the system's temporary directory); never inside the tree
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
AUTHORED = REPOSITORY / "models" / "authored"
SHIPPED = REPOSITORY / "models" / "shipped"


def data() -> Path:
    return Path(os.environ.get("HURMAUS_DATA", REPOSITORY.parent / "shared" / "data"))


def work() -> Path:
    folder = Path(os.environ.get("HURMAUS_WORK", Path(tempfile.gettempdir()) / "hurmaus-train"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
