"""SPEC 5.7 on every mail system: attendees arrive, answer and go; and what the promises say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.attendees import read_attendees
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.rows import Action
from tests.support.house import REP, quiet
from tests.support.house_calendars import SYSTEMS, OnExchange, OnMicrosoft365, calendar, meet, settle
from tests.support.house_people import BERLIN
from tests.support.house_people import events as in_salesforce
from tests.support.house_tables import NO_CONTACTS, events_with
from tests.support.house_undo import newest, undone
from tests.support.microsoft365_stage import graph_event

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

every_system = pytest.mark.parametrize("system", SYSTEMS)
COLLEAGUE = "colleague@acme.example"
PARENTS = "SELECT Id, LastModifiedDate FROM Event WHERE IsChild = false"
ANN, EVE, ROOM = "ann@customer.example", "eve@prospect.example", "room@acme.example"
VISIT = {"Subject": "Visit", "Start": "2026-03-04T10:00:00@Europe/Berlin", "End": "2026-03-04T11:00:00@Europe/Berlin"}


def house_with(system: str, direction: str = "to_salesforce", *, shared: bool = False, **more: Any) -> Calendar:
    at = calendar(system, direction, attendees=True, **more)
    org = at.house.org
    if shared:
        org.setup.share_activities()
    org.add_user(COLLEAGUE, last_name="Colleague")
    org.as_user(REP).create("Contact", {"LastName": "Ann", "Email": ANN})
    org.as_user(REP).create("Lead", {"LastName": "Eve", "Company": "Prospect", "Email": EVE})
    return at


def guests(*addresses: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.partition("@")[0], one) for one in addresses)


def invited(at: Calendar) -> dict[str, str]:
    """Who is invited in Salesforce, and what they answered."""
    rows = at.house.org.admin.query("SELECT FIELDS(ALL) FROM EventRelation LIMIT 200")
    people = [(at.house.org.get(one["RelationId"]) or {}, one) for one in rows]
    return {person["Email"]: one["Status"] for person, one in people if one.get("IsInvitee", True)}


@every_system
def test_attendees_arrive_answer_and_go(system: str) -> None:
    at = house_with(system)
    visit = at.enter(VISIT, guests=guests(COLLEAGUE, ANN, EVE, "nobody@elsewhere.example"))
    settle(at)
    assert invited(at) == {COLLEAGUE: "New", ANN: "New", EVE: "New"}
    for guest, response in ((COLLEAGUE, "accepted"), (ANN, "tentative"), (EVE, "declined")):
        at.answer(visit, guest, response)
    settle(at)
    assert invited(at) == {COLLEAGUE: "Accepted", ANN: "Maybe", EVE: "Declined"}
    assert at.house.store.journal() == [], "an answer is nobody's typing"
    at.invite(visit, ANN)
    settle(at)
    assert invited(at) == {ANN: "Maybe"}
    assert [one["OwnerId"] for one in in_salesforce(at.house)] == [at.house.org.user_id(REP)]
    undone(at.house, newest(at.house, Action.UPDATE))
    settle(at)
    assert set(invited(at)) == {COLLEAGUE, ANN, EVE}


@every_system
def test_a_meeting_of_others_is_an_event_without_attendees(system: str) -> None:
    at = house_with(system)
    at.enter(VISIT, guests=guests(REP, ANN), host=("Boss", "boss@elsewhere.example"))
    settle(at)
    assert invited(at) == {}
    assert len(in_salesforce(at.house)) == 1


@every_system
def test_a_private_meeting_has_neither_attendees_nor_a_relation(system: str) -> None:
    at = house_with(system, private=True, relate=True)
    visit = at.enter({**VISIT, "Sensitivity": "Private"}, guests=guests(ANN))
    settle(at)
    assert invited(at) == {}
    (event,) = at.house.org.admin.query("SELECT WhoId, IsPrivate FROM Event")
    assert (event["WhoId"], event["IsPrivate"]) == (None, True)
    open_ = at.enter({**VISIT, "Subject": "Open"}, guests=guests(ANN))
    settle(at)
    assert set(invited(at)) == {ANN}
    at.edit(open_, {"Sensitivity": "Private"})
    settle(at)
    assert invited(at) == {}
    assert visit != open_


@every_system
@pytest.mark.parametrize("shared", [False, True])
def test_who_the_event_is_about_is_invited_beside_and_stays_related(system: str, *, shared: bool) -> None:
    at = house_with(system, relate=True, shared=shared)
    visit = at.enter(VISIT, guests=guests(ANN, COLLEAGUE))
    settle(at)
    assert set(invited(at)) == {ANN, COLLEAGUE}
    at.invite(visit, COLLEAGUE)
    settle(at)
    assert set(invited(at)) == {COLLEAGUE}
    (event,) = at.house.org.admin.query("SELECT WhoId, Who.Email FROM Event WHERE IsChild = false")
    assert event["Who"]["Email"] == ANN
    at.invite(visit, COLLEAGUE, ANN)
    settle(at)
    assert set(invited(at)) == {COLLEAGUE, ANN}


@pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE])
@pytest.mark.parametrize("lost", ["making", "inviting", "changing"])
def test_an_answer_that_is_lost_invites_nobody_twice_and_forgets_nobody(kind: FaultKind, lost: str) -> None:
    at = house_with("exchange")
    words = {"making": b'"Subject"', "inviting": b"EventRelation", "changing": b"EventRelation"}
    if lost == "changing":
        visit = at.enter(VISIT, guests=guests(ANN))
        settle(at)
        at.invite(visit, COLLEAGUE, EVE)
    else:
        at.enter(VISIT, guests=guests(COLLEAGUE, EVE))
    posts = Fault(kind, matches=lambda body, _environ: words[lost] in body and b'"POST"' in body and b"records" in body)
    at.house.org_faults.arm(posts)
    at.house.sync()
    assert not posts.times, "the fault happened"
    at.house.wait(minutes=5)
    settle(at)
    assert set(invited(at)) == {COLLEAGUE, EVE}
    assert at.house.org.count("Event") == 2
    assert at.house.org.count("EventRelation") == 2


def invite_in_salesforce(at: Calendar, email: str, *, touch: bool = True) -> str:
    """The rep invites somebody to the only event that is no child, and may edit it too; answers the relation."""
    mine = at.house.org.as_user(REP)
    (event,) = at.house.org.admin.query(PARENTS)
    people = [*mine.query("SELECT Id, Email FROM User"), *mine.query("SELECT Id, Email FROM Contact")]
    person = next(one["Id"] for one in people if one["Email"] == email)
    made = mine.create("EventRelation", {"EventId": event["Id"], "RelationId": person})
    if touch:
        mine.update(event["Id"], {"Location": f"Room {email}"})
    return made


def in_calendar(at: Calendar) -> set[str]:
    return {one.address for one in read_attendees(str(at.only().values.get("Attendees", "")))}


@every_system
@pytest.mark.parametrize("policy", [False, True])
def test_whom_salesforce_invites_reaches_the_calendar_only_by_policy_and_nobody_is_told(
    system: str, *, policy: bool
) -> None:
    at = house_with(system, "both", invite_from_salesforce=policy)
    at.enter(VISIT, guests=guests("nobody@elsewhere.example"))
    settle(at)
    writes = policy and system != "microsoft365"
    relation = invite_in_salesforce(at, ANN)
    if system == "microsoft365":
        at.house.sync()
        assert at.house.errors() == ["would_mail"], "the place of a meeting is not changed there either"
    else:
        settle(at)
    assert in_calendar(at) == {"nobody@elsewhere.example"} | ({ANN} if writes else set())
    assert set(invited(at)) == {ANN}
    if writes:
        at.house.org.as_user(REP).delete(relation)
        at.house.org.as_user(REP).update(in_salesforce(at.house)[0]["Id"], {"Location": "Hall"})
        settle(at)
        assert in_calendar(at) == {"nobody@elsewhere.example"}
    assert at.mails == 0


@every_system
@pytest.mark.parametrize("policy", [False, True])
def test_an_event_of_salesforce_arrives_with_its_invitees_only_by_policy(system: str, *, policy: bool) -> None:
    at = house_with(system, "both", invite_from_salesforce=policy)
    settle(at)
    meet(at, "Visit", "2026-03-04T09:00", "2026-03-04T10:00")
    invite_in_salesforce(at, ANN)
    settle(at)
    assert in_calendar(at) == ({ANN} if policy and system != "microsoft365" else set())
    assert set(invited(at)) == {ANN}


@pytest.mark.parametrize("system", ["exchange", "google"])
def test_whom_salesforce_invites_and_takes_out_reaches_the_calendar_without_an_edit_of_the_event(system: str) -> None:
    at = house_with(system, "both", invite_from_salesforce=True)
    at.enter(VISIT, guests=guests("nobody@elsewhere.example"))
    settle(at)
    first = invite_in_salesforce(at, ANN)
    settle(at)
    at.house.wait(hours=1)
    edited = [one["LastModifiedDate"] for one in at.house.org.admin.query(PARENTS)]
    second = invite_in_salesforce(at, COLLEAGUE, touch=False)
    settle(at)
    assert in_calendar(at) == {"nobody@elsewhere.example", ANN, COLLEAGUE}
    for relation, left in ((second, {ANN}), (first, set())):
        at.house.wait(hours=1)
        at.house.org.as_user(REP).delete(relation)
        settle(at)
        assert in_calendar(at) == {"nobody@elsewhere.example"} | left
    assert [one["LastModifiedDate"] for one in at.house.org.admin.query(PARENTS)] == edited, "nobody edited the event"
    at.house.wait(hours=1)
    assert quiet(at.house.sync())
    assert at.mails == 0


@pytest.mark.parametrize("policy", [False, True])
def test_who_answers_in_salesforce_changes_no_calendar_and_only_the_policy_costs_a_request(*, policy: bool) -> None:
    at = house_with("exchange", "both", invite_from_salesforce=policy)
    at.enter(VISIT, guests=guests("nobody@elsewhere.example"))
    settle(at)
    relation = invite_in_salesforce(at, ANN)
    settle(at)
    at.house.wait(hours=1)
    held = at.only().version
    at.house.org.as_user(REP).update(relation, {"Status": "Declined"})
    settle(at)
    assert (at.only().version, invited(at)) == (held, {ANN: "Declined"})
    connection = at.house.org_connection()
    at.house.org_connection = lambda **_more: connection  # type: ignore[method-assign]
    at.house.wait(hours=1)
    assert quiet(at.house.sync())
    assert connection.calls["feed"] == 1 + policy


def test_an_event_deleted_with_its_invitations_is_deleted_for_the_calendar() -> None:
    at = house_with("exchange", "both", invite_from_salesforce=True)
    settle(at)
    event = meet(at, "Visit", "2026-03-04T09:00", "2026-03-04T10:00")
    invite_in_salesforce(at, ANN, touch=False)
    settle(at)
    assert in_calendar(at) == {ANN}
    at.house.wait(hours=1)
    at.house.org.as_user(REP).delete(event)
    settle(at)
    assert at.house.errors() == []
    assert at.records() == []


@pytest.mark.parametrize("system", ["exchange", "google"])
def test_in_a_meeting_of_others_nobody_is_invited(system: str) -> None:
    at = house_with(system, "both", invite_from_salesforce=True)
    at.enter(VISIT, guests=guests(REP), host=("Boss", "boss@elsewhere.example"))
    settle(at)
    invite_in_salesforce(at, ANN)
    settle(at)
    assert at.only().people == ("boss@elsewhere.example",)
    assert set(invited(at)) == {ANN}


def test_what_attendees_cost_is_a_few_requests_a_page() -> None:
    at = house_with("exchange")
    at.house.sync()
    for number in range(40):
        at.enter({**VISIT, "Subject": f"Visit {number}"}, guests=guests(ANN, COLLEAGUE, EVE))
    at.house.wait(minutes=10)
    connection = at.house.org_connection()
    at.house.org_connection = lambda **_more: connection  # type: ignore[method-assign]
    at.house.sync()
    calls = connection.calls
    assert (calls["people"], calls["create"], calls["invite"]) == (1, 1, 1)
    assert at.house.org.count("EventRelation") == 120
    at.house.wait(minutes=10)
    before = dict(connection.calls)
    at.house.sync()
    assert {name: count - before.get(name, 0) for name, count in connection.calls.items()}.get("invite", 0) == 0


def test_a_rep_who_may_not_edit_events_is_told_what_is_missing() -> None:
    at = house_with("exchange")
    at.enter(VISIT, guests=guests(ANN))
    at.house.org.permissions(REP).objects["Event"] = frozenset({"read", "create"})
    at.house.sync()
    (row,) = at.house.store.errors()
    assert (row.code, "Edit on Event" in row.message) == ("permission_missing", True)


@every_system
@pytest.mark.parametrize("first", [0, 1])
def test_two_reps_in_one_meeting_have_one_event_and_its_child(system: str, first: int) -> None:
    reps = (REP, COLLEAGUE)
    at = SYSTEMS[system](contacts=dict(NO_CONTACTS), events=events_with(attendees=True), reps=reps)
    visit = at.enter(VISIT, guests=guests(COLLEAGUE, "nobody@elsewhere.example"))
    _deliver(at, visit)
    for rep in (reps[first], reps[1 - first]):
        at.house.sync(only=f"acme/{rep}")
    at.house.wait(minutes=5)
    settle(at)
    _are_in_one_meeting(at)
    at.answer(visit, COLLEAGUE, "accepted")
    settle(at)
    assert invited(at) == {COLLEAGUE: "Accepted"}


@every_system
def test_a_copy_finds_its_child_where_the_meeting_was_moved_and_renamed_in_salesforce(system: str) -> None:
    """Nobody is mailed of it: the copy may stay as it was. On Microsoft 365 the organizer's stays, too."""
    events = events_with(direction="both", attendees=True)
    at = SYSTEMS[system](contacts=dict(NO_CONTACTS), events=events, reps=(REP, COLLEAGUE))
    visit = at.enter(VISIT, guests=guests(COLLEAGUE))
    at.house.sync(only=f"acme/{REP}")
    at.house.wait(minutes=1)
    (event,) = at.house.org.admin.query(PARENTS)
    times = {"StartDateTime": "2026-03-09T12:00:00.000Z", "EndDateTime": "2026-03-09T13:00:00.000Z"}
    at.house.org.as_user(REP).update(event["Id"], {"Subject": "Tour", **times})
    _deliver(at, visit)
    for _ in range(8):  # longer than a copy waits
        at.house.sync()
        at.house.wait(minutes=3)
    _are_in_one_meeting(at)


