"""When a promise is due, from the words and the moment they were said.

The clock is Finnish (Europe/Helsinki) and the calendar too: working days leave out weekends and public
holidays. A day without an hour ends at 17, or at midnight when that has passed. "Between 1 and 6" means the
afternoon unless the words say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from hurmaus.understanding.timewords import (
    CLOCK,
    CUES,
    DATE,
    DAY_ENDS,
    HOURS,
    LAST_MINUTE,
    MONTH_DAY,
    MONTHS,
    NTH,
    NUMBERS,
    PART,
    PART_SPAN,
    PARTS_OF_DAY,
    SPAN,
    WEEKDAY_SAID,
    WEEKDAYS,
    WITHIN,
)
from hurmaus.understanding.workdays import add_working_days, helsinki


def due_time(plain: str, at: float) -> float | None:
    """Due time in Unix seconds; None when ``plain`` (words as Words.plain has them) says no time.

    None too when ``at`` or the time said lies outside the calendar (years 1 to 9999).
    """
    if not CUES.search(plain):
        return None
    try:
        now = datetime.fromtimestamp(at, helsinki())
        due = _span(plain, now) or _on_a_day(plain, now)
        return due.timestamp() if due else None
    except (OverflowError, ValueError, OSError):
        return None


def _span(plain: str, now: datetime) -> datetime | None:
    """'Kahden tunnin sisällä', 'puolen tunnin päästä', 'kolmen arkipäivän kuluessa'."""
    said = SPAN.search(plain) or WITHIN.search(plain)
    if said is None:
        return None
    count, unit = _count(said), said["unit"]
    if said["n"] is None and re.search(r"(?:tanaan|taman|tana|koko|ensi) $", plain[: said.start()]):
        return None
    if unit.startswith("min"):
        return now + timedelta(minutes=count)
    if unit.startswith("vart"):
        return now + timedelta(minutes=15 * count)
    if unit.startswith(("tunni", "h")):
        return now + timedelta(hours=count)
    if unit.startswith(("vuorokau", "vrk")):
        return now + timedelta(days=count)
    if unit.startswith(("arki", "tyo", "pankki")):
        return _day_end(add_working_days(now, round(count)), now)
    if unit.startswith("paiva"):
        if said["n"] is None and said["pair"] is None and said["how"] == "aikana":
            return _day_end(now, now)
        return _day_end(now + timedelta(days=count), now)
    if unit.startswith("viiko"):
        return _day_end(now + timedelta(weeks=count), now)
    return _day_end(now + timedelta(days=30 * count), now)


def _count(said: re.Match[str]) -> float:
    if said["pair"]:
        return 2
    number = said["n"]
    if number is None:
        return 1
    if number in NUMBERS:
        return NUMBERS[number]
    return float(re.split(r"[-–]", number)[-1].replace(",", "."))


def _on_a_day(plain: str, now: datetime) -> datetime | None:
    """'Huomenna klo 12 mennessä', 'perjantaihin mennessä', 'iltapäivällä', '15.3.'."""
    day = _day(plain, now)
    part = _part_of_day(plain)
    clock = _clock(plain, part)
    if day is None and part is None and clock is None:
        return None
    date = day or now
    if clock is None:
        due = datetime.combine(date, part or DAY_ENDS, helsinki())
        return due if due > now or day not in (None, now) else _day_end(date, now)
    due = datetime.combine(date, clock, helsinki())
    return due + timedelta(days=1) if day is None and due <= now else due


def _day(plain: str, now: datetime) -> datetime | None:
    for find in _DAY_FINDERS:
        day = find(plain, now)
        if day is not None:
            return day
    return None


def _named_day(plain: str, now: datetime) -> datetime | None:
    if "ylihuomen" in plain or "ylihuomis" in plain:
        return now + timedelta(days=2)
    if ("huomen" in plain and "huomenta" not in plain) or "huomis" in plain:
        return now + timedelta(days=1)
    if re.search(r"\btanaan\b|\btaman paivan\b|\btana (?:iltana|aamuna|paivana)|\bsamana paivana", plain):
        return now
    if re.search(r"\bseuraava\w* (?:arki|tyo)paiva", plain):
        return add_working_days(now, 1)
    return None


def _date(plain: str, now: datetime) -> datetime | None:
    said = DATE.search(plain)
    if said:
        return _calendar_day(
            now, int(said["day"]), int(said["month"]), int(said["year"]) if said["year"] else None
        )
    said = MONTH_DAY.search(plain)
    if said:
        return _calendar_day(now, int(said["day"]), MONTHS.index(said["month"]) + 1, None)
    said = NTH.search(plain)
    if said:
        day = int(said["day"])
        this = _calendar_day(now, day, now.month, now.year)
        if this and this.date() >= now.date():
            return this
        return _calendar_day(now, day, now.month % 12 + 1, now.year + now.month // 12)
    return None


def _calendar_day(now: datetime, day: int, month: int, year: int | None) -> datetime | None:
    try:
        date = now.replace(year=year or now.year, month=month, day=day)
    except ValueError:
        return None
    if year is None and date.date() < now.date():  # the past is talked about, or next year is meant
        return date.replace(year=now.year + 1) if (now - date).days > 180 else None
    return date


def _weekday(plain: str, now: datetime) -> datetime | None:
    said = WEEKDAY_SAID.search(plain)
    if said is None:
        return None
    wanted = WEEKDAYS.index(said["day"])
    ahead = (wanted - now.weekday()) % 7
    next_week = "ensi viikon" in plain or (said["next"] and ahead < 7 - now.weekday() and ahead < 3)
    return now + timedelta(days=ahead + 7 if next_week and ahead + now.weekday() < 7 else ahead or 7)


def _stretch(plain: str, now: datetime) -> datetime | None:
    """Weeks and months: due on their last working moment."""
    monday = now - timedelta(days=now.weekday())
    if re.search(r"\bviikonlopun jalkeen", plain):
        return monday + timedelta(days=7)
    if re.search(r"\bennen viikonlop", plain):
        return monday + timedelta(days=4)
    if re.search(r"\bensi viiko", plain):
        return monday + timedelta(days=7 + (1 if "alku" in plain or "alussa" in plain else 4))
    if re.search(r"\bviikonlop", plain):
        return monday + timedelta(days=6)
    if re.search(
        r"\b(?:talla viikolla|taman viikon|viikon loppu\w*|loppuviiko\w*|tana viikkona|viikon aikana)", plain
    ):
        return monday + timedelta(days=4 if now.weekday() < 5 else 6)
    if re.search(r"\balkuviiko", plain):
        ahead = monday + timedelta(days=1)
        return ahead if ahead >= now else ahead + timedelta(days=7)
    if re.search(r"\bensi kuun alu", plain):
        return _month_end(now) + timedelta(days=5)
    if re.search(r"\bensi kuu", plain):
        return _month_end(_month_end(now) + timedelta(days=1))
    if re.search(
        r"\b(?:kuun loppu\w*|kuun vaihte\w*|kuunvaihte\w*|taman kuun|tassa kuussa|kuukauden loppu\w*|kuun aikana)",
        plain,
    ):
        return _month_end(now)
    return None


def _month_end(day: datetime) -> datetime:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


_DAY_FINDERS: Final[tuple[Callable[[str, datetime], datetime | None], ...]] = (
    _date,
    _named_day,
    _weekday,
    _stretch,
)


def _part_of_day(plain: str) -> time | None:
    said = PART_SPAN.search(plain) or PART.search(plain)
    if said is None:
        return None
    part = said.groupdict().get("part") or "yo"
    return next(end for name, end in PARTS_OF_DAY.items() if part.startswith(name))


def _clock(plain: str, part: time | None) -> time | None:
    for said in CLOCK.finditer(plain):
        words = said["a"] or said["b"] or said["c"] or said["d"]
        if words in HOURS:
            hour, minute = HOURS[words], 0
        elif words[0].isdigit():
            until = re.split(r"[-–]", words)[-1]
            hour, minute = (int(number) for number in (*re.split(r"[.:]", until), "0")[:2])
        else:
            continue
        if any(said[f"half{n}"] for n in range(1, 5)):
            hour, minute = hour - 1, 30
        if minute < 60 and hour <= 24:
            return time(_afternoon(hour, part) % 24, minute)
    return None


def _afternoon(hour: int, part: time | None) -> int:
    morning = part is not None and part <= time(12)
    evening = part is not None and part >= time(21)
    if hour < 7 and not morning:
        return hour + 12
    return hour + 12 if evening and hour < 12 else hour


def _day_end(day: datetime, now: datetime) -> datetime:
    due = datetime.combine(day, DAY_ENDS, helsinki())
    return due if due > now else datetime.combine(day, LAST_MINUTE, helsinki())
