"""Open the SQLite file: its tables, its version, and the settings that its promises rest on."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Literal

from hurmaus.errors import ConfigurationError

Synchronous = Literal["NORMAL", "FULL"]

SCHEMA_VERSION = 2
CHECKED_WHOLE_BYTES = 64 * 2**20
"""Larger files are not read whole at start: SQLite's check takes about a second for each 500 MB."""
_APPLICATION_ID = 0x4855524D  # "HURM": tells our files from other people's
_TABLES = """
CREATE TABLE conversation (
    n            INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    version      INTEGER NOT NULL,
    epoch        TEXT NOT NULL,
    last_offset  INTEGER NOT NULL,
    queue        TEXT,
    committed_at REAL NOT NULL,
    wake_at      REAL,
    state        BLOB NOT NULL
) STRICT;
CREATE INDEX conversation_by_wake ON conversation (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX conversation_by_commit ON conversation (committed_at);
CREATE TABLE event (
    n            INTEGER NOT NULL,
    event_offset INTEGER NOT NULL,
    payload      BLOB NOT NULL,
    PRIMARY KEY (n, event_offset)
) STRICT, WITHOUT ROWID;
CREATE TABLE receipt (
    n            INTEGER NOT NULL,
    receipt_key  TEXT NOT NULL,
    answer       BLOB NOT NULL,
    PRIMARY KEY (n, receipt_key)
) STRICT, WITHOUT ROWID;
"""


_PHRASES = """
CREATE TABLE phrase_use (
    queue     TEXT NOT NULL,
    phrase_id TEXT NOT NULL,
    used      INTEGER NOT NULL,
    dismissed INTEGER NOT NULL,
    PRIMARY KEY (queue, phrase_id)
) STRICT, WITHOUT ROWID
"""
"""Since version 2."""


def open_database(
    path: Path, synchronous: Synchronous, busy_ms: int, whole_bytes: int = CHECKED_WHOLE_BYTES
) -> sqlite3.Connection:
    """Open or create the file at ``path``, readable by its owner alone. Up to ``whole_bytes`` it is read through.

    Raises:
        ConfigurationError: its folder is missing; the file cannot be opened, is damaged, is not ours, or was
            written by a newer version.

    """
    if not path.parent.is_dir():  # a mistyped path must not become a second, empty store
        raise ConfigurationError(
            f"the folder of the store {path} does not exist; create it, or name another file with --store",
            field="store_path",
        )
    try:
        path.touch(mode=0o600, exist_ok=True)  # SQLite gives its -wal and -shm files the same mode
        db = sqlite3.connect(path, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise ConfigurationError(f"cannot open the store {path}: {error}", field="store_path") from error
    try:
        _prepare(db, path, synchronous)
        _look_for_damage(db, path, whole_bytes)
    except sqlite3.Error as error:
        db.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT:
            raise _damaged(path) from error
        raise ConfigurationError(f"cannot use {path} as a store: {error}", field="store_path") from error
    except ConfigurationError:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path, synchronous: Synchronous) -> None:
    (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise ConfigurationError(
            f"{path} lies on a file system without shared memory (SQLite's WAL needs it); use a local disk",
            field="store_path",
        )
    db.execute(f"PRAGMA synchronous = {synchronous}")
    db.execute("PRAGMA secure_delete = ON")  # erased means overwritten, not only unlinked
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("BEGIN IMMEDIATE")
    try:
        _bring_up_to_date(db, path)
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _look_for_damage(db: sqlite3.Connection, path: Path, whole_bytes: int) -> None:
    """Read all of a small file, of a large one every conversation's entry: start-up stays below a second."""
    if path.stat().st_size <= whole_bytes:
        (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise _damaged(path)
        return
    for index in ("conversation_by_commit", "sqlite_autoindex_conversation_1"):
        db.execute(f"SELECT count(*) FROM conversation INDEXED BY {index}").fetchone()
    for table in ("conversation", "event", "receipt"):
        for order in ("ASC", "DESC"):
            db.execute(f"SELECT * FROM {table} ORDER BY n {order} LIMIT 1").fetchone()


def _damaged(path: Path) -> ConfigurationError:
    return ConfigurationError(
        f"the store {path} is damaged; restore a backup, or move the file (and its -wal and -shm) away to start empty",
        field="store_path",
    )


def _bring_up_to_date(db: sqlite3.Connection, path: Path) -> None:
    (owner,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if owner != _APPLICATION_ID and tables:
        raise ConfigurationError(f"{path} is a database of another program", field="store_path")
    if version > SCHEMA_VERSION:
        raise ConfigurationError(
            f"{path} was written by a newer Hurmaus (schema {version}, this one knows {SCHEMA_VERSION});"
            " upgrade Hurmaus or choose another store_path",
            field="store_path",
        )
    if version == 0:
        for statement in _TABLES.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    if version < SCHEMA_VERSION:
        db.execute(_PHRASES)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
