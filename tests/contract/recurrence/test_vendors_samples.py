"""The vendors' own samples of series mean the dates that their pages say: to what we read, and to the sandbox.

Each sample goes into the sandbox's calendar as the page writes it, and is read from there as a rep's would be.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.port import ReadsSeries
from syncline.records.fields import RECURRENCE
from syncline.records.moments import start_instant
from syncline.records.record import Record
from syncline.records.recurrence.occurrences import occurrences
from syncline.records.recurrence.text import read_recurrence
from syncline.records.zones.names import windows_name
from syncline.sandbox.exchange.occurrences import repeat
from tests.support.exchange_stage import ExchangeStage
from tests.support.google_stage import REP as GOOGLE_REP
from tests.support.google_stage import GoogleStage
from tests.support.google_world import Rest
from tests.support.graph_raw import Caller, session_to, sign_in
from tests.support.microsoft365_stage import REP, Microsoft365Stage
from tests.support.vendor_series import EWS, GOOGLE, GOOGLE_ADDED_DATES, GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.vendor_series import Sample

MANY = 60
"""More than any sample that ends has occurrences."""
HALF_AN_HOUR = timedelta(minutes=30)


def dates(record: Record) -> list[str]:
    """The dates on which a series that was read occurs."""
    assert record.not_representable is None
    rule = read_recurrence(str(record.values[RECURRENCE]))
    told = occurrences(rule, str(record.values["Start"]), str(record.values["End"]))
    return [one.start[:10] for one in islice(told, MANY)]


def series(stage: Any, id_: str) -> Record:
    """A series as the connector reads it."""
    mailbox = stage.open()
    assert isinstance(mailbox, ReadsSeries)
    (found,) = mailbox.series([id_])
    assert isinstance(found, Record)
    return found


def held(sample: Sample, told: Iterable[str]) -> None:
    """Hold dates to what the page says."""
    found = list(told)
    assert tuple(found[: len(sample.dates)]) == sample.dates
    if sample.count is not None:
        assert len(found) == sample.count


@pytest.mark.parametrize("name", GRAPH)
def test_microsofts_patterns_of_graph(name: str) -> None:
    sample, stage = GRAPH[name], Microsoft365Stage()
    session = session_to(stage.server)
    call = Caller(session, sign_in(session, stage.server).json()["access_token"], REP, ['IdType="ImmutableId"'])
    day, zone = sample.told["range"]["startDate"], windows_name(sample.zone)
    times = {
        name: {"dateTime": f"{day}T{clock}", "timeZone": zone}
        for name, clock in (("start", "08:30:00"), ("end", "09:00:00"))
    }
    made = call.post("events", {"subject": "Sample", **times, "recurrence": sample.told})
    shown: list[Any] = []
    for year in (2017, 2021, 2025):  # more than five years are not shown at once
        years = f"startDateTime={year}-01-01T00:00:00Z&endDateTime={year + 4}-01-01T00:00:00Z"
        shown += call.get(f"events/{made['id']}/instances?{years}&$top=60")["value"]
    held(sample, [one["start"]["dateTime"][:10] for one in shown])
    held(sample, dates(series(stage, made["id"])))


@pytest.mark.parametrize("name", EWS)
def test_microsofts_patterns_of_exchange(name: str) -> None:
    sample, stage = EWS[name], ExchangeStage()
    start = start_instant(sample.start, sample.zone)
    zone = windows_name(sample.zone) or "UTC"
    item = stage.box.create_event("Sample", start, start + HALF_AN_HOUR, zone=zone)
    repeat(stage.box, item, sample.told.replace("</", "\0").replace("<", "<t:").replace("\0", "</t:"))
    record = series(stage, item.id)
    assert record.values["Start"] == sample.start
    held(sample, dates(record))


def google(stage: GoogleStage, sample: Sample) -> tuple[str, list[str]]:
    """Put a sample into the calendar; answers its id, and the dates of its instances as the server tells them."""
    rest = Rest(stage.session(), stage.server.tokens.issue(GOOGLE_REP, frozenset({SCOPE})))
    if sample.zone:
        begins = datetime.fromisoformat(sample.start.partition("@")[0])
        times = {
            name: {"dateTime": at.isoformat(), "timeZone": sample.zone}
            for name, at in (("start", begins), ("end", begins + HALF_AN_HOUR))
        }
    else:
        times = {"start": {"date": "2015-06-01"}, "end": {"date": "2015-06-02"}}
    made = rest.ok("POST", "/calendars/primary/events", {"summary": "Sample", **times, "recurrence": sample.told})
    shown = rest.ok("GET", f"/calendars/primary/events/{made['id']}/instances")["items"]
    starts = [one["start"] for one in shown]
    return made["id"], [str(one.get("dateTime") or one["date"])[:10] for one in starts]


SCOPE = "https://www.googleapis.com/auth/calendar"


@pytest.mark.parametrize("name", GOOGLE)
def test_googles_lines(name: str) -> None:
    sample, stage = GOOGLE[name], GoogleStage()
    id_, shown = google(stage, sample)
    held(sample, shown)
    record = series(stage, id_)
    rule = dates(record)
    cancelled = {"2015-06-10"} if sample.zone == "" else set()
    held(sample, [day for day in rule if day not in cancelled])


def test_googles_added_dates_are_no_series_that_anybody_else_can_hold() -> None:
    stage = GoogleStage()
    id_, shown = google(stage, GOOGLE_ADDED_DATES)
    held(GOOGLE_ADDED_DATES, shown)
    assert series(stage, id_).not_representable == "added_dates"


def test_every_kind_of_pattern_and_of_end_has_a_sample() -> None:
    assert {one.told["pattern"]["type"] for one in GRAPH.values()} == {
        "daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly",
    }  # fmt: skip
    assert {one.told["range"]["type"] for one in GRAPH.values()} == {"numbered", "endDate", "noEnd"}
    ways = ("Daily", "Weekly", "AbsoluteMonthly", "RelativeMonthly", "AbsoluteYearly", "RelativeYearly")
    assert all(any(f"<{way}Recurrence>" in one.told for one in EWS.values()) for way in ways)
    ends = ("Numbered", "EndDate", "NoEnd")
    assert all(any(f"<{end}Recurrence>" in one.told for one in EWS.values()) for end in ends)


def test_the_swimming_practices_are_at_the_instants_of_the_page() -> None:
    """The page shows the occurrences of July as instants; clocks do not change between them."""
    sample = EWS["every Wednesday until August"]
    instants = [start_instant(f"{day}T{sample.clock}@{sample.zone}", "UTC") for day in sample.dates]
    assert instants[0] == datetime(2014, 7, 2, 15, 30, tzinfo=UTC)
    assert {one.astimezone(UTC).time() for one in instants} == {instants[0].astimezone(UTC).time()}
