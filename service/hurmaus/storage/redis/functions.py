"""The library of server-side functions, named after what it contains.

Two versions of the service may run side by side on one Redis: each loads and calls its own library, and neither
replaces the other's. Libraries that nobody calls any more do no harm; docs/scaling.md says how to remove them.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

_BODY = files(__package__).joinpath("functions.lua").read_text(encoding="utf-8")

LIBRARY = f"hurmaus_{sha256(_BODY.encode()).hexdigest()[:10]}"
SOURCE = f"#!lua name={LIBRARY}\nlocal LIBRARY = '{LIBRARY}'\n{_BODY}"


def function(name: str) -> str:
    """Return under which name the server knows a function of ours."""
    return f"{LIBRARY}_{name}"


def is_missing(error: Exception) -> bool:
    """Say whether a call failed because the server has not loaded the library (yet, or any more)."""
    return "unction not found" in str(error)


if __name__ == "__main__":
    print(SOURCE)
