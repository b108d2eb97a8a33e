"""The occurrences of a series inside a window, one by one: no list of them is made, and none is stored."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from syncline.records.moments import instant_of, is_date, moment_text, start_instant, zone_info
from syncline.records.recurrence.walls import walls

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        yield Occurrence(original_of(wall, rule), _text(wall, rule), _text(wall + lasts, rule))


def inside(rule: Recurrence, start: str, end: str, since: datetime, until: datetime, zone: str) -> Iterator[Occurrence]:
    """Answer the occurrences that end after `since` and begin before `until`; days begin at midnight in `zone`."""
    for one in occurrences(rule, start, end):
        if start_instant(one.start, zone) >= until:
            return
        if start_instant(one.end, zone) > since:
            yield one


def begins_with(rule: Recurrence, start: str) -> bool:
    """Whether what stands in the event is the rule's own first occurrence."""
    first = wall_of(start, rule.zone)
    return next(walls(rule, first), None) == first


def last_of(rule: Recurrence, start: str, most: int) -> datetime | None:
    """Answer when the last occurrence begins, by the wall; None if there is no last, or are more than `most`."""
    if rule.count is None and rule.until is None:
        return None
    found = list(islice(walls(rule, wall_of(start, rule.zone)), most + 1))
    return found[-1] if 0 < len(found) <= most else None


def original_of(wall: datetime, rule: Recurrence) -> str:
    """Name an occurrence by when the rule has it: wall time without zone, or date."""
    return wall.date().isoformat() if rule.all_day else wall.isoformat()


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
