"""A calendar of two years with many events, some of them series, a third of these with exceptions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from faker import Faker

if TYPE_CHECKING:
    from syncline.records.record import Value
    from tests.support.series_hands import SeriesHands

BEGINS = date(2026, 3, 3)
"""The day after the first sync."""
YEARS = timedelta(days=700)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EXCEPTIONAL = 3
"""Every so many series have exceptions."""


def fill(hands: SeriesHands, singles: int, series: int, seed: int = 0) -> list[str]:
    """Enter events all over the time; answers the ids of the series."""
    fake = Faker("de_DE")
    fake.seed_instance(seed)
    for number in range(singles):
        day = BEGINS + YEARS * number / singles
        hands.put(_event(fake.bs()[:60], day, 6 + number % 16))
    return [_series(hands, number, f"{fake.job()[:60]} {number}") for number in range(series)]


def _series(hands: SeriesHands, number: int, subject: str) -> str:
    """Weekly for half a year, fortnightly without an end, monthly for a year, in turns."""
    day = (BEGINS + timedelta(days=number % 60)).replace(day=1 + number % 28)
    code = _WEEKDAYS[day.weekday()]
    rule, step = (
        (f"FREQ=WEEKLY;BYDAY={code};COUNT=26", relativedelta(weeks=1)),
        (f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}", relativedelta(weeks=2)),
        (f"FREQ=MONTHLY;BYMONTHDAY={day.day};COUNT=12", relativedelta(months=1)),
    )[number // EXCEPTIONAL % 3]
    id_ = hands.put(_event(subject, day, 8 + number % 9), rule)
    if number % EXCEPTIONAL == 0:
        hands.alter(id_, (day + step).isoformat(), _event(f"{subject} (moved)", day + step, 20))
        hands.cancel(id_, (day + 2 * step).isoformat())
    return id_


def _event(subject: str, day: date, hour: int) -> dict[str, Value]:
    return {
        "Subject": subject,
        "Start": f"{day.isoformat()}T{hour:02}:00:00@Europe/Berlin",
        "End": f"{day.isoformat()}T{hour:02}:45:00@Europe/Berlin",
    }
