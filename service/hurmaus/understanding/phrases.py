"""A small language for phrases, and a matcher that looks at each word once.

A phrase is a row of words, without umlauts or with:
    sana        this word                 sana*     a word that begins so
    a|b*        either                    *nut      a word that ends so
    $set        any word of a named set   <n>       a number
    ...         up to four words between  _         any one word
    [sana]      may be left out           <end>     the sentence ends here
    <start>     (first) only at the start of a sentence
    !sana       the next word is not this (takes no word)
    ~sana       (last) not if one of the five words before is this: ``~ei|en``
The first word of a phrase must be given by its beginning, so that phrases can be looked up by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from hurmaus.understanding.words import ENDS, fold

_GAP: Final = 4
_LOOK_BACK: Final = 5
_STEM: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One place in a phrase: a word that is one of ``exact``, or begins or ends with one of these."""

    exact: frozenset[str]
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    optional: bool = False
    forbidden: bool = False

    def accepts(self, word: str) -> bool:
        if word in self.exact:
            return True
        return (
            (self.begins and word.startswith(self.begins))
            or (self.ends and word.endswith(self.ends))
            or False
        )


class Gap(NamedTuple):
    """Up to ``most`` words of no interest (``least`` at fewest)."""

    least: int
    most: int


class End(NamedTuple):
    """The end of the sentence."""


class Number(NamedTuple):
    """Digits."""


Part = Choice | Gap | End | Number


class Phrase(NamedTuple):
    label: str
    parts: tuple[Part, ...]
    at_start: bool
    unless_before: Choice | None
    follower: Choice | None
    """What the second word must be, where that can be told at once: most phrases fail there."""


class Match(NamedTuple):
    """``label`` was found in words ``first`` to ``last`` (both included)."""

    label: str
    first: int
    last: int


class Phrasebook:
    """Phrases by label, looked up by their first word."""

    def __init__(self, phrases: Mapping[str, Iterable[str]], sets: Mapping[str, str] | None = None) -> None:
        self._exact: dict[str, list[Phrase]] = {}
        self._begins: dict[str, list[tuple[str, Phrase]]] = {}
        for label, sources in phrases.items():
            for source in sources:
                self._add(parse(label, source, sets or {}))

    def _add(self, phrase: Phrase) -> None:
        first = phrase.parts[0]
        assert isinstance(first, Choice)
        for word in first.exact:
            self._exact.setdefault(word, []).append(phrase)
        for stem in first.begins:
            self._begins.setdefault(stem[:_STEM], []).append((stem, phrase))

    def touches(self, words: Sequence[str]) -> bool:
        """Whether a phrase may begin at one of the words: a quick look that spares most texts the search."""
        if not self._exact.keys().isdisjoint(words):
            return True
        return bool(self._begins) and any(word[:_STEM] in self._begins for word in words)

    def find(self, words: Sequence[str]) -> Iterator[Match]:
        """Every phrase found in the words, in order of place."""
        exact, begins = self._exact, self._begins
        for index, word in enumerate(words):
            phrases = exact.get(word)
            stems = begins.get(word[:_STEM])
            if phrases is None and stems is None:
                continue
            following = words[index + 1] if index + 1 < len(words) else ""
            for phrase in phrases or ():
                if phrase.follower is None or phrase.follower.accepts(following):
                    last = _match(phrase, words, index)
                    if last >= 0:
                        yield Match(phrase.label, index, last)
            for stem, phrase in stems or ():
                if word.startswith(stem) and (phrase.follower is None or phrase.follower.accepts(following)):
                    last = _match(phrase, words, index)
                    if last >= 0:
                        yield Match(phrase.label, index, last)


