"""A backlog is bounded in number and size; interims give way first."""

from __future__ import annotations

from hurmaus.delivery.backlog import Backlog
from hypothesis import given
from hypothesis import strategies as st


def backlog(most_frames: int = 4, most_chars: int = 100) -> Backlog:
    return Backlog(most_frames=most_frames, most_chars=most_chars)


def test_frames_leave_in_the_order_they_came() -> None:
    waiting = backlog()
    assert waiting.put("a")
    assert waiting.put("b")
    assert [waiting.take(), waiting.take(), waiting.take()] == ["a", "b", None]


def test_too_many_frames_are_refused() -> None:
    waiting = backlog(most_frames=2)
    assert [waiting.put("a"), waiting.put("b"), waiting.put("c")] == [True, True, False]
    assert len(waiting) == 2


def test_too_many_characters_are_refused() -> None:
    waiting = backlog(most_chars=10)
    assert [waiting.put("123456"), waiting.put("12345")] == [True, False]


def test_one_frame_of_any_size_fits_when_nothing_waits() -> None:
    assert backlog(most_chars=10).put("x" * 1_000)


def test_an_interim_replaces_its_predecessor_in_place() -> None:
    waiting = backlog()
    waiting.put_interim("u1", "mä")
    waiting.put("a")
    waiting.put_interim("u1", "mä oon")
    assert [waiting.take(), waiting.take(), waiting.take()] == ["mä oon", "a", None]


def test_an_interim_that_has_left_is_not_replaced() -> None:
    waiting = backlog()
    waiting.put_interim("u1", "mä")
    waiting.take()
    waiting.put_interim("u1", "mä oon")
    assert waiting.take() == "mä oon"


def test_interims_are_dropped_when_half_of_the_room_is_used() -> None:
    waiting = backlog(most_frames=4)
    waiting.put("a")
    waiting.put("b")
    waiting.put_interim("u1", "mä")
    assert len(waiting) == 2


operations = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.text(max_size=6)),
        st.tuples(st.sampled_from(["u1", "u2"]), st.text(max_size=6)),
        st.just(("take", "")),
    )
)


@given(operations)
def test_whatever_happens_the_bounds_hold_and_finals_leave_in_order(script: list[tuple[str, str]]) -> None:
    waiting = backlog(most_frames=5, most_chars=20)
    accepted, left = [], []
    for n, (what, text) in enumerate(script):
        if what == "put":
            accepted += [f"{n}:{text}"] if waiting.put(f"{n}:{text}") else []
        elif what == "take":
            left.append(waiting.take())
        else:
            waiting.put_interim(what, f"{what} {text}")
        assert len(waiting) <= 5
        assert waiting.chars <= 20 + 9
    while (text := waiting.take()) is not None:
        left.append(text)
    assert waiting.chars == 0
    assert [text for text in left if text is not None and not text.startswith("u")] == accepted