def _are_in_one_meeting(at: Calendar) -> None:
    rows = at.house.org.admin.query("SELECT Owner.Email, IsChild FROM Event")
    assert sorted((row["Owner"]["Email"], row["IsChild"]) for row in rows) == [(COLLEAGUE, True), (REP, False)]
    assert [at.house.link_count(Collection.EVENTS, rep) for rep in (REP, COLLEAGUE)] == [1, 1]


def _deliver(at: Calendar, visit: str) -> None:
    """The invitation reaches the colleague's calendar; Google's puts it there by itself."""
    host = ("Rep", REP)
    if isinstance(at, OnExchange):
        held = at.house.mailbox().items[visit].values
        at.house.mailbox(COLLEAGUE).create_event(
            "Visit", held["Start"], held["End"], zone=BERLIN, values={"UID": held["UID"]}, organizer=host
        )
    elif isinstance(at, OnMicrosoft365):
        uid = next(iter(at.cloud.cloud().calendar.items.values())).values["uid"]
        at.cloud.cloud(COLLEAGUE).create_event(graph_event(VISIT), organizer=host, uid=uid)


def test_a_preview_tells_of_attendees_and_writes_nothing() -> None:
    at = house_with("exchange")
    visit = at.enter(VISIT, guests=guests(ANN, COLLEAGUE))
    told = at.house.preview()
    assert (at.house.org.count("Event"), at.house.org.count("EventRelation")) == (0, 0)
    assert told["reps"]
    settle(at)
    at.invite(visit, ANN)
    told = at.house.preview()
    assert COLLEAGUE in repr(told)
    assert set(invited(at)) == {ANN, COLLEAGUE}


@pytest.mark.parametrize("emptied", [False, True])
def test_a_meeting_that_was_deleted_comes_back_with_its_attendees(*, emptied: bool) -> None:
    at = house_with("exchange", remove_deleted=True)
    visit = at.enter(VISIT, guests=guests(ANN, COLLEAGUE))
    settle(at)
    at.answer(visit, ANN, "accepted")
    settle(at)
    at.delete(visit)
    settle(at)
    assert at.house.org.count("EventRelation") == 0
    if emptied:
        at.house.org.purge("EventRelation")
        at.house.org.purge("Event")
    undone(at.house, newest(at.house, Action.DELETE))
    settle(at)
    assert invited(at) == {ANN: "Accepted", COLLEAGUE: "New"}
    assert at.house.org.count("Event") == 2
