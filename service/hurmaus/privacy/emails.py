"""E-mail addresses, also with the sign and the dots said in words: "matti ät example piste com"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

_AT: Final = r"(?:at|ät|at-merkki|ät-merkki|miuku|miukumauku|miuku-mauku|miumau|kissanhäntä)"
_DOT: Final = r"(?:piste|dot|pist)"
_SIGN = re.compile(rf"(?i) ?@ ?| ?[(\[{{<] ?{_AT} ?[)\]}}>] ?| {_AT} ")
_NAME = re.compile(r"[\w.+%'&=~!#$*^`{|}-]{1,64}$")
_NAME_JOINT = re.compile(
    rf"(?i)(?: ?[(\[{{<] ?{_DOT} ?[)\]}}>] ?| (?:{_DOT}|alaviiva|alaviiva-merkki|viiva|väliviiva|miinus|underscore) )$"
)
_SPELT = re.compile(r"(?<![\w.+-])(?:[\w.+-] ){1,32}$")
"""What was spelt letter by letter: "m a t t i"."""
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}|[\w-]{1,63}(?: ?\. ?[\w-]{1,63}){1,3}")
_LABEL = re.compile(r"[\w-]{1,63}")
_HOST_JOINT = re.compile(rf"(?i) ?\. ?| ?[(\[{{<] ?{_DOT} ?[)\]}}>] ?| {_DOT} ")
_PROVIDER = re.compile(
    r"(?i)(?:gmail|googlemail|hotmail|outlook|luukku|yahoo|icloud|live|elisanet|saunalahti|kolumbus|protonmail)\b"
)
_ENDINGS: Final = {
    "app", "ax", "biz", "co", "com", "de", "dev", "dk", "edu", "ee", "eu", "fi", "gov", "info", "io", "me",
    "net", "no", "nu", "org", "se", "uk",
}  # fmt: skip
_MOST_LABELS: Final = 6
_LONGEST_JOINT: Final = 20


def emails(plain: str) -> Iterator[Span]:
    """Spans of addresses; spaces and words in them are believed only before a well-known ending."""
    taken = 0
    for sign in _SIGN.finditer(plain):
        start, end = sign.span()
        stop = _host_end(plain, end, sign.group())
        name = _name_start(plain, start, taken) if stop else None
        if stop and name is not None:
            taken = stop
            yield name, stop


def _host_end(plain: str, at: int, sign: str) -> int | None:
    host = _HOST.match(plain, at)
    if sign == "@" and host and " " not in host.group() and host.group()[-1].isalpha():
        return host.end()
    if (end := _said_host_end(plain, at)) is not None:
        return end
    provider = _PROVIDER.match(plain, at) if sign.lower() != " at " else None
    return provider.end() if provider else None


def _said_host_end(plain: str, at: int) -> int | None:
    """The end of the last label that is a well-known ending, in "example piste com"."""
    end = None
    for count in range(_MOST_LABELS):
        label = _LABEL.match(plain, at)
        if label is None:
            break
        if count and label.group().lower() in _ENDINGS:
            end = label.end()
        joint = _HOST_JOINT.match(plain, label.end())
        if joint is None:
            break
        at = joint.end()
    return end


def _name_start(plain: str, at: int, taken: int) -> int | None:
    """Where the name before the sign begins: "matti piste meikäläinen"."""
    start = None
    for _ in range(_MOST_LABELS):
        name = _NAME.search(plain, max(taken, at - 64), at)
        if name is None:
            break
        start = name.start()
        if len(name.group()) == 1 and (spelt := _SPELT.search(plain, max(taken, start - 64), start)):
            start = spelt.start()
        joint = _NAME_JOINT.search(plain, max(taken, start - _LONGEST_JOINT), start)
        if joint is None:
            break
        at = joint.start()
    return start
