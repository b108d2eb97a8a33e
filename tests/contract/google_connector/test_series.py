"""Series as Google keeps them: lines of RFC 5545, and occurrences that are events of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import RetryLaterError
from syncline.connectors.port import ItemError, Missing
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.sandbox.google import Limit
from tests.contract.mailbox_stage import EVENTS, follow, listed, mentioned, only

if TYPE_CHECKING:
    from syncline.records.record import Record
    from tests.support.google_stage import GoogleStage

NINE = datetime(2026, 3, 23, 9)  # noqa: DTZ001 - a wall time in Berlin
HOUR = timedelta(hours=1)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=5"
SECOND = "20260330T070000Z"


def series(stage: GoogleStage, *lines: str, **values: Any) -> str:
    values["recurrence"] = list(lines)
    return stage.account.create_event("Jour fixe", NINE, NINE + HOUR, zone="Europe/Berlin", values=values).id


def read(stage: GoogleStage, id_: str) -> Record:
    return only(stage.open().series([id_])[0])


def test_what_the_lines_take_out_is_cancelled(stage: GoogleStage) -> None:
    id_ = series(stage, WEEKLY, "EXDATE;TZID=Europe/Berlin:20260330T090000,20260406T110000")
    assert read_exceptions(str(read(stage, id_).values[EXCEPTIONS])) == {"2026-03-30": None}


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((WEEKLY, "RDATE:20260325T090000Z"), "added_dates"),
        ((WEEKLY, "RRULE:FREQ=DAILY;COUNT=2"), "several_rules"),
        (("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2",), "start_outside_pattern"),
        (("RRULE:FREQ=HOURLY;COUNT=2",), "more_often_than_daily"),
    ],
)
def test_what_has_no_words_here_says_why(stage: GoogleStage, lines: tuple[str, ...], why: str) -> None:
    assert read(stage, series(stage, *lines)).not_representable == why


def test_a_zone_that_nobody_knows_is_no_rule(stage: GoogleStage) -> None:
    id_ = series(stage, WEEKLY)
    start = stage.account.calendar.events[id_].values["start"]
    start["timeZone"] = ""
    assert read(stage, id_).not_representable == "unknown_zone"


def test_what_was_done_at_another_time_of_day_was_done_to_another_rule(stage: GoogleStage) -> None:
    id_ = series(stage, WEEKLY)
    stage.account.edit_event(f"{id_}_{SECOND}", {"summary": "Late"})
    assert EXCEPTIONS in read(stage, id_).values
    at_ten = {"dateTime": "2026-03-23T10:00:00", "timeZone": "Europe/Berlin"}
    at_noon = {"dateTime": "2026-03-23T12:00:00", "timeZone": "Europe/Berlin"}
    stage.account.edit_event(id_, {"start": at_ten, "end": at_noon})
    assert EXCEPTIONS not in read(stage, id_).values


def test_who_is_invited_to_one_occurrence_has_that_one_alone(stage: GoogleStage) -> None:
    """The series is the organizer's, and is not on this calendar."""
    _, cursor = listed(stage, EVENTS)
    alone = {"recurringEventId": "theirs", "originalStartTime": {"dateTime": "2026-03-30T07:00:00Z", "timeZone": "UTC"}}
    id_ = series(stage)
    event = stage.account.calendar.events[id_]
    stage.account.calendar.change(event, {**event.values, **alone} | {"recurrence": []})
    pages, cursor = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert mentioned(pages).keys() == {id_}
    record = read(stage, id_)
    assert (record.not_representable, RECURRENCE in record.values) == (None, False)
    stage.trash(id_)
    pages, _ = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert [one for page in pages for one in page.gone] == [id_]


def test_an_occurrence_of_a_series_that_is_here_is_no_event(stage: GoogleStage) -> None:
    id_ = f"{series(stage, WEEKLY)}_{SECOND}"
    stage.account.edit_event(id_, {"summary": "Late"})
    assert stage.open().series([id_]) == [Missing(id_)]


def test_a_hundred_series_are_read_in_a_few_requests(stage: GoogleStage) -> None:
    connection = stage.connect()
    ids = [series(stage, WEEKLY) for _ in range(100)]
    mailbox = connection.open("rep@acme.example", {}, installation="here", org_id="00D1")
    assert all(RECURRENCE in only(one).values for one in mailbox.series(ids))
    assert connection.calls["calendar.batch"] == 4


@pytest.mark.parametrize("limit", [Limit.USER, Limit.BACKEND])
def test_news_of_a_series_that_cannot_be_read_just_now_are_told_again(stage: GoogleStage, limit: Limit) -> None:
    """The page tells of an occurrence alone: let go of, the series would stay as it was until somebody edits it."""
    ids = {series(stage, WEEKLY) for _ in range(2)}
    _, cursor = listed(stage, EVENTS)
    for one in ids:
        stage.account.edit_event(f"{one}_{SECOND}", {"summary": "Late"})
    mailbox = stage.open({EVENTS: cursor})
    stage.server.quota.refuse([None, limit])
    with pytest.raises(RetryLaterError):
        mailbox.changes(EVENTS, cursor)
    pages, _ = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert mentioned(pages).keys() == ids


def test_an_occurrence_whose_series_cannot_be_read_just_now_is_not_missing(stage: GoogleStage) -> None:
    ids = [f"{series(stage, WEEKLY)}_{SECOND}" for _ in range(2)]
    for one in ids:
        stage.account.edit_event(one, {"summary": "Late"})
    mailbox = stage.open()
    stage.server.quota.refuse([None, None, Limit.BACKEND])
    refused, missing = mailbox.series(ids)
    assert isinstance(refused, ItemError)
    assert refused.duty == "retry"
    assert missing == Missing(ids[1])
