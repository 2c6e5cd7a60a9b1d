"""How long each stage of a pass took. Two readings of the clock a stage, about a tenth of a microsecond each."""

from __future__ import annotations

from enum import IntEnum
from time import perf_counter
from typing import Literal, get_args

StageName = Literal["decode", "load", "mask", "facts", "infer", "apply", "coach", "encode", "commit", "send"]
NAMES: tuple[StageName, ...] = get_args(StageName)

BUDGET_MS: dict[StageName, float] = {
    "decode": 1, "load": 2, "mask": 2, "facts": 5, "infer": 10, "apply": 3, "coach": 5, "encode": 3, "commit": 10,
    "send": 20,
}  # fmt: skip
"""What a stage may take before the pass counts as slow."""


class Stage(IntEnum):
    """The stages of a pass, in order. ``SEND`` ends when the ack, the last frame of a pass, is with its socket."""

    DECODE = 0
    LOAD = 1
    MASK = 2
    FACTS = 3
    INFER = 4
    APPLY = 5
    COACH = 6
    ENCODE = 7
    COMMIT = 8
    SEND = 9


class Laps:
    """The stopwatch of one pass. ``seconds`` adds up by stage, for a pass may go through one more than once."""

    __slots__ = ("_at", "seconds")

    def __init__(self) -> None:
        self.seconds = [0.0] * len(NAMES)
        self._at = perf_counter()

    def lap(self, stage: Stage) -> None:
        """Count the time since the last lap towards ``stage``."""
        now = perf_counter()
        self.seconds[stage] += now - self._at
        self._at = now

    @property
    def total(self) -> float:
        """Seconds from the first stage to the end of the last."""
        return sum(self.seconds)

    def milliseconds(self) -> dict[str, float]:
        """The stages gone through, by name, to a thousandth of a millisecond."""
        return {
            name: round(seconds * 1000, 3)
            for name, seconds in zip(NAMES, self.seconds, strict=True)
            if seconds
        }
