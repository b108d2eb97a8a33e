"""Series that Hypothesis makes: every pattern, with the start on which it really begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from hypothesis import assume
from hypothesis import strategies as st

from syncline.records.recurrence.occurrences import occurrences
from syncline.records.recurrence.pattern import (
    ABSOLUTE,
    EVERY_DAY,
    INDEXES,
    RELATIVE,
    WEEKDAYS,
    WEEKEND,
    YEARLY,
    Pattern,
    Recurrence,
    normal,
)
from syncline.records.recurrence.walls import walls

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Santiago", "UTC")
MANY = 40
"""Occurrences by which two series are compared."""
_NAMED = (*((day,) for day in EVERY_DAY), EVERY_DAY, WEEKDAYS, WEEKEND)
_LATEST = 2060


@st.composite
def series(draw: st.DrawFn) -> tuple[Recurrence, str]:
    """A rule, and the start of its first occurrence."""
    rule = draw(_rules())
    begins = datetime.combine(draw(st.dates(date(2020, 1, 1), date(2030, 12, 31))), time())
    if rule.zone:
        begins += timedelta(minutes=draw(st.integers(0, 24 * 60 - 1)))
    first = next(walls(rule, begins), None)
    assume(first is not None and first.year < _LATEST)
    assert first is not None
    start = f"{first.isoformat()}@{rule.zone}" if rule.zone else first.date().isoformat()
    return normal(draw(_ended(rule, first.date())), first.date()), start


@st.composite
def _rules(draw: st.DrawFn) -> Recurrence:
    pattern = draw(st.sampled_from(list(Pattern)))
    weekly = pattern is Pattern.WEEKLY
    sets = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
    days = sets if weekly else st.one_of(st.sampled_from(_NAMED), sets)
    rule = Recurrence(
        pattern,
        interval=draw(st.integers(1, 4)),
        days=draw(days) if weekly or pattern in RELATIVE else (),
        index=draw(st.sampled_from(sorted(INDEXES))) if pattern in RELATIVE else 0,
        day=draw(st.integers(1, 31)) if pattern in ABSOLUTE else 0,
        clipped=pattern in ABSOLUTE and draw(st.booleans()),
        month=draw(st.integers(1, 12)) if pattern in YEARLY else 0,
        week_start=draw(st.sampled_from((0, 6))) if weekly else 0,
        zone=draw(st.sampled_from(("", *ZONES))),
    )
    if pattern in ABSOLUTE and not rule.clipped:
        rule = replace(rule, day=min(rule.day, {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(rule.month, 31)))
    return normal(rule, date(2020, rule.month or 1, 1))


@st.composite
def _ended(draw: st.DrawFn, rule: Recurrence, first: date) -> Recurrence:
    return draw(
        st.one_of(
            st.just(rule),
            st.integers(1, 60).map(lambda count: replace(rule, count=count)),
            st.integers(0, 1500).map(lambda days: replace(rule, until=first + timedelta(days=days))),
        )
    )


def expansion(rule: Recurrence, start: str) -> list[str]:
    """The first occurrences, by their starts."""
    return [one.start for one in islice(occurrences(rule, start, start), MANY)]


def skips(rule: Recurrence) -> bool:
    """Whether months that are too short are left out, which Outlook does not know."""
    may = rule.pattern is Pattern.ABSOLUTE_MONTHLY or rule.month == 2
    return rule.pattern in ABSOLUTE and rule.day > 28 and may and not rule.clipped
