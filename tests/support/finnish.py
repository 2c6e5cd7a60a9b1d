"""Voikko, the Finnish speller, wherever it is installed: a tool of the tests, never of the service."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

_DEBIAN = Path("/usr/lib/python3/dist-packages/libvoikko.py")
_SLOT = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def speller() -> Any:
    """Return Voikko's Finnish speller, or skip the test with the remedy."""
    module = _binding()
    if module is None:
        pytest.skip("Voikko is not installed: apt-get install voikko-fi python3-libvoikko")
    try:
        return module.Voikko("fi")
    except module.VoikkoException:
        pytest.skip("Voikko has no Finnish dictionary: apt-get install voikko-fi")


def words(line: str) -> list[str]:
    """The words of a line, without its {slots} and numbers."""
    return _WORD.findall(_SLOT.sub("", line))


def _binding() -> ModuleType | None:
    if importlib.util.find_spec("libvoikko") is not None:
        return importlib.import_module("libvoikko")
    spec = importlib.util.spec_from_file_location("libvoikko", _DEBIAN) if _DEBIAN.exists() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules["libvoikko"] = module
    spec.loader.exec_module(module)
    return module
