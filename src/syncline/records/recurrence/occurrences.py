"""The occurrences of a series inside a window, one by one: no list of them is made, and none is stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from syncline.records.moments import instant_of, is_date, moment_text, zone_info
from syncline.records.recurrence.walls import walls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from syncline.records.recurrence.pattern import Recurrence


class Occurrence(NamedTuple):
    """When one occurrence is, as the rule says. `original` names it in its series for ever, wherever it is moved."""

    original: str
    start: str
    end: str


def occurrences(rule: Recurrence, start: str, end: str) -> Iterator[Occurrence]:
    """Answer the occurrences; `start` and `end` are the first one's, dates or moments in any zone.

    Each lasts as long by the clock on the wall as the first: a meeting from nine to ten stays one when clocks change.
    """
    first = wall_of(start, rule.zone)
    lasts = wall_of(end, rule.zone) - first
    for wall in walls(rule, first):
        yield Occurrence(original_of(wall), _text(wall, rule), _text(wall + lasts, rule))


def on_date(rule: Recurrence, start: str, end: str, original: str) -> tuple[str, str]:
    """Answer when the occurrence of this date begins and ends, by the rule."""
    first = wall_of(start, rule.zone)
    wall = datetime.combine(date.fromisoformat(original), first.time())
    return _text(wall, rule), _text(wall + (wall_of(end, rule.zone) - first), rule)


def begins_with(rule: Recurrence, start: str) -> bool:
    """Whether what stands in the event is the rule's own first occurrence."""
    first = wall_of(start, rule.zone)
    return next(walls(rule, first), None) == first


def original_of(wall: datetime) -> str:
    """Name an occurrence by the date on which the rule has it.

    No pattern has two on one date, and a series that is moved from nine to ten keeps what was done to its days.
    """
    return wall.date().isoformat()


def wall_of(text: str, zone: str) -> datetime:
    """Answer what the clock in `zone` shows at a moment; a date is its midnight."""
    if is_date(text):
        return datetime.fromisoformat(text)
    wall, _, own = text.partition("@")
    if own == zone or not zone:
        return datetime.fromisoformat(wall)
    return instant_of(text).astimezone(zone_info(zone)).replace(tzinfo=None)


def _text(wall: datetime, rule: Recurrence) -> str:
    if rule.all_day:
        return wall.date().isoformat()
    return moment_text(wall, rule.zone)


def happening(rule: Recurrence, start: str, originals: Iterable[str]) -> set[str]:
    """Answer which of these originals the rule really has."""
    wanted = set(originals)
    last = max(wanted) if wanted else ""
    told = (original_of(wall) for wall in walls(rule, wall_of(start, rule.zone)))
    return wanted.intersection(_up_to(last, told))


def _up_to(last: str, told: Iterable[str]) -> Iterator[str]:
    for one in told:
        if one > last:
            return
        yield one
