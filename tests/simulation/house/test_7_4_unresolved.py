"""SPEC 7.4: what only a person can decide stays until somebody does; the next cycle carries the answer out."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from syncline.engine.resolving import AGAIN, NEW, WrongAnswerError, ignore, resolve
from syncline.records.candidate import Candidate
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.changes import Changes
from syncline.store.rows import Asked
from tests.support.house import REP, House
from tests.support.house_crash import Killed, MortalStore
from tests.support.house_people import add, change, contacts, edit, held, kinds, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with

if TYPE_CHECKING:
    from syncline.store.rows import UnresolvedRow

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "info@customer.example"}
BOB = {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "info@customer.example"}


def house_with(**settings: str) -> House:
    return House(contacts=contacts_with(**settings), events=NO_EVENTS)


def asked(house: House) -> list[UnresolvedRow]:
    return [row for row in house.store.unresolved() if row.state is not Asked.IGNORED]


def answer(house: House, *answers: str, kind: str | None = None) -> None:
    rows = [row for row in asked(house) if kind in {None, row.kind}]
    resolve(house.store, rows, answers, house.clock())


def two_on_one_address() -> tuple[House, str]:
    house = house_with()
    put(house, ANN)
    bob = add(house, BOB)
    rest(house)
    return house, bob


def test_candidates_have_a_name_and_a_reason() -> None:
    house, bob = two_on_one_address()
    row = next(row for row in asked(house) if row.side == "mailbox")
    assert (row.kind, row.name) == ("contradiction", "Ann Lee, info@customer.example")
    assert row.candidates == (Candidate(bob, "Bob Ray, info@customer.example", "same_email"),)


def test_a_candidate_that_the_rep_cannot_see_is_not_shown() -> None:
    house = house_with(which="all")
    house.org.add_user("other@acme.example", last_name="Other")
    add(house, {**BOB, "JobTitle": "Secret"}, rep="other@acme.example")
    put(house, ANN)
    rest(house)
    assert asked(house) == []


def test_the_record_that_a_person_names_is_paired() -> None:
    house, bob = two_on_one_address()
    rows = [row for row in asked(house) if row.side == "mailbox"]
    resolve(house.store, rows, [bob], house.clock())
    rest(house)
    assert asked(house) == []
    (item,) = house.items()
    assert list(contacts(house)) == [bob]
    assert shown(item) == held(house, bob)
    change(house, bob, JobTitle="Paired")
    rest(house)
    assert shown(item)["JobTitle"] == "Paired"


def test_a_record_that_was_no_candidate_can_be_named() -> None:
    house, bob = two_on_one_address()
    cat = house.org.admin.create("Contact", {"LastName": "Cat", "OwnerId": house.org.user_id(REP)})
    rows = [row for row in asked(house) if row.side == "mailbox"]
    resolve(house.store, rows, [cat], house.clock())
    rest(house)
    assert held(house, cat)["GivenName"] == "Ann"
    assert sorted(contacts(house)) == sorted([bob, cat])


def test_another_person_gets_a_contact_of_their_own() -> None:
    house, bob = two_on_one_address()
    rows = [row for row in asked(house) if row.side == "mailbox"]
    resolve(house.store, rows, [NEW], house.clock())
    rest(house)
    assert len(contacts(house)) == 2
    assert held(house, bob)["GivenName"] == "Bob"
    assert kinds(house) == []
    assert len(house.items()) == 2, "Bob reaches the mailbox too: the question about him is over"


def test_what_is_ignored_stays_ignored_until_it_is_another_question() -> None:
    house, _ = two_on_one_address()
    ignore(house.store, asked(house))
    (item,) = house.items()
    edit(house, item, JobTitle="Nothing that matching looks at")
    assert rest(house)["unresolved"] == 0
    assert len(contacts(house)) == 1
    edit(house, item, Surname="Leigh")
    assert rest(house)["unresolved"] == 1
    assert [row.name for row in asked(house)] == ["Ann Leigh, info@customer.example"]


def test_what_is_ignored_stays_ignored_through_a_reset() -> None:
    house, _ = two_on_one_address()
    ignore(house.store, asked(house))
    house.store.reset(f"acme/{REP}")
    assert rest(house)["unresolved"] == 0


def test_twins_are_told_apart_one_by_one() -> None:
    house = house_with(direction="to_salesforce")
    ann = add(house, ANN)
    put(house, ANN)
    put(house, ANN)
    rest(house)
    first, second = asked(house)
    resolve(house.store, [first], [ann], house.clock())
    rest(house)
    (left,) = asked(house)
    assert (left.record_id, left.kind) == (second.record_id, "copy_in_mailbox")
    assert len(contacts(house)) == 1
    answer(house, ann)
    house.converge()
    assert house.errors() == ["answer_taken"]
    assert [row.state for row in asked(house)] == [Asked.OPEN]
    ignore(house.store, asked(house))
    assert house.errors() == []
    assert rest(house)["in_step"]


def test_an_account_is_set_as_the_rep_and_its_name_reaches_the_mailbox() -> None:
    house = house_with()
    near = house.org.as_user(REP).create("Account", {"Name": "Globex Holding"})
    item = put(house, {**ANN, "CompanyName": "Globex GmbH"})
    rest(house)
    answer(house, near)
    rest(house)
    (record_id,) = contacts(house)
    row = house.org.get(record_id)
    assert row is not None
    assert (row["AccountId"], row["LastModifiedById"]) == (near, house.org.user_id(REP))
    assert shown(item)["CompanyName"] == "Globex Holding"
    assert asked(house) == []


def test_an_account_made_meanwhile_is_found_when_looked_for_again() -> None:
    house = house_with()
    item = put(house, {**ANN, "CompanyName": "Globex GmbH"})
    rest(house)
    answer(house, AGAIN)
    rest(house)
    assert kinds(house) == ["company_unresolved"]
    house.org.as_user(REP).create("Account", {"Name": "Globex GmbH"})
    answer(house, AGAIN)
    rest(house)
    assert kinds(house) == []
    assert next(iter(contacts(house).values()))["CompanyName"] == shown(item)["CompanyName"] == "Globex GmbH"


def test_an_account_that_the_rep_may_not_use_is_an_error_and_asked_again() -> None:
    house = house_with()
    put(house, {**ANN, "CompanyName": "Globex GmbH"})
    rest(house)
    answer(house, "001000000000999AAA")
    house.sync()
    assert len(house.errors()) == 1
    assert [row.state for row in asked(house)] == [Asked.OPEN]


def test_a_company_asked_about_stays_asked_about_while_other_fields_sync() -> None:
    house = house_with()
    rep = house.org.as_user(REP)
    rep.create("Account", {"Name": "Initech"})
    item = put(house, {**ANN, "CompanyName": "Initech"})
    rest(house)
    edit(house, item, CompanyName="Unknown Works")
    rest(house)
    assert kinds(house) == ["company_unresolved"]
    edit(house, item, JobTitle="Edited")
    rest(house)
    assert kinds(house) == ["company_unresolved"]
    assert shown(item)["CompanyName"] == "Unknown Works"
    near = rep.create("Account", {"Name": "Unknown Works Holding"})
    answer(house, near)
    rest(house)
    assert kinds(house) == []
    assert shown(item)["CompanyName"] == "Unknown Works Holding"
    theirs = [row for row in house.store.journal() if row.side == "salesforce" and row.reason == "answered"]
    told = [(row.before["CompanyName"], row.after["CompanyName"]) for row in theirs]
    assert told == [("Initech", "Unknown Works Holding")], "the account that the answer replaced"


def test_what_survived_a_deletion_is_copied_again_or_left_alone() -> None:
    house = house_with(deletes="both")
    put(house, person(1))
    put(house, person(2))
    rest(house)
    one, two = house.items()
    for item in (one, two):
        theirs = next(
            key for key, row in contacts(house).items() if row["EmailAddress1"] == shown(item)["EmailAddress1"]
        )
        house.org.as_user(REP).delete(theirs)
        edit(house, item, JobTitle="Still at work")
    house.wait(minutes=5)
    rest(house)
    assert kinds(house) == ["edited_and_deleted", "edited_and_deleted"]
    rows = {row.record_id: row for row in asked(house)}
    resolve(house.store, [rows[one.id]], [NEW], house.clock())
    ignore(house.store, [rows[two.id]])
    rest(house)
    (again,) = contacts(house).values()
    assert again == shown(one)
    assert len(house.items()) == 2
    edit(house, one, JobTitle="In step again")
    edit(house, two, JobTitle="On its own")
    rest(house)
    assert [row["JobTitle"] for row in contacts(house).values()] == ["In step again"]


@pytest.mark.parametrize("wrong", ["001000000000001AAA", "nonsense", "0030000000000Z1"])
def test_an_answer_of_the_wrong_kind_is_refused_at_once(wrong: str) -> None:
    house, _ = two_on_one_address()
    with pytest.raises(WrongAnswerError):
        answer(house, wrong)
    assert {row.state for row in asked(house)} == {Asked.OPEN}


def test_a_question_about_a_pair_ends_with_the_pair() -> None:
    house = house_with()
    item = put(house, {**ANN, "CompanyName": "Globex GmbH"})
    rest(house)
    assert kinds(house) == ["company_unresolved"]
    house.mailbox().trash(item)
    rest(house)
    assert kinds(house) == []
    assert len(contacts(house)) == 1


@pytest.mark.parametrize("answers", [[NEW], ["theirs"]])
def test_an_answer_whose_cycle_broke_off_is_carried_out_once(answers: list[str]) -> None:
    house, bob = two_on_one_address()
    rows = [row for row in asked(house) if row.side == "mailbox"]
    resolve(house.store, rows, [bob if one == "theirs" else one for one in answers], house.clock())
    house.org_faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: b"composite/sobjects" in body))
    house.sync()
    house.wait(minutes=5)
    rest(house)
    assert len(contacts(house)) == (2 if answers == [NEW] else 1)
    assert kinds(house) == []
    assert house.errors() == []


def test_another_answer_while_a_lost_copy_is_waited_for_stops_nobody() -> None:
    """The copy that the first answer made is found when its source is in the pair of the second."""
    house, bob = two_on_one_address()
    resolve(house.store, [row for row in asked(house) if row.side == "mailbox"], [NEW], house.clock())
    house.org_faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: b"composite/sobjects" in body))
    house.sync()
    (row,) = house.store.intents(house.store.reps()[0].id, Collection.CONTACTS)
    late = house.clock() + timedelta(minutes=2)  # as after a time-out
    house.store.commit(Changes(intents=[structs.replace(row, due=late)]))
    resolve(house.store, [one for one in house.store.unresolved() if one.side == "mailbox"], [bob], house.clock())
    house.wait(seconds=1)
    house.sync()
    assert house.link_count(Collection.CONTACTS) == 1
    house.wait(minutes=5)
    rest(house)
    assert house.errors() == []
    assert house.store.intents(row.rep, Collection.CONTACTS) == []


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_copy_made_again_is_made_once_wherever_the_cycle_is_killed(carried_out: bool) -> None:  # noqa: FBT001
    store = MortalStore()
    house = House(contacts=contacts_with(deletes="both"), events=NO_EVENTS, store=store)
    put(house, person(1))
    rest(house)
    (item,) = house.items()
    for number in range(12):
        house.org.as_user(REP).delete(next(iter(contacts(house))))
        edit(house, item, JobTitle=f"Still at work {number}")
        rest(house)
        answer(house, NEW)
        store.arm(number, carried_out=carried_out)
        with contextlib.suppress(Killed):
            house.sync()
        died = store.disarm()
        house.wait(minutes=5)
        rest(house)
        assert list(contacts(house).values()) == [shown(item)]
        assert (kinds(house), house.errors()) == ([], [])
        if not died:
            return
    raise AssertionError("the cycle never came to its end")
