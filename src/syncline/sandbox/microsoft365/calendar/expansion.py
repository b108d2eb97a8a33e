"""What a window of time shows of an event: the event itself, or the occurrences of a series.

https://learn.microsoft.com/graph/api/calendar-list-calendarview
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.microsoft365.state.shape import Shape, Span

_MARGIN = timedelta(days=2)
"""More than any two time zones lie apart."""


class Window(NamedTuple):
    """Instants: what begins before the end and ends after the start is inside."""

    start: datetime
    end: datetime

    def shows(self, span: Span) -> bool:
        """Tell whether any of it is inside. All-day events count by their dates, whatever the zone."""
        begins, ends = (
            (span.start.replace(tzinfo=UTC), span.end.replace(tzinfo=UTC)) if span.all_day else (span.begins, span.ends)
        )
        return begins < self.end and (ends > self.start or begins == ends >= self.start)


class Instance(NamedTuple):
    """`day` is the ordinal of an occurrence's original date, 0 for a single event; `own` tells an exception."""

    day: int
    span: Span
    own: bool


def instances(shape: Shape, window: Window) -> list[Instance]:
    """Answer what a window shows, in the order of original dates."""
    if shape.recurrence is None:
        return [Instance(0, shape.span, own=False)] if window.shows(shape.span) else []
    length = shape.span.end - shape.span.start
    reach = (window.start - length - _MARGIN).date(), (window.end + _MARGIN).date()
    shown = [_occurrence(shape, one.toordinal()) for one in _dates(shape, *reach)]
    moved = [Instance(day, span, own=True) for day, span in shape.moved.items() if span is not None]
    beyond = [one for one in moved if not reach[0] <= date.fromordinal(one.day) <= reach[1]]
    return sorted(one for one in shown + beyond if window.shows(one.span))


def occurrence(shape: Shape, day: int) -> Instance | None:
    """Answer one occurrence of a series by its original date; None if there is none (any more)."""
    wanted = date.fromordinal(day)
    return next((_occurrence(shape, day) for one in _dates(shape, wanted, wanted) if one == wanted), None)


def neighbours(shape: Shape, day: int) -> tuple[Instance | None, Instance | None]:
    """Answer the occurrences before and after one."""
    before: Instance | None = None
    for one in _dates(shape, date.min, date.max):
        if one.toordinal() > day:
            return before, _occurrence(shape, one.toordinal())
        if one.toordinal() < day:
            before = _occurrence(shape, one.toordinal())
    return before, None


def _dates(shape: Shape, first: date, last: date) -> Iterator[date]:
    if shape.recurrence is None:
        return
    for one in shape.recurrence.dates():
        if one > last:
            return
        if one >= first and one.toordinal() not in shape.cancelled:
            yield one


def _occurrence(shape: Shape, day: int) -> Instance:
    own = day in shape.moved
    span = shape.moved.get(day)
    if span is None:
        start = datetime.combine(date.fromordinal(day), time()) + _time_of_day(shape.span.start)
        span = shape.span._replace(start=start, end=start + (shape.span.end - shape.span.start))
    return Instance(day, span, own)


def _time_of_day(value: datetime) -> timedelta:
    return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
