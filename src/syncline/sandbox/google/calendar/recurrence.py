"""Series: their rules read, and their occurrences counted out.

https://developers.google.com/workspace/calendar/api/concepts/events-calendars#recurring_events and
https://datatracker.ietf.org/doc/html/rfc5545#section-3.8.5. An occurrence's id is that of its series, `_`, and the
start that the rule gives it, in UTC (a date for whole days).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from dateutil.rrule import rrule, rruleset, rrulestr

from syncline.sandbox.google.calendar import times
from syncline.sandbox.google.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.google.calendar.times import Moment

_LINE: Final = re.compile(r"(RRULE|EXRULE|RDATE|EXDATE)((?:;[A-Z-]+=[^:;]+)*):(.+)", re.IGNORECASE)
_UNTIL: Final = re.compile(r"UNTIL=(\d{8})(T\d{6})?(Z)?", re.IGNORECASE)
_BASIC: Final = "%Y%m%dT%H%M%S"
_INSTANCE: Final = re.compile(r"(.+)_(\d{8}(?:T\d{6}Z)?)")


class Rule:
    """The occurrences of a series that starts at `start`."""

    def __init__(self, start: Moment, lines: list[str]) -> None:
        """Raises a refusal for lines that are none of RFC 5545's."""
        self._whole_days = not isinstance(start, datetime)
        self._start = start if isinstance(start, datetime) else datetime.combine(start, time())
        self._set = rruleset(cache=True)
        # Google takes the start for an occurrence even if the rule would not give it.
        self._set.rdate(self._start)
        for line in lines:
            self._take(line)

    def between(self, after: Moment | None, before: Moment) -> Iterator[Moment]:
        """Answer starts from `after` to `before`, both included where they are occurrences."""
        end = self._inner(before)
        begin = self._inner(after) if after is not None else None
        for found in self._set:
            if found > end:
                return
            if begin is None or found >= begin:
                yield found.date() if self._whole_days else found

    def has(self, start: Moment) -> bool:
        """Whether the series has an occurrence that starts just then."""
        if isinstance(start, datetime) is self._whole_days:
            return False
        return any(found == start for found in self.between(start, start))

    def _inner(self, value: Moment) -> datetime:
        if not isinstance(value, datetime):
            return datetime.combine(value, time())
        return value.replace(tzinfo=None) if self._whole_days else value

    def _take(self, line: str) -> None:
        match = _LINE.fullmatch(line.strip()) if isinstance(line, str) else None
        if match is None:
            raise invalid("Invalid recurrence rule.")
        kind, parameters, value = match[1].upper(), match[2], match[3]
        try:
            if kind in {"RRULE", "EXRULE"}:
                getattr(self._set, kind.lower())(self._rule(value))
                return
            add = self._set.rdate if kind == "RDATE" else self._set.exdate
            for text in value.split(","):
                add(self._moment(text.strip(), parameters))
        except (ValueError, TypeError, KeyError):
            raise invalid("Invalid recurrence rule.") from None

    def _rule(self, text: str) -> rrule:
        made = rrulestr(_UNTIL.sub(self._until, text), dtstart=self._start)
        if not isinstance(made, rrule):
            raise invalid("Invalid recurrence rule.")
        return made

    def _until(self, match: re.Match[str]) -> str:
        """Bring UNTIL into the form that the start has: an instant in UTC, or a day."""
        if self._whole_days:
            return f"UNTIL={match[1]}"
        text = match[1] + (match[2] or "T235959")
        if match[3]:
            return f"UNTIL={text}Z"
        local = datetime.strptime(text, _BASIC).replace(tzinfo=self._start.tzinfo)
        return f"UNTIL={local.astimezone(UTC).strftime(_BASIC)}Z"

    def _moment(self, text: str, parameters: str) -> datetime:
        named = re.search(r"TZID=([^;:]+)", parameters, re.IGNORECASE)
        if len(text) == len("20260101"):
            day = datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - the zone is added below
            return day if self._whole_days else day.replace(tzinfo=self._start.tzinfo)
        if text.upper().endswith("Z"):
            found = datetime.strptime(text[:-1], _BASIC).replace(tzinfo=UTC)
        else:
            held = times.zone(named[1]) if named else self._start.tzinfo
            found = datetime.strptime(text, _BASIC).replace(tzinfo=held)
        return found.replace(tzinfo=None) if self._whole_days else found


def instance_id(series_id: str, start: Moment) -> str:
    """Answer the id of an occurrence."""
    if isinstance(start, datetime):
        return f"{series_id}_{start.astimezone(UTC).strftime(_BASIC)}Z"
    return f"{series_id}_{start.strftime('%Y%m%d')}"


def read_instance_id(text: str, zone_name: str) -> tuple[str, Moment] | None:
    """Answer series and start that an occurrence's id means, in the series' zone; None if it is no such id."""
    match = _INSTANCE.fullmatch(text)
    if match is None:
        return None
    try:
        if match[2].endswith("Z"):
            found = datetime.strptime(match[2][:-1], _BASIC).replace(tzinfo=UTC)
            return match[1], found.astimezone(times.zone(zone_name))
        return match[1], date(int(match[2][:4]), int(match[2][4:6]), int(match[2][6:]))
    except ValueError:
        return None


def length(start: Moment, end: Moment) -> timedelta:
    """Answer how long an event takes; days for whole days."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end.astimezone(UTC) - start.astimezone(UTC)
    return _day(end) - _day(start)


def _day(value: Moment) -> timedelta:
    return timedelta(days=value.toordinal())
