"""The layout shows the architecture: who may import whom, and which rooms stay pure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "service" / "hurmaus"

SHARED = {"vocabulary", "errors"}
MAY_IMPORT = {
    "privacy": SHARED,
    "understanding": SHARED | {"privacy"},
    "emotion": SHARED | {"privacy", "inference"},
    "sentences": SHARED | {"inference"},
    "conversation": SHARED | {"understanding", "emotion"},
    "coach": SHARED | {"conversation", "understanding"},
    "protocol": SHARED,
    "storage": SHARED,
    "delivery": SHARED | {"conversation", "protocol", "storage"},
}
PURE = ("privacy", "understanding", "conversation", "protocol")
IMPURE_MODULES = {
    "asyncio",
    "fastapi",
    "starlette",
    "uvicorn",
    "redis",
    "sqlite3",
    "torch",
    "onnxruntime",
    "time",
}


def modules(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_of_ours(module: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(module) if name.startswith("hurmaus.")}


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_the_rooms_that_the_architecture_allows(room: str) -> None:
    for module in modules(room):
        strangers = rooms_of_ours(module) - MAY_IMPORT[room] - {room, "__version__"}
        assert not strangers, f"{module.relative_to(PACKAGE)} imports {sorted(strangers)}"


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_does_no_input_or_output_and_reads_no_clock(room: str) -> None:
    for module in modules(room):
        if module.name == "generate.py":  # a tool, run by hand and in CI, not part of the service
            continue
        impure = {name.split(".")[0] for name in imported(module)} & IMPURE_MODULES
        assert not impure, f"{module.relative_to(PACKAGE)} imports {sorted(impure)}"


def test_every_room_says_what_it_is_for() -> None:
    for init in PACKAGE.glob("*/__init__.py"):
        assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))), (
            f"{init.parent.name} has no docstring"
        )
