"""Every Finnish word of the sidebar and of the demo page is spelt right, by Voikko."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.finnish import speller, words

SIDEBAR = Path(__file__).parents[2] / "clients" / "sidebar"
FILES = ("src/strings/fi.json", "demo/fi.json", "demo/conversations.json")
SPOKEN = frozenset({"mulla", "mun", "mä"})
"""Finnish as customers write it; the dictionary knows the standard language only."""
KNOWN = SPOKEN | {"Hurmaus-sivupalkki", "ms"}


def test_every_word_is_spelt_right() -> None:
    voikko = speller()
    wrong = {
        f"{where}: {word}"
        for where, line in lines()
        for word in words(line)
        if word not in KNOWN and not voikko.spell(word)
    }
    voikko.terminate()
    assert wrong == set()


def test_the_coach_speaks_standard_finnish() -> None:
    """Spoken forms belong to the customers of the ready conversations alone."""
    texts = [
        turn["text"]
        for conversation in json.loads((SIDEBAR / "demo/conversations.json").read_text(encoding="utf-8"))
        for turn in conversation["turns"]
        if turn["role"] == "agent"
    ]
    assert not SPOKEN & {word for text in texts for word in words(text)}


def lines() -> Iterator[tuple[str, str]]:
    for name in FILES:
        content = json.loads((SIDEBAR / name).read_text(encoding="utf-8"))
        yield from ((name, text) for text in _strings(content))
    page = (SIDEBAR / "demo/public/demo.html").read_text(encoding="utf-8")
    body = re.sub(r'<(\w+)[^>]* lang="en".*?</\1>', "", page[page.index("<body>") :], flags=re.DOTALL)
    yield "demo.html", re.sub(r"<[^>]+>", " ", body)
    yield from (("demo.html", text) for text in re.findall(r'(?:placeholder|aria-label)="([^"]+)"', body))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in {"id", "role"}:
                yield from _strings(value)
    else:
        for value in node:
            yield from _strings(value)
