"""Series as EWS tells them, read as one: rule, moved, edited and cancelled occurrences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from syncline.connectors.port import Missing
from syncline.records.record import Record
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


def test_what_has_no_words_here_says_why(stage: ExchangeStage) -> None:
    tuesday = WEEKLY.replace("Monday", "Tuesday")
    assert read(stage, jour_fixe(stage, tuesday)).not_representable == "start_outside_pattern"


def test_an_occurrence_that_cannot_be_read_makes_the_series_unread(stage: ExchangeStage) -> None:
    item = jour_fixe(stage)
    gone = edit_occurrence(stage.box, item, THIRD, {"Subject": "Late"})
    told = item.values["ModifiedOccurrences"]
    cancel_occurrence(stage.box, item, THIRD)
    del stage.box.items[gone.id]
    item.values["ModifiedOccurrences"] = told
    assert stage.open().series([item.id]) == [Missing(item.id)]
