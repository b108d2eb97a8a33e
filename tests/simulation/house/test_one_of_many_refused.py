"""One item of a batch is refused for now: the others go through, it comes with the next cycle, nothing is doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.sandbox.salesforce.errors import RefusedError
from tests.simulation import batch_refused, one_refused
from tests.simulation.events import Event
from tests.simulation.line import Line, Wire
from tests.support.house import REP
from tests.support.house_calendars import SYSTEMS, OnExchange, OnMicrosoft365, calendar, change, meet, settle
from tests.support.house_people import events, kinds
from tests.support.series_desk import at as hour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.simulation.line import Call
    from tests.support.house_calendars import Calendar

WEEKLY, DAILY = "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "RRULE:FREQ=DAILY;COUNT=3"
_MOST = 3
"""After so many requests at which an item was refused, one more is, and none after it."""
every_system = pytest.mark.parametrize("system", SYSTEMS)


def series(system: str, kept_as: str = "series") -> tuple[Calendar, str]:
    """A series of the calendar is in step."""
    at = calendar(system, remove_deleted=True, series=kept_as)
    id_ = at.series.put({"Subject": "Jour fixe", **hour("2026-03-16", 9)}, WEEKLY)
    settle(at)
    assert len(events(at.house)) == 3
    return at, id_


def places(at: Calendar) -> list[str | None]:
    return [row["Location"] for row in sorted(events(at.house), key=lambda row: str(row["StartDateTime"]))]


def hold(at: Calendar, number: int) -> None:
    """Somebody's transaction holds one occurrence in Salesforce."""
    at.house.org.setup.lock(sorted(events(at.house), key=lambda row: str(row["StartDateTime"]))[number]["Id"])


@every_system
def test_an_occurrence_that_is_locked_is_changed_later(system: str) -> None:
    at, id_ = series(system)
    hands = at.series
    hands.know(id_, "2026-03-16T09:00:00@Europe/Berlin")
    hands.change(id_, {"Location": "Room 1"})
    hold(at, 1)
    at.house.sync()
    assert places(at) == ["Room 1", None, "Room 1"]
    assert at.house.errors() == ["UNABLE_TO_LOCK_ROW"]
    settle(at)
    assert places(at) == ["Room 1"] * 3


@every_system
def test_an_occurrence_that_is_locked_is_taken_away_later(system: str) -> None:
    at, id_ = series(system)
    at.series.trash(id_)
    hold(at, 1)
    at.house.sync()
    assert len(events(at.house)) == 1
    settle(at)
    assert events(at.house) == []
    assert at.house.store.held() == []


@every_system
@pytest.mark.parametrize("kept_as", ["occurrences", "series"])
def test_an_occurrence_that_is_refused_is_made_later(system: str, kept_as: str) -> None:
    """What is refused as a series arrives event by event."""
    at = calendar(system, remove_deleted=True, series=kept_as)
    left = [RefusedError("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", fields=())]

    def trigger(row: Mapping[str, Any], _before: Mapping[str, Any] | None) -> dict[str, Any]:
        if left:
            raise left.pop()
        return dict(row)

    at.house.org.setup.add_trigger("Event", trigger)
    at.series.put({"Subject": "Jour fixe", **hour("2026-03-16", 9)}, WEEKLY)
    at.house.sync()
    assert left == []
    settle(at)
    assert len(events(at.house)) == at.house.link_count(Collection.EVENTS) == 3
    assert kinds(at.house) == []


@pytest.mark.parametrize("code", range(3))
@pytest.mark.parametrize("kind", [*one_refused.KINDS, *batch_refused.KINDS])
def test_one_of_salesforces_series_is_refused_by_the_mailbox(kind: str, code: int) -> None:
    """At each request of the days that can be refused so, in turn: creates, updates, deletions, reads."""
    at = calendar("microsoft365" if kind in batch_refused.KINDS else "exchange", remove_deleted=True)
    settle(at)
    refused = refuse_one(at, kind, code)
    meet(at, "Ours", "2026-03-17T12:00", "2026-03-17T13:00", Recurrence2PatternText=DAILY)
    come_to_rest(at)
    first, second, third = sorted(row["Id"] for row in events(at.house))
    change(at, first, Location="Room 1")
    change(at, second, Location="Room 2")
    come_to_rest(at)
    at.house.org.as_user(REP).delete(second)
    at.house.org.as_user(REP).delete(third)
    come_to_rest(at)
    assert [(one["Subject"], one.get("Location")) for one in at.values()] == [("Ours", "Room 1")]
    assert [row["Location"] for row in events(at.house)] == ["Room 1"]
    assert refused, "nothing was ever refused"


def come_to_rest(at: Calendar) -> None:
    for _ in range(6):
        at.house.sync()
        at.house.wait(minutes=30)
    settle(at)


def refuse_one(at: Calendar, kind: str, code: int) -> list[str]:
    """Let one item be refused at the first request of each name. Answers these names."""
    refused: list[str] = []
    wire = Wire()

    def meets(call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes] | None:
        which: Any = one_refused if kind in one_refused.KINDS else batch_refused
        fits = one_refused.fits(kind, call) if kind in one_refused.KINDS else batch_refused.fits(call)
        told = call.name if kind in one_refused.KINDS else f"{call.name} {len(refused)}"
        if not fits or told in refused or len(refused) > _MOST:
            return None
        refused.append(told)
        answer: Iterable[bytes] = which.act(Event(kind, code, code), call, line, environ, start)
        return answer

    wire.meet = meets
    if isinstance(at, OnExchange):
        at.house.mail_faults = Line("mail", at.house.exchange, wire)
    elif isinstance(at, OnMicrosoft365):
        at.cloud.cloud_faults = Line("mail", at.cloud.tenant, wire)
    return refused
