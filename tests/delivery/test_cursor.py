"""A cursor passes on each event once and in order, whatever comes live, late, twice or from the store."""

from __future__ import annotations

from collections.abc import Sequence

from hurmaus.delivery.cursor import Cursor, Frame
from hypothesis import given
from hypothesis import strategies as st


def frames(first: int, last: int) -> list[Frame]:
    return [Frame(offset, str(offset)) for offset in range(first, last + 1)]


def offsets(passed_on: Sequence[Frame]) -> list[int]:
    return [frame.offset for frame in passed_on]


class TestLive:
    def test_the_next_events_pass(self) -> None:
        cursor = Cursor("e", 2)
        assert offsets(cursor.offer("e", frames(3, 5))) == [3, 4, 5]
        assert cursor.position == 5

    def test_what_was_seen_does_not_pass_again(self) -> None:
        cursor = Cursor("e", 4)
        assert offsets(cursor.offer("e", frames(1, 4))) == []
        assert offsets(cursor.offer("e", frames(3, 6))) == [5, 6]

    def test_a_gap_holds_everything_until_the_store_has_been_read(self) -> None:
        cursor = Cursor("e", 1)
        assert offsets(cursor.offer("e", frames(3, 4))) == []
        assert cursor.behind
        assert offsets(cursor.offer("e", frames(5, 5))) == []
        assert [cursor.read("e", offset) for offset in (2, 3, 4)] == [True, True, True]
        assert not cursor.settle(), "5 was heard of and is still to be read"
        assert cursor.read("e", 5)
        assert cursor.settle()
        assert offsets(cursor.offer("e", frames(6, 6))) == [6]

    def test_hearing_where_the_stream_stands_sends_it_to_the_store_for_the_rest(self) -> None:
        cursor = Cursor("e", 3)
        cursor.hear("e", 3)
        assert not cursor.behind
        cursor.hear("e", 5)
        assert cursor.behind
        assert [cursor.read("e", offset) for offset in (4, 5)] == [True, True]
        assert cursor.settle()

    def test_a_new_life_of_the_stream_starts_at_its_first_event(self) -> None:
        cursor = Cursor("old", 57)
        assert offsets(cursor.offer("new", frames(1, 2))) == [1, 2]
        assert (cursor.epoch, cursor.position) == ("new", 2)

    def test_a_straggler_of_the_life_before_is_passed_over(self) -> None:
        cursor = Cursor("old", 57)
        cursor.offer("new", frames(1, 2))
        assert offsets(cursor.offer("old", frames(58, 58))) == []
        assert (cursor.epoch, cursor.position) == ("new", 2)

    def test_a_new_life_noticed_late_is_read_from_its_first_event(self) -> None:
        cursor = Cursor("old", 57)
        assert offsets(cursor.offer("new", frames(4, 4))) == []
        assert cursor.behind
        assert cursor.position == 0


class TestReading:
    def test_a_page_of_the_former_life_is_passed_over(self) -> None:
        cursor = Cursor("old", 5, behind=True)
        cursor.offer("new", frames(1, 1))
        assert not cursor.read("old", 6)
        assert cursor.read("new", 1)

    def test_a_page_of_a_new_life_that_was_read_from_the_old_place_is_read_again(self) -> None:
        cursor = Cursor("old", 5, behind=True)
        assert not cursor.read("new", 6)
        assert (cursor.epoch, cursor.position) == ("new", 0)
        assert cursor.read("new", 1)

    def test_what_the_store_no_longer_has_is_not_waited_for(self) -> None:
        cursor = Cursor("e", 1)
        cursor.offer("e", frames(9, 9))
        cursor.give_up()
        assert not cursor.behind
        assert cursor.settle()


class TestBeginning:
    def test_news_heard_while_the_place_was_looked_up_are_not_lost(self) -> None:
        cursor = Cursor("", 0, behind=True)
        cursor.offer("e", frames(8, 8))
        cursor.begin("e", 7, stands_at=7)
        assert not cursor.settle()

    def test_news_of_another_life_make_it_look_again(self) -> None:
        cursor = Cursor("", 0, behind=True)
        cursor.offer("new", frames(1, 1))
        cursor.begin("old", 7, stands_at=7)
        assert not cursor.settle()

    def test_a_stream_that_is_not_there_yet_begins_with_its_first_event(self) -> None:
        cursor = Cursor("", 0, behind=True)
        cursor.begin("", 0, stands_at=0)
        assert cursor.settle()
        assert offsets(cursor.offer("e", frames(1, 1))) == [1]


@given(st.data(), st.integers(0, 12), st.integers(1, 12))
def test_however_live_and_history_interleave_each_event_passes_once_and_in_order(
    data: st.DataObject, position: int, count: int
) -> None:
    """Events are committed one by one, published late, twice or never; the store is read at any time."""
    cursor = Cursor("e", position, behind=data.draw(st.booleans()))
    end = position
    passed: list[int] = []
    while end < position + count:
        match data.draw(st.sampled_from(["commit", "publish", "read"])):
            case "commit":
                end += 1
            case "publish" if end:
                first = data.draw(st.integers(1, end))
                passed += offsets(cursor.offer("e", frames(first, data.draw(st.integers(first, end)))))
            case "read" if cursor.behind:
                upto = data.draw(st.integers(cursor.position, end))
                passed += [
                    offset for offset in range(cursor.position + 1, upto + 1) if cursor.read("e", offset)
                ]
                if upto == end:
                    cursor.settle()
    assert passed == list(range(position + 1, cursor.position + 1))
    # Whoever heard of the last event gets there by one more read.
    cursor.offer("e", frames(end, end))
    if cursor.behind:
        passed += [offset for offset in range(cursor.position + 1, end + 1) if cursor.read("e", offset)]
        assert cursor.settle()
    else:
        passed += range(passed[-1] + 1 if passed else position + 1, cursor.position + 1)
    assert passed == list(range(position + 1, end + 1))