def parse(label: str, source: str, sets: Mapping[str, str]) -> Phrase:
    """Read one phrase. Raises ValueError when it begins with no word, or names a set that is not there."""
    parts: list[Part] = []
    at_start, unless = False, None
    for item in _named(source, sets).split():
        if item == "<start>":
            at_start = True
        elif item.startswith("~"):
            unless = _choice(item[1:])
        elif item == "<end>":
            parts.append(End())
        elif item == "<n>":
            parts.append(Number())
        elif item == "...":
            parts.append(Gap(0, _GAP))
        elif item == "_":
            parts.append(Gap(1, 1))
        elif item.startswith("!"):
            parts.append(replace(_choice(item[1:]), forbidden=True))
        elif item.startswith("["):
            parts.append(replace(_choice(item.strip("[]")), optional=True))
        else:
            parts.append(_choice(item))
    first = parts[0] if parts else None
    if not isinstance(first, Choice) or first.optional or first.forbidden or first.ends:
        raise ValueError(f"a phrase begins with a word: {source!r} ({label})")
    if any(len(stem) < _STEM for stem in first.begins):
        raise ValueError(f"a phrase begins with at least {_STEM} letters: {source!r} ({label})")
    last = next(part for part in reversed(parts) if not (isinstance(part, Choice) and part.forbidden))
    if (isinstance(last, Gap) and not last.least) or (isinstance(last, Choice) and last.optional):
        raise ValueError(f"the last word of a phrase may not be left out: {source!r} ({label})")
    return Phrase(label, tuple(parts), at_start, unless, _follower(parts))


def _follower(parts: Sequence[Part]) -> Choice | None:
    """All that may stand second, or None when that takes more than a look at one word."""
    exact: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    for part in parts[1:]:
        if not isinstance(part, Choice) or part.forbidden:
            return None
        exact, begins, ends = exact | part.exact, begins + part.begins, ends + part.ends
        if not part.optional:
            return Choice(exact, begins, ends)
    return None


def _named(source: str, sets: Mapping[str, str]) -> str:
    """Put the words of each named set in the place of its name."""

    def words_of(name: re.Match[str]) -> str:
        if name[1] not in sets:
            raise ValueError(f"no set of words is named {name[1]!r}: {source!r}")
        return "|".join(sets[name[1]].split())

    return re.sub(r"\$(\w+)", words_of, source)


def _choice(item: str) -> Choice:
    words = [fold(word) for word in item.split("|")]
    return Choice(
        exact=frozenset(word for word in words if "*" not in word),
        begins=tuple(word[:-1] for word in words if word.endswith("*")),
        ends=tuple(word[1:] for word in words if word.startswith("*")),
    )


def _match(phrase: Phrase, words: Sequence[str], index: int) -> int:
    """The last word of the phrase when it begins at ``index``, else -1."""
    if phrase.at_start and index > 0 and words[index - 1] not in ENDS:
        return -1
    end = _match_parts(phrase.parts, 1, words, index + 1)
    if end < 0:
        return -1
    if phrase.unless_before is not None:
        for before in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            if words[before] in ENDS:
                break
            if phrase.unless_before.accepts(words[before]):
                return -1
    return end - 1


def _match_parts(parts: tuple[Part, ...], part_at: int, words: Sequence[str], at: int) -> int:
    """Where the rest of the parts ends (exclusive) when it begins at ``at``, else -1."""
    total = len(words)
    while part_at < len(parts):
        part = parts[part_at]
        part_at += 1
        if isinstance(part, Gap):
            return _match_gap(part, parts, part_at, words, at)
        word = words[at] if at < total and words[at] not in ENDS else None
        if isinstance(part, Choice):
            fits = word is not None and part.accepts(word)
            if part.forbidden:
                if fits:
                    return -1
            elif fits:
                if part.optional:
                    end = _match_parts(parts, part_at, words, at + 1)
                    return end if end >= 0 else _match_parts(parts, part_at, words, at)
                at += 1
            elif not part.optional:
                return -1
        elif isinstance(part, End):
            if word is not None:
                return -1
        else:
            if word is None or not word[0].isdigit():
                return -1
            at += 1
    return at


def _match_gap(gap: Gap, parts: tuple[Part, ...], part_at: int, words: Sequence[str], at: int) -> int:
    after = parts[part_at] if part_at < len(parts) else None
    sought = after if isinstance(after, Choice) and not (after.optional or after.forbidden) else None
    for skipped in range(gap.most + 1):
        here = at + skipped
        if skipped >= gap.least:
            if sought is None:
                end = _match_parts(parts, part_at, words, here)
            elif here < len(words) and sought.accepts(words[here]):
                end = _match_parts(parts, part_at + 1, words, here + 1)
            else:
                end = -1
            if end >= 0:
                return end
        if here >= len(words) or words[here] in ENDS:
            return -1
    return -1
