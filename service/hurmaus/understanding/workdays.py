"""Finnish time and Finnish working days."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo


@cache
def helsinki() -> ZoneInfo:
    return ZoneInfo("Europe/Helsinki")


def add_working_days(start: datetime, count: int) -> datetime:
    """``count`` Finnish working days after ``start``."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def is_working_day(day: datetime) -> bool:
    return day.weekday() < 5 and day.date() not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[object]:
    import holidays  # takes a tenth of a second: only when a promise counts working days

    return frozenset(holidays.country_holidays("FI", years=year))
