"""Series as EWS tells them, read as one: rule, moved, edited and cancelled occurrences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from syncline.connectors.port import Missing
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.record import Record
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.recurrence.instances import instances
from syncline.records.words import Collection
from syncline.sandbox.exchange.occurrences import cancel_occurrence, edit_occurrence, repeat

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item
    from tests.support.exchange_stage import ExchangeStage

FIRST = datetime(2026, 3, 23, 8, tzinfo=UTC)  # nine o'clock in Berlin; clocks change on the 29th
WEEKLY = (
    "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence>"
    "<t:NoEndRecurrence><t:StartDate>2026-03-23</t:StartDate></t:NoEndRecurrence>"
)
SECOND, THIRD = datetime(2026, 3, 30, 7, tzinfo=UTC), datetime(2026, 4, 6, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


def jour_fixe(stage: ExchangeStage, rule: str = WEEKLY, zone: str = "W. Europe Standard Time") -> Item:
    item = stage.box.create_event("Jour fixe", FIRST, FIRST + HOUR, zone=zone, values={"Location": "Room 1"})
    repeat(stage.box, item, rule)
    return item


def read(stage: ExchangeStage, item: Item) -> Record:
    (found,) = stage.open().series([item.id])
    assert isinstance(found, Record)
    return found


def test_a_series_is_one_record(stage: ExchangeStage) -> None:
    item = jour_fixe(stage)
    record = read(stage, item)
    assert record.not_representable is None
    assert record.values["Start"] == "2026-03-23T09:00:00@Europe/Berlin"
    assert record.values[RECURRENCE] == "FREQ=WEEKLY;BYDAY=MO@Europe/Berlin"
    assert EXCEPTIONS not in record.values
    assert (record.id, record.uid) == (item.id, item.values["UID"])


def test_what_was_done_to_single_ones_is_part_of_it(stage: ExchangeStage) -> None:
    item = jour_fixe(stage)
    version = read(stage, item).version
    cancel_occurrence(stage.box, item, SECOND)
    edit_occurrence(stage.box, item, THIRD, {"Subject": "Late", "Start": THIRD + HOUR, "End": THIRD + 2 * HOUR})
    record = read(stage, item)
    assert record.version != version
    done = read_exceptions(str(record.values[EXCEPTIONS]))
    assert done == {
        "2026-03-30": None,
        "2026-04-06": {
            "Subject": "Late",
            "Start": "2026-04-06T10:00:00@Europe/Berlin",
            "End": "2026-04-06T11:00:00@Europe/Berlin",
        },
    }
    shown = list(instances(record.values, FIRST, datetime(2026, 4, 20, tzinfo=UTC), "UTC"))
    assert [(one.original, str(one.values["Start"])[11:16], one.values["Subject"]) for one in shown] == [
        ("2026-03-23", "09:00", "Jour fixe"),
        ("2026-04-06", "10:00", "Late"),
        ("2026-04-13", "09:00", "Jour fixe"),
    ]
    assert all(one.values["Location"] == "Room 1" for one in shown)


def test_days_have_exceptions_too(stage: ExchangeStage) -> None:
    daily = (
        "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
        "<t:StartDate>2026-03-27</t:StartDate><t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence>"
    )
    begins = datetime(2026, 3, 27).date()  # noqa: DTZ001 - a date
    item = stage.box.create_event("Fair", begins, begins + timedelta(days=1), zone="W. Europe Standard Time")
    repeat(stage.box, item, daily)
    cancel_occurrence(stage.box, item, datetime(2026, 3, 29, 22, tzinfo=UTC))  # the 30th in Berlin, by summer time
    record = read(stage, item)
    assert record.values[RECURRENCE] == "FREQ=DAILY;COUNT=4@"
    shown = instances(record.values, FIRST, datetime(2026, 5, 1, tzinfo=UTC), "UTC")
    assert [one.values["Start"] for one in shown] == ["2026-03-27", "2026-03-28", "2026-03-29"]


def test_what_has_no_words_here_says_why(stage: ExchangeStage) -> None:
    tuesday = WEEKLY.replace("Monday", "Tuesday")
    assert read(stage, jour_fixe(stage, tuesday)).not_representable == "start_outside_pattern"


def test_single_events_are_read_as_ever(stage: ExchangeStage) -> None:
    item = stage.box.create_event("Lunch", FIRST, FIRST + HOUR, zone="UTC")
    record = read(stage, item)
    assert record == stage.open().read(Collection.EVENTS, [item.id])[0]


def test_an_occurrence_that_cannot_be_read_makes_the_series_unread(stage: ExchangeStage) -> None:
    item = jour_fixe(stage)
    del stage.box.items[edit_occurrence(stage.box, item, THIRD, {"Subject": "Late"}).id]
    assert stage.open().series([item.id]) == [Missing(item.id)]


def test_a_listing_tells_of_masters_alone(stage: ExchangeStage) -> None:
    item = jour_fixe(stage)
    edit_occurrence(stage.box, item, THIRD, {"Subject": "Late"})
    page = stage.open().changes(Collection.EVENTS, None)
    assert [one.id for one in page.mentions] == [item.id]
