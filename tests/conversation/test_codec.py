"""State survives restarts and upgrades of the service."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hurmaus.conversation import codec
from hurmaus.conversation.codec import UnreadableStateError, decode_state, encode_state
from hurmaus.conversation.state import SCHEMA_VERSION

from tests.conversation.happenings import after, heard, opened


def plain() -> dict[str, Any]:
    state = after(opened(), heard("customer", "Paljonko?", at=1, questions=("Paljonko?",)))
    found: dict[str, Any] = msgspec.msgpack.decode(encode_state(state))
    return found


def test_a_member_that_a_later_version_adds_is_ignored() -> None:
    assert decode_state(msgspec.msgpack.encode({**plain(), "new_member": 1})).turns == 1


def test_an_older_schema_is_upgraded_step_by_step() -> None:
    older = {**plain(), "schema_version": SCHEMA_VERSION - 1}
    older["turn_count"] = older.pop("turns")

    def rename(state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "turns": state.pop("turn_count")}

    assert decode_state(msgspec.msgpack.encode(older), {SCHEMA_VERSION - 1: rename}).turns == 1


def test_an_older_schema_without_an_upgrade_is_refused_aloud() -> None:
    with pytest.raises(UnreadableStateError, match="no upgrade"):
        decode_state(msgspec.msgpack.encode({**plain(), "schema_version": SCHEMA_VERSION - 1}), {})


def test_a_newer_schema_is_refused_aloud() -> None:
    with pytest.raises(UnreadableStateError, match="upgrade it"):
        decode_state(msgspec.msgpack.encode({**plain(), "schema_version": SCHEMA_VERSION + 1}))


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x80", b'{"schema_version":1}', b"\x81\xa1a\xff"])
def test_damage_is_named_without_a_word_of_what_was_stored(data: bytes) -> None:
    with pytest.raises(UnreadableStateError) as refused:
        decode_state(data)
    assert "Paljonko" not in str(refused.value)


def test_damaged_members_are_not_quoted() -> None:
    broken = {**plain(), "language": ["salainen sana"]}
    with pytest.raises(UnreadableStateError) as refused:
        decode_state(msgspec.msgpack.encode(broken))
    assert "salainen" not in str(refused.value)


def test_there_is_an_upgrade_for_every_older_schema() -> None:
    assert set(codec.UPGRADES) == set(range(1, SCHEMA_VERSION))
