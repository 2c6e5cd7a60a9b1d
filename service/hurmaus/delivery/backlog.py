"""Frames that wait for one socket, bounded in number and size. Pure."""

from __future__ import annotations

from collections import deque


class Backlog:
    """First in, first out. Interims are the first to go: replaced in place, or dropped when room is short."""

    def __init__(self, *, most_frames: int, most_chars: int) -> None:
        self._most_frames = most_frames
        self._most_chars = most_chars
        self._waiting: deque[list[str]] = deque()
        self._interims: dict[str, list[str]] = {}
        self.chars = 0

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def roomy(self) -> bool:
        """Less than half of either bound is used."""
        return 2 * len(self._waiting) < self._most_frames and 2 * self.chars < self._most_chars

    def put(self, text: str) -> bool:
        """Append; False, and nothing is appended, when a bound would be passed.

        A single frame of any size fits into an empty backlog.
        """
        if self._waiting and (
            len(self._waiting) >= self._most_frames or self.chars + len(text) > self._most_chars
        ):
            return False
        self._waiting.append([text])
        self.chars += len(text)
        return True

    def put_interim(self, key: str, text: str) -> None:
        """Replace what waits under ``key``; else append while there is room to spare; else drop."""
        slot = self._interims.get(key)
        if slot is not None:
            self.chars += len(text) - len(slot[0])
            slot[0] = text
        elif self.roomy:
            self._interims[key] = slot = [text, key]
            self._waiting.append(slot)
            self.chars += len(text)

    def take(self) -> str | None:
        """Remove and return the oldest frame."""
        if not self._waiting:
            return None
        text, *key = self._waiting.popleft()
        if key:
            del self._interims[key[0]]
        self.chars -= len(text)
        return text

    def clear(self) -> None:
        """Drop everything."""
        self._waiting.clear()
        self._interims.clear()
        self.chars = 0
