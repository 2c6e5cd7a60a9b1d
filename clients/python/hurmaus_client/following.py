"""What is followed, from where it goes on, and which events are new. Pure; knows no connection."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hurmaus_client import wire
from hurmaus_client.items import Loss, Ordered, RecoveryIncomplete
from hurmaus_client.places import Place, judge

MOST_ENDED = 1_000
"""Conversations that have ended and are kept in mind for a while, so that a repeat of theirs is known as one."""


class _Followed(msgspec.Struct):
    """One conversation. ``agreed``: the service has acked that it sends us its events. ``asked``: it is about to send
    those after our place, so that any other is still out of order."""

    place: Place | None = None
    wanted: bool = False
    agreed: bool = False
    from_start: bool = False
    interims: bool = False
    asked: bool = False
    behind: bool = False


class Take(msgspec.Struct, frozen=True):
    """Hand on the event; ``loss`` was told to the user first, where given. ``ask`` the service to go on from where
    we stand."""

    event: bool = False
    loss: Loss | None = None
    ask: bool = False


_PASS_OVER = Take()


class Following:
    """Conversations and queues. Those met through a queue are followed too, as many as ``most``."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._followed: dict[str, _Followed] = {}
        self._ended: dict[str, Place] = {}
        self._wide: dict[str | None, wire.Subscribe] = {}

    # --- asking -------------------------------------------------------------------------------------------

    def want(self, wanted: wire.Subscribe) -> None:
        """The user asks for this; it counts once :meth:`agree` was called."""
        if wanted.conversation_id is None:
            return
        one = self._meet(wanted.conversation_id, known=not wanted.from_start)
        one.wanted = True
        one.from_start = wanted.from_start
        one.asked = one.asked or self._replay_pending(one)
        one.interims = one.interims or wanted.interims
        if one.place is None and wanted.epoch is not None and wanted.offset is not None:
            one.place = Place(wanted.epoch, wanted.offset)

    def current(self, asked: wire.Subscribe) -> wire.Subscribe:
        """The same subscription from where we stand by now."""
        one = self._followed.get(asked.conversation_id or "")
        if one is None or one.place is None:
            return asked
        return msgspec.structs.replace(
            asked, epoch=one.place.epoch, offset=one.place.offset, from_start=False, interims=one.interims
        )

    def agree(self, asked: wire.Subscribe, ack: wire.Ack) -> RecoveryIncomplete | None:
        """The service acked a subscription."""
        if asked.conversation_id is None:
            self._wide[asked.queue] = msgspec.structs.replace(asked, id=None)
            return None
        one = self._meet(asked.conversation_id)
        one.asked, one.agreed = False, True
        if ack.epoch is None:  # nothing there yet: whatever comes is news
            one.from_start = True
            return self._lose(asked.conversation_id, "gone") if asked.epoch is not None else None
        if ack.recovered is False and (one.place is None or one.place.epoch == asked.epoch):
            return self._start_over(asked.conversation_id, one, ack.epoch)
        if one.place is None:
            one.place = Place(ack.epoch, 0 if asked.from_start else ack.offset or 0)
        return None

    def refuse(self, asked: wire.Subscribe) -> RecoveryIncomplete | None:
        """The service refused a subscription for good; tell it if it had been followed before."""
        one = self._followed.pop(asked.conversation_id or "", None)
        if asked.conversation_id is None:
            lost = self._wide.pop(asked.queue, None) is not None
            return RecoveryIncomplete(loss="gone", queue=asked.queue) if lost else None
        lost = one is not None and one.agreed
        return RecoveryIncomplete(loss="gone", conversation_id=asked.conversation_id) if lost else None

    def cancel(self, asked: wire.Subscribe) -> None:
        """Nobody waits for this any more, and it is not sent again."""
        one = self._followed.get(asked.conversation_id or "")
        if one is not None and not one.agreed:
            one.wanted = one.asked = False

    # --- events -------------------------------------------------------------------------------------------

    def take(self, event: Ordered, *, room: bool) -> Take:
        """Judge one event. Without ``room`` it stays in the service, and :meth:`catch_up` asks for it later."""
        ended = self._ended.get(event.conversation_id)
        if ended is not None and judge(ended, event.epoch, event.offset) == "seen":
            return _PASS_OVER
        one = self._meet(event.conversation_id)
        if one.behind:
            return _PASS_OVER
        verdict = judge(one.place, event.epoch, event.offset)
        if verdict == "seen" or (verdict == "next" and one.asked and not _follows(one.place, event)):
            return _PASS_OVER
        if not room:
            one.behind = True
            one.place = one.place or Place(event.epoch, event.offset - 1)
            return _PASS_OVER
        if verdict == "next":
            trimmed = one.place is not None and one.place.offset == 0 and event.offset > 1
            self._stand(one, event)
            return Take(event=True, loss="trimmed" if trimmed else None)
        # A gap, or another life of the conversation: only the service knows whether ours is over.
        ask, one.asked = not one.asked, True
        return Take(ask=ask)

    def catch_up(self) -> Iterator[wire.Subscribe]:
        """There is room again: what to ask for."""
        for conversation_id, one in self._followed.items():
            if one.behind:
                one.behind, one.asked = False, True
                yield wire.Subscribe(conversation_id=conversation_id)

    # --- breaks -------------------------------------------------------------------------------------------

    def resume_points(self, most: int) -> tuple[wire.ResumePoint, ...]:
        """Where to go on after a break, for the hello."""
        points: list[wire.ResumePoint] = []
        for conversation_id, one in self._followed.items():
            one.asked = self._replay_pending(one)
            if one.place is not None and not one.interims and not one.behind and len(points) < most:
                points.append(
                    wire.ResumePoint(
                        conversation_id=conversation_id, epoch=one.place.epoch, offset=one.place.offset
                    )
                )
        return tuple(points)

    def resumed(self, answers: tuple[wire.Resumed, ...]) -> Iterator[RecoveryIncomplete]:
        """What the welcome says of the resume points."""
        for answer in answers:
            one = self._followed.get(answer.conversation_id)
            if one is None or answer.recovered:
                continue
            if answer.epoch:
                yield self._start_over(answer.conversation_id, one, answer.epoch)
            else:
                yield self._lose(answer.conversation_id, "gone")

    def ask_again(self, resumed: frozenset[str]) -> Iterator[wire.Subscribe | RecoveryIncomplete]:
        """What the hello could not resume: subscriptions with interims, without a place, of queues."""
        for conversation_id, one in self._followed.items():
            due = one.agreed or (one.place is not None and not one.wanted)
            if due and not one.behind and conversation_id not in resumed:
                one.asked = True
                yield wire.Subscribe(
                    conversation_id=conversation_id, from_start=one.from_start, interims=one.interims
                )
        for queue, wanted in self._wide.items():
            yield RecoveryIncomplete(loss="live_only", queue=queue)
            yield wanted

    def lighten(self) -> None:
        """The service follows fewer conversations for one connection: let go of half of those not asked for.

        Whatever is missed of them is told as ``live_only``: they were met through a queue."""
        met = [name for name, one in self._followed.items() if not one.wanted]
        for conversation_id in met[: (len(met) + 1) // 2]:
            del self._followed[conversation_id]

    # --- inside -------------------------------------------------------------------------------------------

    def _meet(self, conversation_id: str, *, known: bool = True) -> _Followed:
        one = self._followed.get(conversation_id)
        if one is None:
            ended = self._ended.pop(conversation_id, None)
            self._make_room()
            one = self._followed[conversation_id] = _Followed(place=ended if known else None)
        return one

    def _replay_pending(self, one: _Followed) -> bool:
        return one.wanted and one.from_start and not one.agreed and one.place is None

    def _make_room(self) -> None:
        if len(self._followed) >= self._most:
            silent = next((name for name, one in self._followed.items() if not one.wanted), None)
            if silent is not None:
                del self._followed[silent]

    def _stand(self, one: _Followed, event: Ordered) -> None:
        one.place = Place.of(event)
        del self._followed[event.conversation_id]
        if isinstance(event, wire.Summary):
            self._ended[event.conversation_id] = one.place
            while len(self._ended) > MOST_ENDED:
                del self._ended[next(iter(self._ended))]
        else:
            self._followed[event.conversation_id] = one  # the longest silent stand first

    def _start_over(self, conversation_id: str, one: _Followed, epoch: str) -> RecoveryIncomplete:
        one.place = Place(epoch, 0)
        return RecoveryIncomplete(loss="started_over", conversation_id=conversation_id)

    def _lose(self, conversation_id: str, loss: Loss) -> RecoveryIncomplete:
        self._followed.pop(conversation_id, None)
        return RecoveryIncomplete(loss=loss, conversation_id=conversation_id)


def _follows(place: Place | None, event: Ordered) -> bool:
    return place is not None and event.offset == place.offset + 1
