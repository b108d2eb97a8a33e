"""Events of a calendar as people and other programs leave them: series, zones, days, categories."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.port import Trail, Whereabouts
from tests.contract.mailbox_stage import EVENTS, FAIR, LUNCH, follow, listed, make, mentioned, only
from tests.support.microsoft365_stage import graph_event, other_calendar

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import Event
    from tests.support.microsoft365_stage import Microsoft365Stage

WEEKLY = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["sunday"], "firstDayOfWeek": "sunday"},
    "range": {"type": "numbered", "startDate": "2026-07-05", "numberOfOccurrences": 4},
}


def series(stage: Microsoft365Stage) -> Event:
    return stage.box.create_event(graph_event(LUNCH) | {"recurrence": WEEKLY})


def test_a_series_is_one_record_that_cannot_be_held(stage: Microsoft365Stage) -> None:
    event = series(stage)
    stage.box.edit_occurrence(event, date(2026, 7, 12), {"subject": "Moved"})
    pages, _ = follow(stage.open(), EVENTS, None)
    (record,) = [record for page in pages for record in page.records]
    assert (record.id, record.not_representable) == (event.id(immutable=True), "recurring")
    assert record.values["Subject"] == "Lunch"


def test_a_changed_occurrence_is_news_of_the_series(stage: Microsoft365Stage) -> None:
    event = series(stage)
    _, cursor = listed(stage, EVENTS)
    stage.box.edit_occurrence(event, date(2026, 7, 12), {"subject": "Moved"})
    stage.box.cancel_occurrence(event, date(2026, 7, 19))
    pages, _ = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert mentioned(pages).keys() == {event.id(immutable=True)}


def test_a_series_that_is_deleted_takes_its_occurrences_along(stage: Microsoft365Stage) -> None:
    event = series(stage)
    _, cursor = listed(stage, EVENTS)
    stage.box.put_away(event)
    pages, _ = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert mentioned(pages) == {}
    assert event.id(immutable=True) in {one for page in pages for one in page.gone}


def test_a_series_that_begins_before_the_window_is_told_by_its_occurrences(stage: Microsoft365Stage) -> None:
    long = {**WEEKLY, "range": {"type": "numbered", "startDate": "2025-07-06", "numberOfOccurrences": 60}}
    values = LUNCH | {"Start": "2025-07-06T12:00:00@Europe/Berlin", "End": "2025-07-06T13:00:00@Europe/Berlin"}
    event = stage.box.create_event(graph_event(values) | {"recurrence": long})
    assert listed(stage, EVENTS)[0].keys() == {event.id(immutable=True)}


def test_the_id_stays_when_an_event_is_moved_away_and_back(stage: Microsoft365Stage) -> None:
    event = stage.put(EVENTS, LUNCH)
    _, cursor = listed(stage, EVENTS)
    item = stage.item(event)
    ordinary = item.id(immutable=False)
    stage.box.put(item, other_calendar(stage.box))
    pages, cursor = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert [one for page in pages for one in page.gone] == [event]
    assert stage.open({EVENTS: cursor}).locate(EVENTS, [Trail(event, None)]) == [Whereabouts.ELSEWHERE]
    stage.box.put(item, stage.box.calendar)
    pages, _ = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
    assert mentioned(pages).keys() == {event}
    assert item.id(immutable=False) != ordinary


def test_one_that_is_nowhere_was_deleted_if_the_server_said_so(stage: Microsoft365Stage) -> None:
    event = stage.put(EVENTS, LUNCH)
    _, cursor = listed(stage, EVENTS)
    stage.box.purge(stage.item(event))
    mailbox = stage.open({EVENTS: cursor})
    assert mailbox.locate(EVENTS, [Trail(event, None)]) == [Whereabouts.UNKNOWN]
    assert mailbox.changes(EVENTS, cursor).gone == (event,)
    assert mailbox.locate(EVENTS, [Trail(event, None), Trail("never", None)]) == [
        Whereabouts.DELETED,
        Whereabouts.UNKNOWN,
    ]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"sensitivity": "confidential"}, {"Sensitivity": "Private"}),
        ({"sensitivity": "personal"}, {"Sensitivity": "Private"}),
        ({"showAs": "workingElsewhere"}, {"LegacyFreeBusyStatus": "WorkingElsewhere"}),
        ({"body": {"contentType": "html", "content": "<p>One</p><p>Two</p>"}}, {}),
    ],
)
def test_words_of_graph(stage: Microsoft365Stage, changed: dict[str, Any], expected: dict[str, Any]) -> None:
    event = stage.put(EVENTS, LUNCH)
    stage.box.edit(stage.item(event), changed)
    values = only(stage.open().read(EVENTS, [event])[0]).values
    assert values.items() >= expected.items()
    assert "<" not in str(values["Body"])


def test_the_category_marks_an_event_for_salesforce(stage: Microsoft365Stage) -> None:
    event = stage.put(EVENTS, LUNCH)
    stage.box.edit(stage.item(event), {"categories": ["Red", "salesForce"]})
    record = only(stage.open().read(EVENTS, [event])[0])
    assert record.selected
    assert record.extra["categories"] == "Red\nsalesForce"


def test_all_day_events_are_dates_whatever_the_zone(stage: Microsoft365Stage) -> None:
    for zone in ("UTC", "Tonga Standard Time", "Hawaiian Standard Time"):
        given = graph_event(FAIR)
        for name in ("start", "end"):
            given[name]["timeZone"] = zone
        event = stage.box.create_event(given).id(immutable=True)
        assert (
            only(stage.open().read(EVENTS, [event])[0]).values.items()
            >= {
                "Start": "2026-03-28",
                "End": "2026-03-31",
            }.items()
        )


def test_an_event_of_a_zone_without_a_windows_name_keeps_its_instant(stage: Microsoft365Stage) -> None:
    values = LUNCH | {"Start": "2026-07-05T12:00:00@Antarctica/Troll", "End": "2026-07-05T13:00:00@Antarctica/Troll"}
    mailbox = stage.open()
    done = make(mailbox, EVENTS, values)
    read = only(mailbox.read(EVENTS, [done.id])[0]).values
    assert str(read["Start"]).partition("@")[0] in {"2026-07-05T10:00:00", "2026-07-05T12:00:00"}


def test_sent_twice_with_one_key_an_event_is_made_once(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    first, second = make(mailbox, EVENTS, LUNCH, "key"), make(mailbox, EVENTS, LUNCH, "key")
    assert first.id == second.id
    assert listed(stage, EVENTS)[0].keys() == {first.id}


def test_a_listing_tells_what_we_made_by_its_key(stage: Microsoft365Stage) -> None:
    make(stage.open(), EVENTS, LUNCH, "the-key")
    pages, _ = follow(stage.open(), EVENTS, None)
    assert [record.marker for page in pages for record in page.records] == ["the-key"]


def test_a_calendar_that_a_colleague_shared_is_not_looked_into(stage: Microsoft365Stage) -> None:
    """It is in the colleague's mailbox, which the app may not reach; those of the rep can be looked through."""
    moved, trashed = (stage.put(EVENTS, LUNCH) for _ in range(2))
    _, cursor = listed(stage, EVENTS)
    colleague = stage.server.add_mailbox("colleague@acme.example")
    stage.server.denied.add("colleague@acme.example")
    root = stage.box.calendar.parent
    assert root is not None
    stage.box.add_folder(root, "Colleague", kind="calendar").shared_by = colleague
    stage.move_out(moved)
    stage.trash(trashed)
    mailbox = stage.open({EVENTS: cursor})
    follow(mailbox, EVENTS, cursor)
    assert mailbox.locate(EVENTS, [Trail(moved, None), Trail(trashed, None)]) == [
        Whereabouts.ELSEWHERE,
        Whereabouts.DELETED,
    ]
