"""Days that a clock shows and UTC has in no year, as servers do hold them: read on every system, and never an error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.exchange.event_read import event_record as exchange_record
from syncline.connectors.exchange.soap import TYPES, parse
from syncline.connectors.google.event_read import Surroundings
from syncline.connectors.google.event_read import event_record as google_record
from syncline.connectors.microsoft365.event_read import event_record as graph_record
from syncline.planner.keys import keys_of
from syncline.planner.policy import EventPolicy
from syncline.planner.scope import span
from syncline.records.fields import EVENT_FIELDS
from syncline.records.moments import instant_of, start_instant
from syncline.records.normal import same
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.records.record import Record

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def exchange(start: str, end: str, zone: str, *, all_day: bool) -> Record:
    windows = {"Europe/Berlin": "W. Europe Standard Time", "America/New_York": "Eastern Standard Time"}.get(zone, zone)
    item = (
        f'<t:CalendarItem xmlns:t="{TYPES}"><t:ItemId Id="id" ChangeKey="key"/><t:Start>{start}Z</t:Start>'
        f"<t:End>{end}Z</t:End><t:IsAllDayEvent>{str(all_day).lower()}</t:IsAllDayEvent>"
        f'<t:StartTimeZone Id="{windows}"/><t:EndTimeZone Id="{windows}"/></t:CalendarItem>'
    )
    return exchange_record(parse(item.encode()), "rep@acme.example")


def graph(start: str, end: str, zone: str, *, all_day: bool) -> Record:
    times = {name: {"dateTime": text, "timeZone": "UTC"} for name, text in (("start", start), ("end", end))}
    item: dict[str, Any] = {"id": "id", "changeKey": "key", "isAllDay": all_day, **times}
    return graph_record(item | {"originalStartTimeZone": zone, "originalEndTimeZone": zone}, "rep@acme.example")


def google(start: str, end: str, zone: str, *, all_day: bool) -> Record:
    def told(text: str) -> dict[str, str]:
        return {"date": text[:10]} if all_day else {"dateTime": f"{text}Z", "timeZone": zone}

    item = {"id": "id", "etag": "1", "start": told(start), "end": told(end)}
    return google_record(item, Surroundings(list, lambda _label: False))


READERS = [exchange, graph, google]
EDGES = [
    ("9999-12-31T23:00:00", "9999-12-31T23:59:59", "Europe/Berlin", False),
    ("9999-12-31T00:00:00", "9999-12-31T00:00:00", "Europe/Berlin", True),
    ("9999-12-31T00:00:00", "9999-12-31T00:00:00", "America/New_York", True),
    ("0001-01-01T00:00:00", "0001-01-01T00:30:00", "America/New_York", False),
    ("0001-01-01T00:00:00", "0001-01-02T00:00:00", "Europe/Berlin", True),
    ("0001-01-01T00:00:00", "0001-01-01T00:00:00", "America/New_York", True),
    ("1899-12-30T00:00:00", "1899-12-30T00:00:00", "Europe/Berlin", False),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(("start", "end", "zone", "all_day"), EDGES)
def test_no_reader_stumbles_and_nothing_of_it_is_inside_the_window(
    read: Callable[..., Record], start: str, end: str, zone: str, *, all_day: bool
) -> None:
    record = read(start, end, zone, all_day=all_day)
    assert bool(record.values.get("Start")) or record.not_representable in {"no_time", "unknown_zone"}
    for own in ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati"):
        place = span(EventPolicy(), own, NOW).place(record.values)
        assert place == ("future" if start.startswith("9999") and "Start" in record.values else "past")
    keys_of(Collection.EVENTS, record.values, "uid")
    values = [record.values.get("Start"), record.values.get("End")]
    assert all(same(EVENT_FIELDS["Start"], one, one) for one in values)


def test_what_utc_has_in_no_year_is_the_first_instant_or_the_last() -> None:
    assert instant_of("9999-12-31T23:30:00@America/New_York").isoformat() == "9999-12-31T23:59:59+00:00"
    assert instant_of("0001-01-01T00:30:00@Europe/Berlin").isoformat() == "0001-01-01T00:00:00+00:00"
    assert start_instant("0001-01-01", "Europe/Berlin").isoformat() == "0001-01-01T00:00:00+00:00"


def test_google_tells_a_day_that_utc_does_not_have() -> None:
    times = {"dateTime": "9999-12-31T23:30:00-05:00", "timeZone": "America/New_York"}
    item = {"id": "id", "etag": "1", "start": times, "end": times}
    record = google_record(item, Surroundings(list, lambda _label: False))
    assert record.not_representable == "no_time"
