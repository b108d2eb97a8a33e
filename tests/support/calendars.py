"""Series of calendar files that others wrote, as records hold them, and what their own expander makes of them."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
from icalendar.timezone import tzp

from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.exceptions import exceptions_text
from syncline.records.recurrence.occurrences import original_of, wall_of
from syncline.records.recurrence.rfc_lines import read_lines
from syncline.records.recurrence.text import recurrence_text
from syncline.records.zones.names import iana_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.records.record import Value
    from syncline.records.recurrence.exceptions import Change

HOME = Path(__file__).parents[2] / ".referees"
_DAY = timedelta(days=1)
_EVENT = re.compile(rb"^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?\n", re.DOTALL | re.MULTILINE)
_OF_A_SERIES = re.compile(rb"^(?:RRULE|RECURRENCE-ID)[:;]", re.MULTILINE)


def expander() -> Any:
    """`recurring_ical_events`, out of the archive in which its calendars came."""
    for folder in (next((HOME / "recurring").glob("*/recurring_ical_events")).parent, HOME / "xwr"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    import recurring_ical_events  # noqa: PLC0415 - found only now

    return recurring_ical_events


def files() -> list[Path]:
    """Every calendar file that holds a rule."""
    found = (path for archive in ("recurring", "icalendar") for path in (HOME / archive).rglob("*.ics"))
    return sorted(path for path in found if b"\nRRULE" in path.read_bytes())


def groups(path: Path) -> Iterator[tuple[Any, list[Any]]]:
    """Answer each series of a file: its master, and the events that stand for single occurrences of it."""
    tzp.use_default()
    try:
        calendars = icalendar.Calendar.from_ical(_series_alone(path.read_bytes()), multiple=True)
    except ValueError:
        return
    for calendar in calendars:
        by_uid: dict[str, list[Any]] = defaultdict(list)
        for event in calendar.walk("VEVENT"):
            by_uid[str(event.get("UID", id(event)))].append(event)
        for events in by_uid.values():
            masters = [one for one in events if "RRULE" in one and "RECURRENCE-ID" not in one and "DTSTART" in one]
            if len(masters) == 1:
                yield masters[0], [one for one in events if "RECURRENCE-ID" in one]


def _series_alone(content: bytes) -> bytes:
    """Leave out the events that are no part of a series: most of the text, and slow to parse."""
    return _EVENT.sub(lambda event: event[0] if _OF_A_SERIES.search(event[0]) else b"", content)


def time_text(value: Any) -> str:
    """Write a date or a moment; one without a zone is UTC's."""
    if not isinstance(value, datetime):
        return str(value.isoformat())
    told = getattr(value.tzinfo, "key", None) or (str(value.tzinfo) if value.tzinfo else "UTC")
    zone = iana_name(told)
    if zone is None:
        raise NotRepresentableError("unknown_zone")
    return f"{value.replace(tzinfo=None).isoformat()}@{zone}"


def end_of(event: Any) -> Any:
    """When an event ends, whatever it says of it."""
    start = event["DTSTART"].dt
    if "DTEND" in event:
        return event["DTEND"].dt
    if "DURATION" in event:
        return start + event["DURATION"].dt
    return start if isinstance(start, datetime) else start + _DAY


def series_of(master: Any, overrides: list[Any]) -> dict[str, Value]:
    """Answer the values of a series. Raises `NotRepresentableError`."""
    start = time_text(master["DTSTART"].dt)
    lines = [line for line in master.to_ical().decode().replace("\r\n ", "").splitlines() if _repeats(line)]
    rule, out = read_lines(lines, start)
    exceptions: dict[str, Change | None] = dict.fromkeys(out)
    for one in overrides:
        original = original_of(wall_of(time_text(one["RECURRENCE-ID"].dt), rule.zone))
        exceptions[original] = {"Start": time_text(one["DTSTART"].dt), "End": time_text(end_of(one))}
    values = {"Start": start, "End": time_text(end_of(master)), "Recurrence": recurrence_text(rule)}
    return {**values, **({"Exceptions": exceptions_text(exceptions)} if exceptions else {})}


def _repeats(line: str) -> bool:
    return line.partition(":")[0].partition(";")[0].upper() in {"RRULE", "EXRULE", "RDATE", "EXDATE"}


def judged(master: Any, overrides: list[Any], since: date, until: date) -> list[str]:
    """Answer when the referee has the occurrences of a series, as `time_text` writes it."""
    calendar = icalendar.Calendar()
    for event in (master, *overrides):
        calendar.add_component(event)
    found = expander().of(calendar, components=["VEVENT"]).between(since, until)
    return sorted(time_text(one["DTSTART"].dt) for one in found)
