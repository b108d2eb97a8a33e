"""SPEC 5.5: on first arrival an event is related to the contacts who take part, else to one lead; never later."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.engine.resolving import WrongAnswerError, resolve
from syncline.sandbox.exchange.state.item import Address, Attendee
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.memory import MemoryStore
from tests.simulation.house.test_calls import Counted
from tests.support.house import REP
from tests.support.house_crash import Killed, MortalStore
from tests.support.house_people import BERLIN, kinds, rest
from tests.support.house_tables import NO_CONTACTS, events_with
from tests.support.house_wire import once, tap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.sandbox.exchange import Item
    from syncline.store.rows import UnresolvedRow

COLLEAGUE = "colleague@acme.example"
ANN, BOB, EVE = "ann@customer.example", "bob@customer.example", "eve@prospect.example"


def house_with(*, store: MortalStore | None = None, **settings: Any) -> Counted:
    house = Counted(contacts=NO_CONTACTS, events=events_with(relate=True, **settings), store=store or MemoryStore())
    house.org.add_user(COLLEAGUE, last_name="Colleague")
    return house


def meet(house: Counted, *people: str, subject: str = "Visit", day: int = 4, **more: Any) -> Item:
    start, end = datetime(2026, 3, day, 9), datetime(2026, 3, day, 10)  # noqa: DTZ001 - wall time in the zone
    invited = [(one.partition("@")[0], one) for one in people]
    return house.mailbox().create_event(subject, start, end, zone=BERLIN, attendees=invited, **more)


def contact(house: Counted, email: str, rep: str = REP) -> str:
    return house.org.as_user(rep).create("Contact", {"LastName": email, "Email": email})


def lead(house: Counted, email: str) -> str:
    return house.org.as_user(REP).create("Lead", {"LastName": email, "Company": "Prospect", "Email": email})


def who(house: Counted) -> list[str | None]:
    return [one["WhoId"] for one in house.org.admin.query("SELECT WhoId FROM Event ORDER BY StartDateTime")]


def related(house: Counted) -> set[str]:
    return {one["RelationId"] for one in house.org.admin.query("SELECT RelationId FROM EventRelation")}


def asked(house: Counted) -> list[UnresolvedRow]:
    return list(house.store.unresolved())


def answer(house: Counted, answers: Sequence[str]) -> None:
    resolve(house.store, asked(house), answers, house.clock())


def test_one_contact_is_related_and_contacts_win_over_leads() -> None:
    house = house_with()
    lead(house, EVE)
    ann, _ = contact(house, ANN), contact(house, BOB)
    meet(house, EVE, ANN.upper(), BOB)
    rest(house)
    assert who(house) == [ann], "the first of the invitation, where an event is about one person"
    assert kinds(house) == []


def test_all_contacts_are_related_where_the_org_shares_activities() -> None:
    house = house_with()
    house.org.setup.share_activities()
    ann, bob, twin = contact(house, ANN), contact(house, BOB), contact(house, BOB)
    meet(house, BOB, ANN)
    rest(house)
    assert who(house) == [bob]
    assert related(house) == {ann, bob, twin}


def test_else_one_lead_is_related() -> None:
    house = house_with()
    house.org.setup.share_activities()
    gone = lead(house, ANN)
    house.org.admin.convert(gone)
    house.org.admin.delete(house.org.admin.query("SELECT ConvertedContactId FROM Lead")[0]["ConvertedContactId"])
    first, _ = lead(house, EVE), lead(house, EVE)
    meet(house, ANN, EVE)
    rest(house)
    assert who(house) == [first]


def test_the_organizer_counts_and_what_the_rep_cannot_see_does_not() -> None:
    house = house_with()
    contact(house, ANN, rep=COLLEAGUE)
    bob = contact(house, BOB)
    meet(house, REP, ANN, organizer=("Bob", BOB))
    rest(house)
    assert who(house) == [bob]


@pytest.mark.parametrize("rooms", [{}, {"Resources": (Attendee(Address("Room", "room@acme.example")),)}])
def test_an_event_among_colleagues_is_about_nobody_and_asks_nobody(rooms: dict[str, Any]) -> None:
    house = house_with()
    meet(house, COLLEAGUE, values=rooms)
    meet(house, day=5)
    rest(house)
    assert who(house) == [None, None]
    assert kinds(house) == []


def test_what_cannot_be_related_is_asked_about_and_related_by_a_person() -> None:
    house = house_with()
    meet(house, "stranger@elsewhere.example", subject="Lunch")
    report = rest(house)
    (row,) = asked(house)
    assert (row.kind, row.name, report["in_step"]) == ("event_not_related", "Lunch, 2026-03-04 09:00", True)
    ann = contact(house, ANN)
    account = house.org.as_user(REP).create("Account", {"Name": "Globex"})
    with pytest.raises(WrongAnswerError):
        answer(house, [ann, lead(house, EVE)])
    answer(house, [ann, account])
    rest(house)
    (event,) = house.org.admin.query("SELECT WhoId, WhatId, LastModifiedById FROM Event")
    assert (event["WhoId"], event["WhatId"]) == (ann, account)
    assert event["LastModifiedById"] == house.org.user_id(REP)
    assert kinds(house) == []


@pytest.mark.parametrize("others", [{"WhoId": ANN}, {"WhatId": "Globex"}, {"WhoId": ANN, "WhatId": "Globex"}])
@pytest.mark.parametrize("within", ["before the cycle", "after it looked"])
@pytest.mark.parametrize("by", [REP, "admin"])
def test_what_somebody_related_meanwhile_stays_and_the_question_is_answered(
    others: dict[str, str], within: str, by: str
) -> None:
    house = house_with()
    meet(house, "stranger@elsewhere.example")
    rest(house)
    (event,) = house.org.admin.query("SELECT Id FROM Event")
    account = house.org.as_user(REP).create("Account", {"Name": "Globex"})
    made = {ANN: contact(house, ANN), "Globex": account}
    theirs = {name: made[one] for name, one in others.items()}
    hands = house.org.admin if by == "admin" else house.org.as_user(by)
    answer(house, [contact(house, BOB), house.org.as_user(REP).create("Account", {"Name": "Initech"})])
    if within == "before the cycle":
        hands.update(event["Id"], theirs)
    else:
        org, _mail = tap(house)
        org.before = once("before+changed", lambda: hands.update(event["Id"], theirs))
    rest(house)
    (now,) = house.org.admin.query("SELECT WhoId, WhatId FROM Event")
    assert {name: now[name] for name in ("WhoId", "WhatId") if now[name]} == theirs
    assert (kinds(house), house.errors()) == ([], [])


def test_what_is_asked_about_stays_asked_about_while_the_event_is_edited() -> None:
    house = house_with()
    item = meet(house, "stranger@elsewhere.example", subject="Lunch")
    rest(house)
    house.mailbox().edit(item, {"Location": "Room 1"})
    rest(house)
    assert kinds(house) == ["event_not_related"]
    answer(house, [contact(house, BOB)])
    rest(house)
    assert kinds(house) == []


def test_an_answer_whose_own_answer_is_lost_is_carried_out_once() -> None:
    house = house_with()
    meet(house, "stranger@elsewhere.example")
    rest(house)
    bob = contact(house, BOB)
    answer(house, [bob])
    house.org_faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: b"WhoId" in body and b"PATCH" in body))
    house.sync()
    assert house.org_faults.acted == [FaultKind.LOST_AFTER]
    house.wait(minutes=5)
    rest(house)
    assert who(house) == [bob]
    assert (kinds(house), house.errors()) == ([], [])


@pytest.mark.parametrize("died", [True, False])
def test_what_cannot_be_related_is_asked_about_though_nobody_heard_that_it_was_made(died: bool) -> None:  # noqa: FBT001
    store = MortalStore()
    house = house_with(store=store)
    meet(house, "stranger@elsewhere.example", subject="Lunch")
    meet(house, ANN, day=5)
    contact(house, ANN)
    made = [one for one in range(20) if _dies_after_create(house, store, one)] if died else []
    if not died:
        house.org_faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: b"composite/sobjects" in body))
        house.sync()
        assert house.org_faults.acted == [FaultKind.LOST_AFTER]
    assert len(made) == (1 if died else 0)
    house.wait(minutes=5)
    rest(house)
    assert [(row.kind, row.name) for row in asked(house)] == [("event_not_related", "Lunch, 2026-03-04 09:00")]
    assert house.org.count("Event") == 2


def _dies_after_create(house: Counted, store: MortalStore, number: int) -> bool:
    """Kill the cycle at its n-th commit from now, unless the events were made already; tells whether they are now."""
    if house.org.count("Event"):
        return False
    store.arm(number, carried_out=False)
    with contextlib.suppress(Killed):
        house.sync()
    store.disarm()
    house.wait(minutes=5)
    return house.org.count("Event") > 0


def test_an_answer_follows_a_lead_that_was_converted_meanwhile() -> None:
    house = house_with()
    meet(house, "stranger@elsewhere.example")
    rest(house)
    eve = lead(house, EVE)
    became = house.org.admin.convert(eve)
    answer(house, [eve])
    rest(house)
    assert who(house) == [became]


def test_a_related_lead_that_is_converted_breaks_nothing() -> None:
    house = house_with()
    eve = lead(house, EVE)
    item = meet(house, EVE)
    rest(house)
    became = house.org.admin.convert(eve)
    rest(house)
    house.mailbox().edit(item, {"Subject": "Visit at last"})
    rest(house)
    assert who(house) == [became]


def test_later_attendees_alter_no_relation() -> None:
    house = house_with()
    ann, _ = contact(house, ANN), contact(house, BOB)
    item = meet(house, ANN)
    alone = meet(house, day=5)
    rest(house)
    for one in (item, alone):
        house.mailbox().edit(one, {"RequiredAttendees": (Attendee(Address("Bob", BOB)),), "Subject": "Changed"})
    rest(house)
    assert who(house) == [ann, None]
    assert kinds(house) == []


def test_without_the_option_nothing_is_related() -> None:
    house = house_with()
    house.events["relate"] = False
    house.apply()
    contact(house, ANN)
    meet(house, ANN)
    meet(house, "stranger@elsewhere.example", day=5)
    rest(house)
    assert who(house) == [None, None]
    assert kinds(house) == []


def test_a_page_of_newcomers_costs_one_request_for_its_people() -> None:
    house = house_with()
    for number in range(60):
        contact(house, f"person{number}@customer.example")
        meet(house, f"person{number}@customer.example", day=3 + number % 20)
    house.sync()
    meet(house, "person1@customer.example", subject="Once more")
    house.wait(minutes=10)
    assert house.costs()["salesforce"]["people"] == 1
    for number in range(40):
        meet(house, f"person{number}@customer.example", subject="Again", day=3 + number % 20)
    house.wait(minutes=10)
    costs = house.costs()["salesforce"]
    assert (costs["people"], costs["create"]) == (1, 1)
