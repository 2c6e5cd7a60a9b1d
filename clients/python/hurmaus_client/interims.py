"""Unfinished text on its way: of each utterance one under way, the newest waiting behind it. Pure.

Answers set the pace, so a slow service or socket sees fewer interims, never older ones.
"""

from __future__ import annotations

import msgspec

from hurmaus_client import wire

Key = tuple[str, str]


class Interims:
    """At most ``most`` utterances at a time; interims of others are dropped meanwhile."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._flying: dict[str, Key] = {}
        self._newest: dict[Key, wire.Utterance | None] = {}
        self._quiet_until = 0.0
        self._next = 1

    def offer(self, said: wire.Utterance, now: float) -> wire.Utterance | None:
        """Take a new interim; return it when it is to be sent now."""
        key = (said.conversation_id, said.utterance_id)
        if key in self._newest:
            self._newest[key] = said
            return None
        if now < self._quiet_until or len(self._newest) >= self._most:
            return None
        return self._send(key, said)

    def answered(self, message_id: str | None) -> wire.Utterance | None:
        """One was looked at or refused; return the next of that utterance, if there is one."""
        key = self._flying.pop(message_id or "", None)
        newest = self._newest.pop(key, None) if key is not None else None
        return self._send(key, newest) if key is not None and newest is not None else None

    def be_quiet(self, until: float) -> None:
        """The service has no time for interims before ``until``; what waits is dropped."""
        self._quiet_until = max(self._quiet_until, until)
        self._newest = dict.fromkeys(self._newest)

    def finish(self, conversation_id: str, utterance_id: str) -> None:
        """The final is on its way: what is still unsent of the unfinished text is void."""
        key = (conversation_id, utterance_id)
        if key in self._newest:
            self._newest[key] = None

    def clear(self) -> None:
        """The connection is gone, and all interims with it."""
        self._flying.clear()
        self._newest.clear()

    def _send(self, key: Key, said: wire.Utterance) -> wire.Utterance:
        numbered = msgspec.structs.replace(said, id=f"i{self._next}")
        self._next += 1
        self._flying[str(numbered.id)] = key
        self._newest[key] = None
        return numbered
