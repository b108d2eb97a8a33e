"""SPEC 5.7: an invitation that somebody takes out, or holds locked, between our reading and our writing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.sandbox.salesforce.errors import RefusedError
from tests.support.house import REP
from tests.support.house_calendars import MORNING, SYSTEMS, calendar, change, settle
from tests.support.house_people import events, kinds
from tests.support.house_wire import once, tap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.house_calendars import Calendar

ANN, BOB, EVE = "ann@customer.example", "bob@customer.example", "eve@customer.example"
every_system = pytest.mark.parametrize("system", SYSTEMS)


def meeting(system: str) -> tuple[Calendar, str]:
    """A meeting with Ann and Bob is in step; Eve is known, too."""
    at = calendar(system, "to_salesforce", attendees=True, remove_deleted=True)
    for one in (ANN, BOB, EVE):
        at.house.org.as_user(REP).create("Contact", {"LastName": one, "Email": one})
    id_ = at.enter({"Subject": "Visit", **MORNING}, guests=((ANN, ANN), (BOB, BOB)))
    settle(at)
    assert invited(at) == {ANN: "New", BOB: "New"}
    return at, id_


def relations(at: Calendar) -> dict[str, tuple[str, str]]:
    rows = at.house.org.admin.query("SELECT Id, Relation.Email, Status FROM EventRelation")
    return {row["Relation"]["Email"]: (row["Id"], row["Status"]) for row in rows}


def invited(at: Calendar) -> dict[str, str]:
    """Who is invited in Salesforce, and what they answered."""
    return {who: status for who, (_, status) in relations(at).items()}


def between(at: Calendar, request: str, who: str, *, locked: bool = False) -> list[str]:
    """Somebody takes a person out, or holds that invitation, right before a request. Answers what was sent."""
    id_ = relations(at)[who][0]

    def act() -> None:
        if locked:
            at.house.org.setup.lock(id_)
        else:
            at.house.org.as_user(REP).delete(id_)

    org, _ = tap(at.house)
    org.before = once(request, act)
    at.house.sync()
    assert request in org.seen
    return org.seen


def busy_once() -> Callable[[Mapping[str, Any], Mapping[str, Any] | None], dict[str, Any]]:
    """What refuses the first invitation, and none after it."""
    left = [RefusedError("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", fields=())]

    def trigger(row: Mapping[str, Any], _before: Mapping[str, Any] | None) -> dict[str, Any]:
        if left:
            raise left.pop()
        return dict(row)

    return trigger


@every_system
def test_whose_answer_comes_when_somebody_took_them_out_stays_out(system: str) -> None:
    at, id_ = meeting(system)
    at.answer(id_, ANN, "accepted")
    at.answer(id_, BOB, "declined")
    between(at, "changed0+invited", BOB)
    settle(at)
    assert invited(at) == {ANN: "Accepted"}
    assert kinds(at.house) == []
    at.answer(id_, ANN, "tentative")
    settle(at)
    assert invited(at) == {ANN: "Maybe"}


@every_system
def test_who_is_taken_out_on_both_sides_at_once_is_out(system: str) -> None:
    at, id_ = meeting(system)
    at.invite(id_, ANN, EVE)
    between(at, "made0+gone0+invited", BOB)
    settle(at)
    assert invited(at) == {ANN: "New", EVE: "New"}
    assert kinds(at.house) == []


@every_system
def test_an_answer_that_met_a_locked_invitation_comes_with_the_next_cycle(system: str) -> None:
    at, id_ = meeting(system)
    at.answer(id_, ANN, "accepted")
    at.answer(id_, BOB, "declined")
    between(at, "changed0+invited", BOB, locked=True)
    assert invited(at) == {ANN: "Accepted", BOB: "New"}
    settle(at)
    assert invited(at) == {ANN: "Accepted", BOB: "Declined"}


@every_system
def test_who_could_not_be_taken_out_goes_with_the_next_cycle(system: str) -> None:
    at, id_ = meeting(system)
    at.invite(id_, ANN, EVE)
    between(at, "made0+gone0+invited", BOB, locked=True)
    assert invited(at) == {ANN: "New", BOB: "New", EVE: "New"}
    settle(at)
    assert invited(at) == {ANN: "New", EVE: "New"}


@every_system
@pytest.mark.parametrize("direction", ["both", "to_salesforce"])
def test_who_could_not_be_invited_to_a_new_meeting_is_invited_with_the_next_cycle(system: str, direction: str) -> None:
    at = calendar(system, direction, attendees=True)
    for one in (ANN, BOB):
        at.house.org.as_user(REP).create("Contact", {"LastName": one, "Email": one})
    at.enter({"Subject": "Visit", **MORNING}, guests=((ANN, ANN), (BOB, BOB)))
    at.house.org.setup.add_trigger("EventRelation", busy_once())
    at.house.sync()
    assert len(invited(at)) == 1
    assert at.house.errors() == ["UNABLE_TO_LOCK_ROW"]
    settle(at)
    assert invited(at) == {ANN: "New", BOB: "New"}
    assert kinds(at.house) == []
    assert at.house.store.journal(limit=10) == []


def test_answers_reach_salesforce_though_an_edit_of_salesforces_is_kept_back() -> None:
    """Microsoft 365 would mail it; each answer comes, and none takes back the one before."""
    at = calendar("microsoft365", "both", attendees=True)
    for one in (ANN, BOB):
        at.house.org.as_user(REP).create("Contact", {"LastName": one, "Email": one})
    id_ = at.enter({"Subject": "Visit", **MORNING}, guests=((ANN, ANN), (BOB, BOB)))
    settle(at)
    change(at, events(at.house)[0]["Id"], Location="Room 1")
    at.house.sync()
    assert at.house.errors() == ["would_mail"]
    for one in (ANN, BOB):
        at.house.wait(minutes=5)
        at.answer(id_, one, "accepted")
        at.house.sync()
    at.house.wait(hours=1)
    at.house.sync()
    assert invited(at) == {ANN: "Accepted", BOB: "Accepted"}
    assert (at.house.errors(), at.mails) == (["would_mail"], 0)


@every_system
def test_a_meeting_that_is_deleted_before_its_people_are_invited_stays_deleted(system: str) -> None:
    at, id_ = meeting(system)
    at.invite(id_, ANN, BOB, EVE)
    (event,) = events(at.house)
    org, _ = tap(at.house)
    org.before = once("made0+invited", lambda: at.house.org.as_user(REP).delete(event["Id"]))
    at.house.sync()
    assert "made0+invited" in org.seen
    settle(at)
    assert events(at.house) == []
    assert at.house.link_count(Collection.EVENTS) == 0
    assert len(at.records()) == 1
