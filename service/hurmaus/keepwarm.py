"""Keep caches warm while nobody speaks: after a pause of 50 ms the same pass takes about twice as long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import perf_counter

DEAR_S = 0.003
"""Work that takes longer would hold up the messages it is to speed up: it is given up."""
_TRIES = 5


class KeepWarm:
    """Repeats ``work`` while idle, on about ``share`` of one core, and yields to everything else.

    ``work`` blocks for a moment and must not raise. Whoever serves a message calls :meth:`busy`: the next turn is
    then left out. ``clock`` gives seconds.
    """

    def __init__(
        self, work: Callable[[], object], share: float, clock: Callable[[], float] = perf_counter
    ) -> None:
        self._work = work
        self._share = share
        self._clock = clock
        self._busy = False
        self._usual_s = 0.0

    def busy(self) -> None:
        """Caches are being warmed by real work."""
        self._busy = True

    async def run(self) -> None:
        """Repeat until cancelled; return at once when the work is too dear, or when there is no share for it."""
        if not self._share:
            return
        self._usual_s = min(self._timed() for _ in range(_TRIES))
        if self._usual_s > DEAR_S:
            return
        while True:
            await asyncio.sleep(self.pause_s)
            if self._busy:
                self._busy = False
            else:
                self._work()

    @property
    def pause_s(self) -> float:
        """Seconds between two turns, so that the work takes its share, counted with warm caches."""
        return self._usual_s * (1 / self._share - 1)

    def _timed(self) -> float:
        began = self._clock()
        self._work()
        return self._clock() - began
