"""SPEC 4.5, 5.7: an occurrence that is edited on one side and deleted on the other at once fares like any event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.engine.resolving import NEW, resolve
from syncline.records.words import Collection
from tests.support.house import REP
from tests.support.house_people import events, kinds
from tests.support.house_tables import events_with
from tests.support.series_desk import DESKS, SECOND, TALK, WEEKLY, WHOLE, Desk

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(params=DESKS, ids=lambda made: made.__name__)
def made(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    answer: Callable[..., Desk] = request.param
    return answer


def desk(made: Callable[..., Desk], direction: str = "both", series: str = "occurrences") -> Desk:
    return made(events=events_with(direction=direction, series=series, remove_deleted=True))


def on(desk: Desk, start: str) -> dict[str, Any]:
    """The event of Salesforce that begins then."""
    return next(one for one in events(desk.house) if one["StartDateTime"].startswith(start))


def answer_new(desk: Desk) -> None:
    """A person says that what is left is to be copied."""
    rows = desk.house.store.unresolved()
    assert [row.kind for row in rows] == ["edited_and_deleted"]
    resolve(desk.house.store, rows, [NEW], desk.house.clock())
    desk.rest()
    assert desk.house.store.unresolved() == []
    assert desk.house.errors() == []


@pytest.mark.parametrize("series", ["occurrences", "series"])
def test_cancelled_here_and_edited_there_at_once_survives_and_is_asked_about(
    made: Callable[..., Desk], series: str
) -> None:
    at = desk(made, series=series)
    id_ = at.hands.put(TALK, WEEKLY)
    at.rest()
    at.hands.cancel(id_, SECOND)
    at.house.org.as_user(REP).update(on(at, WHOLE[1])["Id"], {"Location": "Room 2"})
    at.rest()
    assert at.starts() == WHOLE
    assert on(at, WHOLE[1])["Location"] == "Room 2"
    assert at.house.link_count(Collection.EVENTS) == 2
    answer_new(at)
    assert at.starts() == WHOLE
    assert at.hands.count() == 2
    assert at.house.link_count(Collection.EVENTS) == 3


def test_so_does_a_single_event(made: Callable[..., Desk]) -> None:
    at = desk(made)
    id_ = at.hands.put(TALK)
    at.rest()
    at.hands.trash(id_)
    at.house.org.as_user(REP).update(on(at, WHOLE[0])["Id"], {"Location": "Room 2"})
    at.rest()
    assert at.starts() == WHOLE[:1]
    answer_new(at)
    assert at.hands.count() == at.house.link_count(Collection.EVENTS) == 1


def test_where_events_come_from_the_calendar_alone_the_occurrence_goes_and_is_journaled(
    made: Callable[..., Desk],
) -> None:
    at = desk(made, "to_salesforce")
    id_ = at.hands.put(TALK, WEEKLY)
    at.rest()
    at.hands.cancel(id_, SECOND)
    at.house.org.as_user(REP).update(on(at, WHOLE[1])["Id"], {"Location": "Room 2"})
    at.rest()
    assert at.starts() == [WHOLE[0], WHOLE[2]]
    assert kinds(at.house) == []
    assert any("Room 2" in row.whole for row in at.house.store.journal(limit=10))


def test_edited_here_and_deleted_there_at_once_is_asked_about_and_may_be_copied_anew(
    made: Callable[..., Desk],
) -> None:
    at = desk(made)
    id_ = at.hands.put(TALK, WEEKLY)
    at.rest()
    at.hands.alter(id_, SECOND, {"Location": "Room 2"})
    at.house.org.as_user(REP).delete(on(at, WHOLE[1])["Id"])
    at.rest()
    assert at.starts() == [WHOLE[0], WHOLE[2]]
    answer_new(at)
    assert at.starts() == WHOLE
    assert on(at, WHOLE[1])["Location"] == "Room 2"
    assert at.house.link_count(Collection.EVENTS) == 3
    at.hands.alter(id_, SECOND, {"Location": "Room 3"})
    at.rest()
    assert on(at, WHOLE[1])["Location"] == "Room 3"


def test_what_is_in_its_series_again_is_asked_about_no_more(made: Callable[..., Desk]) -> None:
    at = desk(made)
    id_ = at.hands.put(TALK, WEEKLY)
    at.rest()
    at.hands.repeat(id_, "FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    at.house.org.as_user(REP).update(on(at, WHOLE[2])["Id"], {"Location": "Room 2"})
    at.rest()
    assert [row.kind for row in at.house.store.unresolved()] == ["edited_and_deleted"]
    at.hands.repeat(id_, WEEKLY)
    at.rest()
    assert at.starts() == WHOLE
    assert at.house.link_count(Collection.EVENTS) == 3
    assert at.house.store.unresolved() == []
