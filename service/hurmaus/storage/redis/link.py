"""Commands to whichever server holds the key, with what it takes when that changes or forgets our functions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from redis.exceptions import AskError, MovedError, NoPermissionError, ReadOnlyError, RedisError, ResponseError

from hurmaus.errors import StoreUnavailable
from hurmaus.storage.redis.address import Host
from hurmaus.storage.redis.functions import LIBRARY, SOURCE, function, is_missing
from hurmaus.storage.redis.lane import Command, Lane, LaneDownError
from hurmaus.storage.redis.topology import Topology

_RETRY_AFTER_MS = 500
_MOVES = 3


class Link:
    """One pipelined connection to each server in use.

    Every method raises ``StoreUnavailable`` when no answer comes or the server refuses; what was sent may
    then have been done all the same.
    """

    def __init__(self, topology: Topology, *, timeout_s: float) -> None:
        self._topology = topology
        self._timeout_s = timeout_s
        self._lanes: dict[Host, Lane] = {}
        self._closed = False

    async def ask(self, key: str, *command: str | bytes | int | float) -> Any:
        """Send one command to the server that holds ``key``; return its answer."""
        (answer,) = await self.ask_together(key, [command])
        return answer

    async def call(
        self, name: str, keys: Sequence[str], *args: str | bytes | int | float, then: Sequence[Command] = ()
    ) -> Any:
        """Call a function of ours; ``then`` names commands that are to follow on the same connection.

        Returns the answer, or with ``then`` the list of all answers.
        """
        command: Command = ("FCALL", function(name), len(keys), *keys, *args)
        answers = await self.ask_together(keys[0], [command, *then])
        return answers if then else answers[0]

    async def ask_together(self, key: str, commands: Sequence[Command]) -> list[Any]:
        """Send commands behind one another to the server that holds ``key``; return their answers."""
        for _ in range(_MOVES):
            host = await self._owner(key)
            answers = await self._ask_lane(host, commands)
            refused = next((answer for answer in answers if isinstance(answer, ResponseError)), None)
            if refused is None:
                return answers
            await self._mend(refused, host)
        raise _unavailable("moving")

    async def ask_each(self, commands: Sequence[tuple[str, Command]]) -> list[Any]:
        """Send each command to the server that holds its key, all at once; return the answers in order."""
        places: dict[Host, list[int]] = {}
        for index, (key, _) in enumerate(commands):
            places.setdefault(await self._owner(key), []).append(index)
        found: list[Any] = [None] * len(commands)
        for host, indexes in places.items():
            together = [commands[index][1] for index in indexes]
            for index, answer in zip(indexes, await self._ask_lane(host, together), strict=True):
                if isinstance(answer, ResponseError):
                    await self._mend(answer, host)
                    raise _refusal(answer)  # mended for the next time
                found[index] = answer
        return found

    async def load_functions(self) -> None:
        """Load the library into every server that lacks it."""
        if not self._topology.known:
            await self._refresh()
        for host in self._topology.owners():
            await self._load(host)

    async def close(self) -> None:
        """Close every connection."""
        self._closed = True
        await asyncio.gather(*(lane.close() for lane in self._lanes.values()))

    async def _owner(self, key: str) -> Host:
        if not self._topology.known:
            await self._refresh()
        return self._topology.owner(key)

    def _lane(self, host: Host) -> Lane:
        if self._closed:
            raise _unavailable("closed")
        lane = self._lanes.get(host)
        if lane is None:
            lane = Lane(lambda: self._topology.connect(host), timeout_s=self._timeout_s)
            self._lanes[host] = lane
        return lane

    async def _ask_lane(self, host: Host, commands: Sequence[Command]) -> list[Any]:
        try:
            return await self._lane(host).call_together(commands)
        except LaneDownError as error:
            if self._topology.clustered and not self._closed:
                await self._refresh()  # the next call may find another owner
            raise _unavailable(str(error)) from None

    async def _mend(self, refused: ResponseError, host: Host) -> None:
        """Do what it takes to ask again; raise when nothing would help. Refused commands changed nothing."""
        if is_missing(refused):
            await self._load(host)
        elif isinstance(refused, MovedError) and self._topology.clustered:
            await self._refresh()
        elif isinstance(refused, AskError) or getattr(refused, "status_code", None) == "TRYAGAIN":
            await asyncio.sleep(0.05)  # the slot is being moved: soon its new owner is known
            await self._refresh()
        else:
            if isinstance(refused, ReadOnlyError):  # no longer the primary: ask again where the primary is
                await self._lanes.pop(host).close()
            raise _refusal(refused) from None

    async def _load(self, host: Host) -> None:
        try:
            await self._lane(host).call("FUNCTION", "LOAD", SOURCE)
        except LaneDownError as error:
            raise _unavailable(str(error)) from None
        except ResponseError as error:
            if f"Library '{LIBRARY}' already exists" not in str(error):
                raise _refusal(error) from None

    async def _refresh(self) -> None:
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._topology.refresh()
        except (RedisError, OSError, TimeoutError) as error:
            raise _unavailable(type(error).__name__) from None


def _refusal(error: ResponseError) -> StoreUnavailable:
    if isinstance(error, NoPermissionError):
        return _unavailable("NOPERM: the user lacks rights that docs/scaling.md lists")
    # Codes like OOM, READONLY, MISCONF or NOREPLICAS say enough, and can quote nothing.
    return _unavailable(getattr(error, "status_code", None) or str(error).split(" ", 1)[0][:24])


def _unavailable(cause: str) -> StoreUnavailable:
    return StoreUnavailable(f"the store cannot serve now ({cause})", retry_after_ms=_RETRY_AFTER_MS)
