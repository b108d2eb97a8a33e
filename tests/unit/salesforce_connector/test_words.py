"""The small words of the connector: stand-ins, times, literals, cursors, and facts of a real org's describe."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote_plus
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncline.connectors.salesforce import cursor, event_times, soql
from syncline.connectors.salesforce.api import STATEMENT
from syncline.connectors.salesforce.composite import holds_reference
from syncline.connectors.salesforce.cursor import Mark
from syncline.connectors.salesforce.describe import Alike
from syncline.connectors.salesforce.meter import Meter
from syncline.records.capability import SALESFORCE_CONTACT, SALESFORCE_EVENT, Capability, fit
from syncline.records.fields import CONTACT_FIELDS, EVENT_FIELDS
from syncline.records.moments import instant_of, moment_text, utc_text
from syncline.records.stand_in import NOBODY, stand_in
from tests.support.salesforce_recordings import describe

ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"Surname": "Lee", "GivenName": "Ann"}, "Lee"),
        ({"Surname": " \u00a0 ", "GivenName": "Ann"}, "Ann"),
        ({"GivenName": "x" * 100}, "x" * 80),
        ({"CompanyName": "Customer AG", "EmailAddress1": "info@x.example"}, "Customer AG"),
        ({"EmailAddress1": "info@x.example"}, "info"),
        ({"EmailAddress1": "@x.example"}, NOBODY),
        ({}, NOBODY),
    ],
)
def test_stand_ins(values: dict[str, str], expected: str) -> None:
    assert stand_in(values) == expected


@given(
    start=st.integers(1_577_836_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    minutes=st.integers(0, 14 * 24 * 60),
    zone=ZONES,
    reminder=st.none() | st.integers(0, 40_000),
)
def test_timed_events_keep_their_instants(start: datetime, minutes: int, zone: str, reminder: int | None) -> None:
    end = start + timedelta(minutes=minutes)
    values: dict[str, str | int] = {
        "Start": utc_text(start),
        "End": moment_text(end.astimezone(ZoneInfo("Asia/Kathmandu")), "Asia/Kathmandu"),
    }
    if reminder is not None:
        values["ReminderMinutesBeforeStart"] = reminder
    told = event_times.values(event_times.body(values, zone), zone)
    assert instant_of(str(told["Start"])) == instant_of(str(values["Start"]))
    assert instant_of(str(told["End"])) == end
    assert told.get("ReminderMinutesBeforeStart") == reminder


@given(
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    days=st.integers(1, 14),
    zone=ZONES,
    reminder=st.none() | st.integers(0, 40_000),
)
def test_all_day_events_keep_their_dates(day: date, days: int, zone: str, reminder: int | None) -> None:
    values: dict[str, str | int] = {"Start": day.isoformat(), "End": (day + timedelta(days=days)).isoformat()}
    if reminder is not None:
        values["ReminderMinutesBeforeStart"] = reminder
    body = event_times.body(values, zone)
    assert body["StartDateTime"] == f"{day.isoformat()}T00:00:00.000Z"
    assert event_times.values(body, zone) == values
    assert not event_times.too_long(values)


def test_an_all_day_event_ends_on_its_last_day_there() -> None:
    body = event_times.body({"Start": "2026-03-10", "End": "2026-03-13"}, "Europe/Berlin")
    assert body["EndDateTime"] == "2026-03-12T00:00:00.000Z"
    assert event_times.too_long({"Start": "2026-03-10", "End": "2026-03-25"})


@given(st.text())
def test_no_text_can_leave_its_quotes(text: str) -> None:
    literal = soql.text(text)
    assert literal[0] == literal[-1] == "'"
    inside = literal[1:-1].replace("\\\\", "").replace("\\'", "")
    assert "'" not in inside
    assert not inside.endswith("\\")


@given(st.text())
def test_no_text_of_a_query_can_make_a_reference(text: str) -> None:
    literal = soql.text(text.encode(errors="replace").decode())
    path = soql.query_path(soql.select(["Id"], "Contact", [soql.within("Name", [literal])]))
    assert not holds_reference(path)
    assert " " not in path


@given(st.lists(st.text(min_size=1, max_size=300).filter(lambda text: text.isprintable()), max_size=200))
def test_packed_lists_are_whole_and_short(texts: list[str]) -> None:
    literals = [soql.text(text) for text in texts]
    groups = list(soql.packed(literals))
    assert [literal for group in groups for literal in group] == literals
    for group in groups:
        path = soql.query_path(soql.select(["Id"], "Contact", [soql.within("Email", group)]))
        assert len(path) <= STATEMENT
        assert unquote_plus(path).endswith(f"({','.join(group)})")


LATER = (
    "(SystemModstamp > 2026-03-01T09:00:00.000Z OR"
    " (SystemModstamp = 2026-03-01T09:00:00.000Z AND Id > '003000000000001AAA'))"
)


@pytest.mark.parametrize(
    ("mark", "condition"),
    [
        (Mark("2026-03-01T09:00:00.000+0000"), "SystemModstamp >= 2026-03-01T08:50:00.000Z"),
        (Mark("2026-03-01T09:00:00.000+0000", "003000000000001AAA"), LATER),
    ],
)
def test_marks(mark: Mark, condition: str) -> None:
    assert mark.condition("SystemModstamp") == condition
    assert cursor.read(cursor.write({"Contact": mark}), ("Contact",), {}) == {"Contact": mark}


@pytest.mark.parametrize(
    ("header", "usage"),
    [
        ("api-usage=18/15000", (18, 15000)),
        ("per-app-api-usage=17/250(appName=x)", None),
        ("api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)", (25, 5000)),
        ("", None),
    ],
)
def test_usage(header: str, usage: tuple[int, int] | None) -> None:
    meter = Meter(lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
    meter.note({"Sforce-Limit-Info": header, "Date": "Mon, 02 Mar 2026 09:00:07 GMT"})
    assert meter.usage == usage
    assert meter.offset == timedelta(seconds=7)
    meter.note({"Date": "yesterday"})
    assert meter.offset == timedelta(seconds=7)


def test_text_is_cut_as_salesforce_counts_it() -> None:
    capability = {"JobTitle": Capability(7)}
    assert fit(capability, {"JobTitle": "ab😀😀😀"}) == {"JobTitle": "ab😀😀"}
    assert fit(capability, {"JobTitle": "äöüäöüä"}) == {"JobTitle": "äöüäöüä"}


def test_the_standard_lengths_are_those_of_a_real_org() -> None:
    for sobject, fields, standard in (
        ("Contact", CONTACT_FIELDS, SALESFORCE_CONTACT),
        ("Event", EVENT_FIELDS, SALESFORCE_EVENT),
    ):
        facts = Alike().object(describe(sobject)).fields
        for label, field in fields.items():
            if field.salesforce == "Account.Name" or not standard[label].length:
                continue
            assert facts[field.salesforce.lower()].length == standard[label].length, label
