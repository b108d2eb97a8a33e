"""The occurrences of a series as the calendar shows them: what was done to single ones laid over what the rule says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from syncline.records.fields import EVENT_FIELDS, EXCEPTIONS, RECURRENCE
from syncline.records.moments import start_instant
from syncline.records.normal import same
from syncline.records.record import overlaid
from syncline.records.recurrence.exceptions import change_between, read_exceptions
from syncline.records.recurrence.occurrences import occurrences, on_date
from syncline.records.recurrence.text import read_recurrence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.records.record import Value, Values
    from syncline.records.recurrence.exceptions import Change
    from syncline.records.recurrence.pattern import Recurrence

_OF_SERIES = frozenset({RECURRENCE, EXCEPTIONS})
_TIMES = frozenset({"Start", "End"})


class Instance(NamedTuple):
    """One occurrence: its original date, which names it, and the values of the single event that it looks like."""

    original: str
    values: dict[str, Value]


def instances(series: Values, since: datetime, until: datetime, zone: str) -> Iterator[Instance]:
    """Answer the occurrences of a series that end after `since` and begin before `until`, as the rule orders them.

    What was moved counts where it was moved to; days begin at midnight in `zone`. A series without end is looked at up
    to `until` and to the last occurrence to which something was done.
    """
    rule = read_recurrence(str(series[RECURRENCE]))
    changed = read_exceptions(str(series.get(EXCEPTIONS, "")))
    plain = {label: value for label, value in series.items() if label not in _OF_SERIES}
    farthest = max(changed, default="")
    for one in occurrences(rule, str(series["Start"]), str(series["End"])):
        if start_instant(one.start, zone) >= until and one.original > farthest:
            return
        change = changed.get(one.original, {})
        if change is None:
            continue
        values = overlaid({**plain, "Start": one.start, "End": one.end}, change)
        if start_instant(str(values["End"]), zone) > since and start_instant(str(values["Start"]), zone) < until:
            yield Instance(one.original, values)


def change_made(series: Values, rule: Recurrence, original: str, occurrence: Values) -> Change:
    """Answer what the occurrence of this original date, which looks like this, has other than the rule gives it."""
    start, end = on_date(rule, str(series["Start"]), str(series["End"]), original)
    plain = {**series, "Start": start, "End": end}
    changed = change_between(plain, occurrence)
    return {
        label: value
        for label, value in changed.items()
        if label not in _TIMES or not same(EVENT_FIELDS[label], plain[label], value)
    }


def instance(series: Values, original: str) -> dict[str, Value]:
    """Answer the values of the occurrence of this original date, which the series must have."""
    rule = read_recurrence(str(series[RECURRENCE]))
    change = read_exceptions(str(series.get(EXCEPTIONS, ""))).get(original) or {}
    plain = {label: value for label, value in series.items() if label not in _OF_SERIES}
    start, end = on_date(rule, str(series["Start"]), str(series["End"]), original)
    return overlaid({**plain, "Start": start, "End": end}, change)
