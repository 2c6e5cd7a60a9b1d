"""A service description: what the service covers and what it does not, when, where, at what cost.

It feeds the hints ``scope`` and ``anticipate``: they say what is written here, and nothing that is not.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from hurmaus.conversation.state import ConversationState
from hurmaus.understanding import outside
from hurmaus.understanding.facts import Topic
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.vocabulary import Channel

FILE_NAME = "palvelukuvaus.yaml"
"""A playbook folder holds at most one description, under this name."""

_Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^{}]*[^{}.!?\s]$")]
"""Part of a sentence: no full stop at its end, no slots."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Outside(_Model):
    """A request that the service does not serve.

    ``label`` names it in a sentence, ``help`` who serves it instead; both stand as they are, so in the basic
    form. ``patterns`` recognise it, in the language of ``understanding/phrases.py``; the ids of
    ``understanding/data/outside.yaml`` need none.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
    label: _Words
    help: _Words | None = None
    patterns: tuple[str, ...] = ()

    @field_validator("patterns")
    @classmethod
    def _readable(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        outside.phrasebook({"pattern": patterns})
        return patterns

    @model_validator(mode="after")
    def _recognised(self) -> Outside:
        if not self.patterns and self.id not in outside.known():
            raise ValueError(
                f"nothing recognises {self.id}: give patterns, or use one of {', '.join(sorted(outside.known()))}"
            )
        return self


class Told(_Model):
    """Something to tell, as part of a sentence: of these topics, or of any where none is named."""

    text: _Words
    topics: tuple[Topic, ...] = ()


class Hours(_Model):
    """When a channel is served."""

    channel: Channel
    text: _Words


class ServiceDescription(_Model):
    """One service description file."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    version: int = Field(ge=1)
    owner: Annotated[str, Field(min_length=1, max_length=80)]
    review_by: date
    covers: tuple[_Words, ...] = ()
    outside: tuple[Outside, ...] = ()
    hours: tuple[Hours, ...] = ()
    channels: tuple[Told, ...] = ()
    costs: tuple[Told, ...] = ()
    times: tuple[Told, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> ServiceDescription:
        given: dict[str, list[str]] = {
            "outside": [one.id for one in self.outside],
            "hours": [one.channel for one in self.hours],
        }
        for name, keys in given.items():
            twice = next((key for key in keys if keys.count(key) > 1), None)
            if twice is not None:
                raise ValueError(f"{twice} is given twice under {name}")
        return self

    @cached_property
    def requests(self) -> Phrasebook | None:
        """What finds the requests that only this company holds outside; None when there are none."""
        own = {one.id: one.patterns for one in self.outside if one.patterns}
        return outside.phrasebook(own) if own else None

    def beyond(self, state: ConversationState) -> Outside | None:
        """Return what the latest turn asks for that lies outside, if it does."""
        turn = state.latest
        asked = {found.id for found in turn.outside} if turn is not None else set()
        return next((one for one in self.outside if one.id in asked), None)

    def slots(self, state: ConversationState) -> dict[str, str]:
        """Return the slots that this description fills in this conversation now."""
        slots: dict[str, str | None] = {
            "kulut": _told(self.costs, state.topic),
            "kesto": _told(self.times, state.topic),
            "tapa": _told(self.channels, state.topic),
            "aukiolo": next((one.text for one in self.hours if one.channel == state.channel), None),
        }
        if (limit := self.beyond(state)) is not None:
            slots |= {"rajaus": limit.label, "apu": limit.help}
        return {name: text for name, text in slots.items() if text is not None}


def _told(entries: tuple[Told, ...], topic: Topic | None) -> str | None:
    """The entry of the topic, else the one of any topic; nothing of a conversation without a topic."""
    if topic is None:
        return None
    of_topic = (one.text for one in entries if topic in one.topics)
    return next(of_topic, next((one.text for one in entries if not one.topics), None))
