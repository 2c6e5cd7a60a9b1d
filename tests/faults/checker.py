"""What every client saw and what is stored, compared. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]
Streams = Mapping[str, Sequence[Message]]
"""Events by conversation, in the order in which they were met."""

_OF_THIS_RUN = frozenset({"conversation_id", "epoch", "offset", "hint_id", "id"})


@dataclass
class Findings:
    """Counts of what must not be; ``examples`` says where, by ids only."""

    lost: int = 0
    duplicated: int = 0
    reordered: int = 0
    differing: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.duplicated or self.reordered or self.differing)

    def note(self, kind: str, what: str, times: int = 1) -> None:
        setattr(self, kind, getattr(self, kind) + times)
        if len(self.examples) < 20:
            self.examples.append(f"{kind}: {what}")


def check(
    acked: Mapping[str, Sequence[str]], stored: Streams, seen: Mapping[str, Streams], expected: Streams
) -> Findings:
    """Compare the utterances that were acked, the streams that are stored, what each client saw of them, and what
    an undisturbed run of the same conversations said."""
    findings = Findings()
    for conversation, utterances in acked.items():
        _check_heard(findings, conversation, utterances, stored.get(conversation, ()))
    for conversation, events in stored.items():
        _check_order(findings, f"store, {conversation}", events)
        if [_lasting(event) for event in events] != [_lasting(event) for event in expected[conversation]]:
            findings.note("differing", f"{conversation} from an undisturbed run")
    for client, streams in seen.items():
        for conversation, events in stored.items():
            _check_seen(findings, f"{client}, {conversation}", streams.get(conversation, ()), events)
    return findings


def _check_heard(
    findings: Findings, conversation: str, acked: Sequence[str], events: Sequence[Message]
) -> None:
    heard = Counter(event["utterance_id"] for event in events if event["type"] == "reading")
    for utterance in acked:
        if heard[utterance] == 0:
            findings.note("lost", f"acked {conversation} {utterance}")
        elif heard[utterance] > 1:
            findings.note("duplicated", f"heard {conversation} {utterance}", heard[utterance] - 1)


def _check_order(findings: Findings, where: str, events: Sequence[Message]) -> None:
    for before, after in zip(({"offset": 0}, *events), events, strict=False):
        if after["offset"] <= before["offset"]:
            findings.note("reordered", f"{where}: {after['offset']} after {before['offset']}")
        elif after["offset"] > before["offset"] + 1:
            findings.note("lost", f"{where}: between {before['offset']} and {after['offset']}")


def _check_seen(findings: Findings, where: str, seen: Sequence[Message], stored: Sequence[Message]) -> None:
    times = Counter(event["offset"] for event in seen)
    for offset, count in times.items():
        if count > 1:
            findings.note("duplicated", f"{where}: {offset}", count - 1)
    if missing := [event["offset"] for event in stored if event["offset"] not in times]:
        findings.note("lost", f"{where}: {missing[:5]}", len(missing))
    firsts = list(dict.fromkeys(event["offset"] for event in seen))
    if firsts != sorted(firsts):
        findings.note("reordered", where)
    by_offset = {event["offset"]: event for event in stored}
    for event in seen:
        if event != by_offset.get(event["offset"]):
            findings.note("differing", f"{where}: {event['offset']} from what is stored")


def _lasting(value: Any) -> Any:
    """What two runs of one conversation have in common: everything but ids and places."""
    if isinstance(value, dict):
        return {name: _lasting(member) for name, member in value.items() if name not in _OF_THIS_RUN}
    return [_lasting(member) for member in value] if isinstance(value, list) else value
