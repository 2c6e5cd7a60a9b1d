"""When a promise is due: Finnish words, Finnish clock, Finnish calendar."""

from __future__ import annotations

from datetime import datetime

import pytest
from hurmaus.understanding.duetime import due_time
from hurmaus.understanding.words import Words
from hurmaus.understanding.workdays import helsinki, is_working_day
from hypothesis import given
from hypothesis import strategies as st


def due(said: str, now: str) -> str | None:
    """Due time as ``weekday date time``, for words said at ``now`` (ISO, Finnish time)."""
    at = datetime.fromisoformat(now).replace(tzinfo=helsinki()).timestamp()
    time = due_time(" ".join(Words(said).plain), at)
    return None if time is None else datetime.fromtimestamp(time, helsinki()).strftime("%a %d.%m.%Y %H:%M")


WEDNESDAY = "2025-03-12T10:00"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("huomenna klo 12 mennessä", "Thu 13.03.2025 12:00"),
        ("huomenna kello kahteentoista mennessä", "Thu 13.03.2025 12:00"),
        ("puolen tunnin päästä", "Wed 12.03.2025 10:30"),
        ("puolen tunnin sisään", "Wed 12.03.2025 10:30"),
        ("tunnin sisällä", "Wed 12.03.2025 11:00"),
        ("vartin kuluttua", "Wed 12.03.2025 10:15"),
        ("10 minuutin päästä", "Wed 12.03.2025 10:10"),
        ("parissa tunnissa", "Wed 12.03.2025 12:00"),
        ("1,5 tunnin kuluttua", "Wed 12.03.2025 11:30"),
        ("vuorokauden sisällä", "Thu 13.03.2025 10:00"),
        ("perjantaihin mennessä", "Fri 14.03.2025 17:00"),
        ("maanantaina", "Mon 17.03.2025 17:00"),
        ("ensi viikon tiistaina", "Tue 18.03.2025 17:00"),
        ("maanantaiaamuna", "Mon 17.03.2025 10:00"),
        ("tänään ennen neljää", "Wed 12.03.2025 16:00"),
        ("ennen kello viittä", "Wed 12.03.2025 17:00"),
        ("puoli kolmelta", "Wed 12.03.2025 14:30"),
        ("illalla kahdeksalta", "Wed 12.03.2025 20:00"),
        ("klo 9", "Thu 13.03.2025 09:00"),
        ("klo 13-15", "Wed 12.03.2025 15:00"),
        ("ennen puoltapäivää", "Wed 12.03.2025 12:00"),
        ("iltapäivällä", "Wed 12.03.2025 17:00"),
        ("tänä iltana", "Wed 12.03.2025 21:00"),
        ("vielä tämän päivän aikana", "Wed 12.03.2025 17:00"),
        ("tän päivän aikana", "Wed 12.03.2025 17:00"),
        ("huomen", "Thu 13.03.2025 17:00"),
        ("huomisaamuun mennessä", "Thu 13.03.2025 10:00"),
        ("ylihuomenna", "Fri 14.03.2025 17:00"),
        ("15.3. mennessä", "Sat 15.03.2025 17:00"),
        ("kuun 20. päivä", "Thu 20.03.2025 17:00"),
        ("maaliskuun 20. päivänä klo 10", "Thu 20.03.2025 10:00"),
        ("1.4.2025", "Tue 01.04.2025 17:00"),
        ("tällä viikolla", "Fri 14.03.2025 17:00"),
        ("ensi viikolla", "Fri 21.03.2025 17:00"),
        ("viikonlopun jälkeen", "Mon 17.03.2025 17:00"),
        ("kahden viikon kuluessa", "Wed 26.03.2025 17:00"),
        ("kuun loppuun mennessä", "Mon 31.03.2025 17:00"),
        ("päivän parin sisällä", "Fri 14.03.2025 17:00"),
        ("kahden arkipäivän kuluessa", "Fri 14.03.2025 17:00"),
        ("1-2 arkipäivän sisällä", "Fri 14.03.2025 17:00"),
        ("kolmen arkipäivän kuluessa", "Mon 17.03.2025 17:00"),
        ("seuraavana arkipäivänä", "Thu 13.03.2025 17:00"),
    ],
)
def test_times_said_on_a_wednesday_morning(said: str, expected: str) -> None:
    assert due(said, WEDNESDAY) == expected


@pytest.mark.parametrize(
    "said", ["palaan asiaan", "pian", "heti kun tiedän", "mahdollisimman nopeasti", "laskusta 1.3."]
)
def test_no_time_is_no_due_time(said: str) -> None:
    assert due(said, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("said", "now", "expected"),
    [
        ("kahden arkipäivän kuluessa", "2025-04-16T10:00", "Tue 22.04.2025 17:00"),  # over Easter
        ("seuraavana arkipäivänä", "2025-06-19T10:00", "Mon 23.06.2025 17:00"),  # over Midsummer
        ("kolmen arkipäivän kuluessa", "2025-12-23T10:00", "Wed 31.12.2025 17:00"),  # over Christmas
        ("yhden arkipäivän kuluessa", "2024-12-05T10:00", "Mon 09.12.2024 17:00"),  # over Independence Day
    ],
)
def test_finnish_holidays_are_no_working_days(said: str, now: str, expected: str) -> None:
    assert due(said, now) == expected


@pytest.mark.parametrize(
    ("said", "now", "expected"),
    [
        ("tänään", "2025-03-12T18:30", "Wed 12.03.2025 23:59"),
        ("ennen neljää", "2025-03-12T16:30", "Thu 13.03.2025 16:00"),
        ("15.1.", "2025-12-20T10:00", "Thu 15.01.2026 17:00"),
        ("keskiviikkona", "2025-03-12T10:00", "Wed 19.03.2025 17:00"),
    ],
)
def test_what_has_passed_today_means_the_next(said: str, now: str, expected: str) -> None:
    assert due(said, now) == expected


def test_the_clock_keeps_finnish_time_over_the_change_to_summer_time() -> None:
    assert due("huomenna klo 12", "2025-03-29T10:00") == "Sun 30.03.2025 12:00"


def test_weekends_are_no_working_days() -> None:
    assert not is_working_day(datetime(2025, 3, 15, tzinfo=helsinki()))
    assert is_working_day(datetime(2025, 3, 17, tzinfo=helsinki()))


@given(st.text(max_size=120), st.floats(min_value=0, max_value=4e9))
def test_any_words_at_any_time_are_survived(said: str, at: float) -> None:
    due_time(" ".join(Words(said).plain), at)


@pytest.mark.parametrize(
    "at",
    [
        1e15,
        -1e15,
        253402300799.0,
        253402100000.0,
        1e300,
        -99999999999.0,
        -62135596800.0,
        float("inf"),
        float("nan"),
    ],
)
@pytest.mark.parametrize(
    "said",
    ["huomenna kello 12 mennessa", "kolmen arkipaivan kuluessa", "15.3.", "ensi kuun alussa", "viikon paasta", "ensi viikolla"],
)  # fmt: skip
def test_outside_the_calendar_nothing_is_due(said: str, at: float) -> None:
    due = due_time(said, at)
    assert due is None or abs(due - at) < 400 * 86_400
