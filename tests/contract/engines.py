"""The engines that are held to the storage contract. A new one is added here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hurmaus.storage.port import ConversationStore
from hurmaus.storage.sqlite import SqliteStore

Open = Callable[[Path], ConversationStore]
"""Opens an engine over what lies in a directory; opening the same directory again finds the same records."""

ENGINES: dict[str, Open] = {
    "sqlite": lambda home: SqliteStore(home / "store.db"),
    "sqlite-full": lambda home: SqliteStore(home / "store.db", synchronous="FULL"),
}
