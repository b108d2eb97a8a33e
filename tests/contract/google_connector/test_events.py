"""Events on Google: sync tokens, own ids, conditions, labels, series, moves, and mails that nobody gets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import BadAnswerError, ResyncError, ThrottledError
from syncline.connectors.google.event_id import event_id
from syncline.connectors.port import (
    Conflict,
    Draft,
    Edit,
    Intent,
    ItemError,
    Lost,
    Mention,
    Missing,
    Trail,
    Whereabouts,
    Written,
)
from syncline.sandbox.google import Limit
from tests.contract.mailbox_stage import BARE, CONTACTS, EVENTS, FAIR, LUNCH, follow, listed, make, mentioned, only

if TYPE_CHECKING:
    from syncline.records.record import Record, Value
    from tests.support.google_stage import GoogleStage

NINE = datetime(2026, 7, 5, 9)  # noqa: DTZ001 - a wall time in the calendar's zone
HOUR = timedelta(hours=1)


def event(stage: GoogleStage, subject: str = "Visit", **more: Any) -> str:
    return stage.account.create_event(subject, NINE, NINE + HOUR, **more).id


def read(stage: GoogleStage, id_: str) -> Record:
    return only(stage.open().read(EVENTS, [id_])[0])


def test_a_listing_brings_the_values_along(stage: GoogleStage) -> None:
    ids = {stage.put(EVENTS, LUNCH) for _ in range(3)}
    before = stage.server.requests.copy()
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    (page,), _ = follow(mailbox, EVENTS, None)
    assert {one.id for one in page.records} == ids
    assert all(one.values == LUNCH for one in page.records)
    spent = stage.server.requests - before
    assert {name: count for name, count in spent.items() if name.startswith("calendar")} == {
        "calendar.calendars.get": 1,
        "calendar.events.get": 1,
        "calendar.events.list": 1,
    }


def test_a_token_that_is_gone_asks_for_a_new_listing(stage: GoogleStage) -> None:
    event(stage)
    _, cursor = listed(stage, EVENTS)
    stage.account.calendar.epoch += 1
    with pytest.raises(ResyncError):
        stage.open({EVENTS: cursor}).changes(EVENTS, cursor)


def test_a_page_that_comes_again_and_again_is_no_listing(stage: GoogleStage) -> None:
    for number in range(12):
        event(stage, f"Visit {number}")
    mailbox = stage.open()
    first = mailbox.changes(EVENTS, None)
    stage.server.paging.repeated = 5
    with pytest.raises(BadAnswerError) as caught:
        mailbox.changes(EVENTS, first.cursor)
    assert caught.value.code == "endless_listing"


def test_a_token_rests_for_a_day_while_nothing_happens(stage: GoogleStage) -> None:
    event(stage)
    _, cursor = listed(stage, EVENTS)
    stage.clock.advance(timedelta(hours=12))
    (page,), same = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert (page.records, same) == ((), cursor)
    stage.clock.advance(timedelta(hours=13))
    assert follow(stage.open({EVENTS: cursor}), EVENTS, cursor)[1] != cursor


def test_an_own_id_that_is_taken_is_the_event_that_was_made_before(stage: GoogleStage) -> None:
    first = make(stage.open(), EVENTS, LUNCH, key="k" * 32)
    again = make(stage.open(), EVENTS, LUNCH, key="k" * 32)
    assert (again.id, again.version) == (first.id, first.version)
    assert first.id == event_id("k" * 32)
    assert len(stage.account.calendar.events) == 1


def test_an_own_id_whose_event_was_deleted_is_not_used_again(stage: GoogleStage) -> None:
    first = make(stage.open(), EVENTS, LUNCH, key="k" * 32)
    stage.trash(first.id)
    (refused,) = stage.open().create(EVENTS, [Draft("k" * 32, LUNCH)])
    assert isinstance(refused, ItemError)
    assert refused.code == "google_id_taken"
    assert stage.open().made(EVENTS, [Intent("k" * 32, LUNCH, stage.now())]) == {}


def test_what_changed_meanwhile_is_a_conflict_for_updates_and_for_deletes(stage: GoogleStage) -> None:
    id_ = stage.put(EVENTS, LUNCH)
    version = read(stage, id_).version
    stage.change(id_, {"Body": "A person's word"})
    mailbox = stage.open()
    assert mailbox.update(EVENTS, [Edit(id_, version, {"Body": "Ours"}, LUNCH)]) == [Conflict(id_)]
    assert mailbox.delete(EVENTS, [Mention(id_, version)]) == [Conflict(id_)]
    stage.trash(id_)
    assert stage.open().delete(EVENTS, [Mention(id_, version)]) == [Missing(id_)]


def test_nobody_gets_a_mail_whatever_is_written(stage: GoogleStage) -> None:
    people = [("Ann Lee", "ann@customer.example"), ("Bo", "bo@customer.example")]
    id_ = event(stage, attendees=people)
    record = read(stage, id_)
    assert record.attendees == 2
    assert record.people == ("ann@customer.example", "bo@customer.example")
    mailbox = stage.open()
    edits = {
        "Subject": "Later",
        "Start": "2026-07-06T09:00:00@Europe/Berlin",
        "End": "2026-07-06T10:00:00@Europe/Berlin",
    }
    (done,) = mailbox.update(EVENTS, [Edit(id_, record.version, edits, {**record.values, **edits})])
    assert isinstance(done, Written)
    (whole,) = mailbox.whole(EVENTS, [id_])
    assert isinstance(whole, str)
    assert isinstance(mailbox.delete(EVENTS, [Mention(id_, done.version)])[0], Written)
    (back,) = mailbox.restore(EVENTS, [Lost(id_, "undo", whole, LUNCH, stage.now())])
    assert isinstance(back, Written)
    assert back.id == id_
    assert read(stage, id_).people == record.people
    assert stage.mails() == 0


def test_an_event_that_google_forgot_is_made_anew(stage: GoogleStage) -> None:
    id_ = stage.put(EVENTS, LUNCH)
    (whole,) = stage.open().whole(EVENTS, [id_])
    assert isinstance(whole, str)
    del stage.account.calendar.events[id_]
    lost = Lost(id_, "undo-2", whole, LUNCH, stage.now())
    (back,) = stage.open().restore(EVENTS, [lost])
    assert isinstance(back, Written)
    assert back.id == event_id("undo-2")
    assert back.after == LUNCH
    (again,) = stage.open().restore(EVENTS, [lost])
    assert isinstance(again, Written)
    assert again.id == back.id


def test_what_moved_or_was_not_kept_does_not_come_back(stage: GoogleStage) -> None:
    moved, gone = stage.put(EVENTS, LUNCH), stage.put(EVENTS, FAIR)
    (whole,) = stage.open().whole(EVENTS, [moved])
    assert isinstance(whole, str)
    stage.move_out(moved)
    stage.trash(gone)
    losts = [Lost(moved, "u1", whole, LUNCH, stage.now()), Lost(gone, "u2", "<xml/>", FAIR, stage.now())]
    codes = [one.code for one in stage.open().restore(EVENTS, losts) if isinstance(one, ItemError)]
    assert codes == ["in_another_folder", "not_kept_whole"]


def test_a_moved_event_is_not_a_deleted_one(stage: GoogleStage) -> None:
    moved, gone = stage.put(EVENTS, LUNCH), stage.put(EVENTS, FAIR)
    _, cursor = listed(stage, EVENTS)
    stage.move_out(moved)
    stage.trash(gone)
    mailbox = stage.open({EVENTS: cursor})
    page = mailbox.changes(EVENTS, cursor)
    assert set(page.gone) == {moved, gone}
    assert mailbox.locate(EVENTS, [Trail(moved, None), Trail(gone, None)]) == [
        Whereabouts.ELSEWHERE,
        Whereabouts.DELETED,
    ]


def test_series_are_recognised_and_told_once_as_series(stage: GoogleStage) -> None:
    series = event(stage, "Daily", values={"recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]})
    (page,), cursor = follow(stage.open(), EVENTS, None)
    assert [(one.id, one.not_representable) for one in page.records] == [(series, "recurring")]
    occurrence = f"{series}_20260706T070000Z"
    stage.account.delete_event(occurrence)
    (after,), _ = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert {one.not_representable for one in after.records} <= {"recurring"}
    assert series not in after.gone


def test_focus_time_is_left_alone_with_the_reason(stage: GoogleStage) -> None:
    id_ = event(stage, values={"eventType": "focusTime", "focusTimeProperties": {}})
    assert read(stage, id_).not_representable == "focus_time"


def test_the_label_named_salesforce_selects_an_event(stage: GoogleStage) -> None:
    stage.account.calendar.labels = [
        {"id": "42617328-8756-4291-8273-192837465647", "backgroundColor": "#039be5", "name": " salesforce"},
        {"id": "19283746-9182-4736-8271-918273645261", "backgroundColor": "#33b679", "name": "Team"},
    ]
    ours = event(stage, "Ours", values={"eventLabelId": "42617328-8756-4291-8273-192837465647"})
    theirs = event(stage, "Theirs", values={"eventLabelId": "19283746-9182-4736-8271-918273645261"})
    event(stage, "None")
    (page,), _ = follow(stage.open(), EVENTS, None)
    assert {one.id for one in page.records if one.selected} == {ours}
    assert theirs in mentioned([page])
    assert stage.connection.calls["calendar.calendars.get"] == 1


def test_an_edit_keeps_the_label_and_the_mails_that_google_sends_the_rep(stage: GoogleStage) -> None:
    label = "42617328-8756-4291-8273-192837465647"
    stage.account.calendar.labels = [{"id": label, "backgroundColor": "#039be5", "name": "Salesforce"}]
    mail = {"method": "email", "minutes": 60}
    reminders = {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}, mail]}
    id_ = event(stage, values={"eventLabelId": label, "reminders": reminders})
    record = read(stage, id_)
    assert record.values["ReminderMinutesBeforeStart"] == 5
    changes: dict[str, Value] = {"ReminderMinutesBeforeStart": 20, "Subject": "New"}
    (done,) = stage.open().update(EVENTS, [Edit(id_, record.version, changes, {**record.values, **changes})])
    assert isinstance(done, Written)
    values = stage.account.calendar.events[id_].values
    assert values["eventLabelId"] == label
    assert mail in values["reminders"]["overrides"]
    assert read(stage, id_).values["ReminderMinutesBeforeStart"] == 20


def test_reminders_of_the_calendar_count_where_an_event_has_none_of_its_own(stage: GoogleStage) -> None:
    stage.account.calendar.default_reminders = [{"method": "popup", "minutes": 30}]
    id_ = event(stage, values={"reminders": {"useDefault": True}})
    assert read(stage, id_).values["ReminderMinutesBeforeStart"] == 30
    (page,), _ = follow(stage.open(), EVENTS, None)
    assert page.records[0].values["ReminderMinutesBeforeStart"] == 30


def test_a_hundred_events_are_written_in_two_requests(stage: GoogleStage) -> None:
    connection = stage.connect()
    mailbox = connection.open("rep@acme.example", {}, installation="here", org_id="00D1")
    drafts = [Draft(f"{number:032x}", BARE[EVENTS]) for number in range(100)]
    assert all(isinstance(one, Written) for one in mailbox.create(EVENTS, drafts))
    assert connection.calls["calendar.batch"] == 2
    assert stage.mails() == 0


def test_a_batch_that_is_throttled_as_a_whole_is_raised_and_obeyed(stage: GoogleStage) -> None:
    ids = [event(stage, f"Visit {number}") for number in range(3)]
    mailbox = stage.open()
    mailbox.changes(EVENTS, None)
    stage.server.quota.refuse([Limit.USER] * 3)
    with pytest.raises(ThrottledError):
        mailbox.read(EVENTS, ids)
    spent = stage.server.requests.total()
    with pytest.raises(ThrottledError):
        mailbox.read(EVENTS, ids)
    assert stage.server.requests.total() == spent


def test_a_part_of_a_batch_that_is_throttled_is_tried_again_alone(stage: GoogleStage) -> None:
    mailbox = stage.open()
    mailbox.changes(EVENTS, None)
    stage.server.quota.refuse([Limit.USER])
    refused, made = mailbox.create(EVENTS, [Draft("a" * 32, LUNCH), Draft("b" * 32, FAIR)])
    assert isinstance(refused, ItemError)
    assert refused.duty == "retry"
    assert isinstance(made, Written)


def test_a_mailbox_that_is_throttled_in_the_middle_is_left_alone(stage: GoogleStage) -> None:
    """A user has 600 calls a minute, a first load makes more: what would be refused as well is not even sent."""
    connection = stage.connect(event_batch=10)
    mailbox = connection.open("rep@acme.example", {}, installation="here", org_id="00D1")
    mailbox.changes(EVENTS, None)
    stage.server.quota.refuse([Limit.USER] * 3)
    done = mailbox.create(EVENTS, [Draft(f"{number:032x}", BARE[EVENTS]) for number in range(30)])
    assert connection.calls["calendar.batch"] == 1
    refused = [one for one in done if isinstance(one, ItemError)]
    assert len(refused) == 3 + 20
    assert {one.duty for one in refused} == {"retry"}
    with pytest.raises(ThrottledError):
        mailbox.changes(EVENTS, None)
    stage.clock.advance(timedelta(minutes=2))
    pages, _ = follow(stage.open(), EVENTS, None)
    assert len(mentioned(pages)) == 7


@pytest.mark.parametrize("limit", [Limit.USER, Limit.BACKEND])
def test_an_event_that_could_not_be_looked_for_everywhere_is_not_deleted(stage: GoogleStage, limit: Limit) -> None:
    """Moved to another calendar, it is cancelled where it was: believed, that would delete it in Salesforce."""
    moved, other = (event(stage, f"Visit {number}") for number in range(2))
    _, cursor = listed(stage, EVENTS)
    for one in (moved, other):
        stage.move_out(one)
    mailbox = stage.open({EVENTS: cursor})
    stage.server.quota.refuse([None, None, None, limit])
    assert mailbox.locate(EVENTS, [Trail(moved, None), Trail(other, None)]) == [
        Whereabouts.UNKNOWN,
        Whereabouts.ELSEWHERE,
    ]


@pytest.mark.parametrize("limit", [Limit.USER, Limit.BACKEND])
def test_an_event_that_cannot_be_read_just_now_is_not_made_anew(stage: GoogleStage, limit: Limit) -> None:
    id_ = event(stage)
    mailbox = stage.open()
    whole = str(mailbox.whole(EVENTS, [id_])[0])
    stage.server.quota.refuse([limit])
    (back,) = mailbox.restore(EVENTS, [Lost(id_, "undo", whole, LUNCH, stage.now())])
    assert isinstance(back, ItemError)
    assert back.duty == "retry"
    assert list(stage.account.calendar.events) == [id_]
