"""What a pass changed is said on the wire, and nothing else."""

from __future__ import annotations

from typing import Any

import msgspec
from hurmaus.conversation.events import Event, PlaybookChosen
from hurmaus.conversation.reducer import apply
from hurmaus.delivery.announce import Announcer, announce

from tests.conversation.happenings import STEPS, opened


def said(event: Event) -> list[dict[str, Any]]:
    """Return the wire events of one happening."""
    before = opened(playbook="reklamaatio")
    announcer = Announcer("c1", "epoch", 0, event.at)
    announce(announcer, before, [event], apply(before, event), "none")
    return [msgspec.json.decode(one.payload) for one in announcer.events]


def test_another_playbook_is_told_even_where_its_steps_are_the_same() -> None:
    (told,) = said(PlaybookChosen(at=1.0, playbook="laskutus", edition="1/2", steps=STEPS))
    assert (told["type"], told["playbook"]) == ("steps", "laskutus")
    assert [step["id"] for step in told["steps"]] == [step.id for step in STEPS]


def test_another_edition_with_the_same_steps_is_told_to_nobody() -> None:
    assert said(PlaybookChosen(at=1.0, playbook="reklamaatio", edition="2/2", steps=STEPS)) == []
