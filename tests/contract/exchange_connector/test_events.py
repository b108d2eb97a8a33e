"""Calendar items as people and other programs make them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.port import Edit, Mention, Written
from syncline.records.fields import EVENT_FIELDS
from syncline.records.normal import same
from syncline.sandbox.exchange import Body
from tests.contract.mailbox_stage import EVENTS, LUNCH, make, only

if TYPE_CHECKING:
    from syncline.records.record import Record
    from tests.support.exchange_stage import ExchangeStage

NOON = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - wall time of the zone that is given beside it
ONE = datetime(2026, 7, 1, 13)  # noqa: DTZ001 - wall time of the zone that is given beside it


def read(stage: ExchangeStage, *args: Any, **more: Any) -> Record:
    """A person makes an event; answers what we read."""
    item = stage.box.create_event("Event", *args, **more)
    return only(stage.open().read(EVENTS, [item.id])[0])


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("India Standard Time", "Asia/Kolkata"),
        ("Nepal Standard Time", "Asia/Kathmandu"),
        ("UTC", "UTC"),
    ],
)
def test_a_moment_is_by_the_clock_of_its_own_zone(stage: ExchangeStage, zone: str, expected: str) -> None:
    values = read(stage, NOON, ONE, zone=zone).values
    assert values["Start"] == f"2026-07-01T12:00:00@{expected}"
    assert values["End"] == f"2026-07-01T13:00:00@{expected}"


@pytest.mark.parametrize("zone", ["W. Europe Standard Time", "Tonga Standard Time", "Hawaiian Standard Time"])
@pytest.mark.parametrize("days", [(date(2026, 3, 29), date(2026, 3, 30)), (date(2026, 10, 24), date(2026, 11, 2))])
def test_an_all_day_event_is_the_same_dates_in_every_zone(
    stage: ExchangeStage, zone: str, days: tuple[date, date]
) -> None:
    values = read(stage, *days, zone=zone).values
    assert (values["Start"], values["End"]) == (days[0].isoformat(), days[1].isoformat())


def test_the_second_passing_of_an_hour_keeps_its_instant(stage: ExchangeStage) -> None:
    start, end = datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    values = read(stage, start, end, zone="W. Europe Standard Time").values
    assert (values["Start"], values["End"]) == ("2026-10-25T01:30:00@UTC", "2026-10-25T03:30:00@Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 3, 1), date(2026, 3, 15), None),
        (date(2026, 3, 1), date(2026, 3, 16), "longer_than_14_days"),
        (NOON, NOON, None),
    ],
)
def test_how_long_an_event_may_be(stage: ExchangeStage, start: Any, end: Any, expected: str | None) -> None:
    assert read(stage, start, end).not_representable == expected


def test_a_series_is_reported_and_left_alone(stage: ExchangeStage) -> None:
    record = read(
        stage, NOON, ONE, values={"Recurrence": "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"}
    )
    assert record.not_representable == "recurring"
    assert record.values["Subject"] == "Event"


@pytest.mark.parametrize(
    ("sensitivity", "expected"),
    [("Normal", None), ("Private", "Private"), ("Personal", "Private"), ("Confidential", "Private")],
)
def test_whatever_is_not_for_everybody_is_private(stage: ExchangeStage, sensitivity: str, expected: str | None) -> None:
    assert read(stage, NOON, ONE, values={"Sensitivity": sensitivity}).values.get("Sensitivity") == expected


def test_a_reminder_that_is_off_is_none(stage: ExchangeStage) -> None:
    given = {"ReminderIsSet": False, "ReminderMinutesBeforeStart": 30}
    assert "ReminderMinutesBeforeStart" not in read(stage, NOON, ONE, values=given).values


def test_a_status_that_says_nothing_is_none(stage: ExchangeStage) -> None:
    assert "LegacyFreeBusyStatus" not in read(stage, NOON, ONE, values={"LegacyFreeBusyStatus": "NoData"}).values


def test_attendees_besides_the_rep_are_counted(stage: ExchangeStage) -> None:
    people = [("Bob", "bob@customer.example"), ("Rep", "REP@acme.example"), ("Cy", "cy@customer.example")]
    assert read(stage, NOON, ONE, attendees=people).attendees == 2


def test_categories_are_facts_beside_the_values(stage: ExchangeStage) -> None:
    record = read(stage, NOON, ONE, values={"Categories": ["Salesforce", "Blue"]})
    assert record.extra["categories"] == "Salesforce\nBlue"


def test_an_html_body_is_read_as_text_and_kept_unless_it_changes(stage: ExchangeStage) -> None:
    html = Body("HTML", "<html><body><p>Agenda</p></body></html>")
    record = read(stage, NOON, ONE, values={"Body": html})
    assert record.values["Body"] == "Agenda"
    edit = Edit(record.id, record.version, {"Location": "Room 1"}, {**record.values, "Location": "Room 1"})
    assert isinstance(stage.open().update(EVENTS, [edit])[0], Written)
    assert stage.item(record.id).values["Body"] == html


def test_changing_and_deleting_a_meeting_tells_nobody(stage: ExchangeStage) -> None:
    record = read(stage, NOON, ONE, attendees=[("Bob", "bob@customer.example")])
    mailbox = stage.open()
    (done,) = mailbox.update(EVENTS, [Edit(record.id, record.version, {"Subject": "Moved"}, record.values)])
    assert isinstance(done, Written)
    assert only(mailbox.read(EVENTS, [record.id])[0]).attendees == 1
    assert isinstance(mailbox.delete(EVENTS, [Mention(done.id, done.version)])[0], Written)
    assert stage.mails() == 0


def test_an_all_day_event_of_ours_begins_at_the_reps_midnight(stage: ExchangeStage) -> None:
    mailbox = stage.open(zone="America/New_York")
    done = make(mailbox, EVENTS, {"Subject": "Fair", "Start": "2026-07-01", "End": "2026-07-02"})
    held = stage.item(done.id).values
    assert held["IsAllDayEvent"] is True
    assert held["Start"] == datetime(2026, 7, 1, 4, tzinfo=UTC)
    assert held["StartTimeZone"].id == "Eastern Standard Time"


def test_a_zone_that_windows_names_after_a_neighbour_keeps_its_instant(stage: ExchangeStage) -> None:
    mailbox = stage.open()
    values = {**LUNCH, "Start": "2026-07-05T12:00:00@Europe/Vienna", "End": "2026-07-05T13:00:00@Europe/Vienna"}
    record = only(mailbox.read(EVENTS, [make(mailbox, EVENTS, values).id])[0])
    assert record.values["Start"] == "2026-07-05T12:00:00@Europe/Berlin"
    assert same(EVENT_FIELDS["Start"], record.values["Start"], values["Start"])


def test_a_zone_of_somebodys_own_is_kept_as_its_rules(stage: ExchangeStage) -> None:
    """The clocks of Berlin, which Paris and Warsaw have too: nobody can tell which was meant (SPEC 5.8)."""
    mailbox = stage.open()
    zone = "TZ:<+0100>-1<+0200>-2,M3.5.0/2,M10.5.0/3"
    values = {**LUNCH, "Start": f"2026-07-05T12:00:00@{zone}", "End": f"2026-07-05T13:00:00@{zone}"}
    record = only(mailbox.read(EVENTS, [make(mailbox, EVENTS, values).id])[0])
    assert (record.values["Start"], record.values["End"]) == (values["Start"], values["End"])
