"""One utterance cut into words once, so that every reader of facts works on the same plain tokens.

A word is lower-cased and loses its umlauts, because chat users and recognisers often do without them
("myohassa"), and common spoken forms become written ones ("mä" is "mina", "onks" is "onko"). Sentence ends
stay as tokens of their own: ``.``, ``?`` and ``!``. Commas and other marks are left out.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from hurmaus.understanding.data import spoken_forms

READ_AT_MOST: Final = 6_000
"""Characters of one utterance that are read for facts; of a longer one (a pasted terms page) the first part."""

_TOKEN = re.compile(
    r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*|[.!?…]+|\d+(?:[.,:/-]\d+)*(?:\.(?=\s+[a-zåäö]))?|\n+|\[[A-ZÄÖ-]+\]"
)
_COMMA = re.compile(r"[,;:–—(]|\s-\s")
_FOLD: Final = str.maketrans("åäö’", "aao'")
ENDS: Final = frozenset(".?!")


def fold(text: str) -> str:
    """Lower case without umlauts: the spelling in which words are compared."""
    return text.lower().translate(_FOLD)


class Words:
    """The words of one utterance: ``folded`` as they were spelt, ``plain`` with spoken forms made written.

    Both lists hold the sentence ends too and run in step.
    """

    def __init__(self, text: str) -> None:
        self.text = text if len(text) <= READ_AT_MOST else text[:READ_AT_MOST]
        spoken = spoken_forms()
        self._tokens: list[str] = _TOKEN.findall(self.text)
        folded = fold("\x00".join(self._tokens)).split("\x00") if self._tokens else []
        self.folded: list[str] = [word if word[0] not in ".!?…\n" else _end_mark(word) for word in folded]
        self.plain: list[str] = [spoken.get(word, word) for word in self.folded]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the text."""
        spans: list[tuple[int, int]] = []
        at = 0
        for token in self._tokens:  # what stands between two tokens holds none, so the next find is the token
            start = self.text.find(token, at)
            at = start + len(token)
            spans.append((start, at))
        return spans

    @cached_property
    def has_marks(self) -> bool:
        """Whether the writer uses commas or sentence ends inside the text; a recogniser often uses none."""
        return any(word in ENDS for word in self.plain[:-1]) or _COMMA.search(self.text) is not None

    def after_mark(self, index: int) -> bool:
        """Whether a comma, a colon or the like stands right before word ``index``."""
        return (
            index > 0 and _COMMA.search(self.text, self.spans[index - 1][1], self.spans[index][0]) is not None
        )

    def said(self, first: int, last: int) -> str:
        """The original wording of words ``first`` to ``last``, both included."""
        return self.text[self.spans[first][0] : self.spans[last][1]]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Index ranges of sentences with their end mark; empty ones are left out."""
        ranges: list[tuple[int, int]] = []
        first = 0
        for index, word in enumerate(self.plain):
            if word in ENDS:
                if index > first:
                    ranges.append((first, index + 1))
                first = index + 1
        if first < len(self.plain):
            ranges.append((first, len(self.plain)))
        return ranges


def _end_mark(marks: str) -> str:
    if "?" in marks:
        return "?"
    return "!" if "!" in marks else "."
