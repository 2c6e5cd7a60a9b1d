"""All keys of a conversation lie in one slot; parts spread conversations over slots."""

from __future__ import annotations

from collections import Counter

from hurmaus.storage.redis.keys import PARTITIONS, Keys, age_index, wake_index
from hypothesis import given
from hypothesis import strategies as st
from redis.crc import key_slot

KEYS = Keys("hurmaus")


@given(name=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:~@-]{0,127}", fullmatch=True))
def test_everything_that_one_commit_touches_lies_in_one_slot(name: str) -> None:
    part = KEYS.part(name)
    touched = [KEYS.conversation(name), KEYS.stream(name), KEYS.receipts(name), wake_index(part)]
    touched += [age_index(part), *KEYS.rung_by(name, "billing"), *KEYS.interims_of(name)]
    assert len({key_slot(key.encode()) for key in touched}) == 1


def test_a_topic_is_heard_on_the_channels_that_its_commits_ring() -> None:
    by_name, by_all, by_queue = KEYS.rung_by("c1", "billing")
    assert KEYS.channels(("conversation", "c1")) == [by_name]
    assert by_all in KEYS.channels(("everything", ""))
    assert by_queue in KEYS.channels(("queue", "billing"))
    assert len(KEYS.channels(("queue", "billing"))) == PARTITIONS
    assert set(KEYS.interims_of("c1")) == {
        *KEYS.channels(("interims", "c1")),
        *(set(KEYS.channels(("interims", ""))) & set(KEYS.interims_of("c1"))),
    }


def test_where_a_conversation_lies_never_changes() -> None:
    """Another number of parts, or another hash, would lose what is stored: this is a format."""
    assert KEYS.conversation("c1") == "hurmaus:{161}:c:c1"


def test_conversations_spread_evenly() -> None:
    counts = Counter(KEYS.part(f"conversation-{n}") for n in range(100 * PARTITIONS))
    assert len(counts) == PARTITIONS
    assert max(counts.values()) < 200
