"""Finnish word lists and phrases, read once when first needed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(name: str) -> Any:
    """The content of ``<name>.yaml`` in this folder."""
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=_Loader)


@cache
def spoken_forms() -> dict[str, str]:
    """Spoken word form to written one, both without umlauts."""
    forms: dict[str, str] = {}
    for written, spoken in load("spoken").items():
        forms.update(dict.fromkeys(str(spoken).split(), str(written)))
    return forms
