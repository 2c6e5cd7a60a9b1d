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
    """One conversation. ``agreed``: the service has acked that it sends us its events."""

    place: Place | None = None
    former_epoch: str | None = None
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
        if ack.recovered is False:
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

    # --- events -------------------------------------------------------------------------------------------

    def take(self, event: Ordered, *, room: bool) -> Take:
        """Judge one event. Without ``room`` it stays in the service, and :meth:`catch_up` asks for it later."""
        ended = self._ended.get(event.conversation_id)
        if ended is not None and judge(ended, event.epoch, event.offset) == "seen":
            return _PASS_OVER
        one = self._meet(event.conversation_id)
        if one.behind or event.epoch == one.former_epoch:
            return _PASS_OVER
        verdict = judge(one.place, event.epoch, event.offset)
        if verdict == "seen":
            return _PASS_OVER
        if not room:
            one.behind = True
            one.place = one.place or Place(event.epoch, event.offset - 1)
            return _PASS_OVER
        reborn = verdict == "other_life" and event.offset == 1
        if verdict == "next" or reborn:
            loss = self._loss_before(one, event.offset, reborn=reborn)
            self._stand(one, event)
            return Take(event=True, loss=loss)
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
            one.asked = False
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

    def _make_room(self) -> None:
        if len(self._followed) >= self._most:
            silent = next((name for name, one in self._followed.items() if not one.wanted), None)
            if silent is not None:
                del self._followed[silent]

    def _stand(self, one: _Followed, event: Ordered) -> None:
        if one.place is not None and one.place.epoch != event.epoch:
            one.former_epoch = one.place.epoch
        one.place = Place(event.epoch, event.offset)
        del self._followed[event.conversation_id]
        if isinstance(event, wire.Summary):
            self._ended[event.conversation_id] = one.place
            while len(self._ended) > MOST_ENDED:
                del self._ended[next(iter(self._ended))]
        else:
            self._followed[event.conversation_id] = one  # the longest silent stand first

    def _loss_before(self, one: _Followed, offset: int, *, reborn: bool) -> Loss | None:
        if reborn:
            return "started_over"
        trimmed = one.place is not None and one.place.offset == 0 and offset > 1
        return "trimmed" if trimmed else None

    def _start_over(self, conversation_id: str, one: _Followed, epoch: str) -> RecoveryIncomplete:
        if one.place is not None and one.place.epoch != epoch:
            one.former_epoch = one.place.epoch
        one.place = Place(epoch, 0)
        return RecoveryIncomplete(loss="started_over", conversation_id=conversation_id)

    def _lose(self, conversation_id: str, loss: Loss) -> RecoveryIncomplete:
        self._followed.pop(conversation_id, None)
        return RecoveryIncomplete(loss=loss, conversation_id=conversation_id)
