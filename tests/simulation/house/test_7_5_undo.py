"""SPEC 7.5: what Syncline overwrote or deleted is put back on a person's word, stays put back, and can be redone."""

from __future__ import annotations

from datetime import datetime

import pytest

from syncline.jobs.journal import shown as shown_row
from syncline.records.words import Collection, Side
from syncline.sandbox.exchange.state.item import Attachment
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.rows import Action
from tests.support.house import REP, House, quiet
from tests.support.house_people import BERLIN, add, change, contacts, edit, held, person, put, rest, shown, subjects
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS, contacts_with, events_with
from tests.support.house_undo import newest, undo, undone

PHOTO = Attachment(1, "ContactPicture.jpg", "image/jpeg", b"\xff\xd8 a face", is_contact_photo=True)


def paired(**settings: object) -> House:
    """One contact in step on both sides."""
    house = House(contacts=contacts_with(**settings), events=NO_EVENTS)
    put(house, {**person(1), "JobTitle": "Clerk"})
    rest(house)
    house.wait(minutes=10)
    return house


def record_id(house: House) -> str:
    (found,) = contacts(house)
    return found


def at_rest(house: House) -> None:
    """The next cycles neither do again what was undone, nor anything else."""
    rest(house)
    before = shown_and_held(house)
    house.wait(hours=1)
    assert quiet(house.sync())
    assert shown_and_held(house) == before


def shown_and_held(house: House) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    return [shown(item) for item in house.items()], list(contacts(house).values())


# --- updates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", list(Side))
def test_an_overwritten_value_is_put_back_and_the_source_keeps_its_own(side: Side) -> None:
    house = paired()
    if side is Side.SALESFORCE:
        edit(house, house.items()[0], JobTitle="Chief")
    else:
        change(house, record_id(house), JobTitle="Chief")
    rest(house)
    row = undone(house, newest(house))
    titles = {
        Side.MAILBOX: shown(house.items()[0])["JobTitle"],
        Side.SALESFORCE: held(house, record_id(house))["JobTitle"],
    }
    assert titles == {side: "Clerk", side.other: "Chief"}
    assert (row.action, row.who, row.reason, row.undoes) == ("update", "anna", "undo", house.store.journal()[1].id)
    assert (dict(row.before), dict(row.after)) == ({"JobTitle": "Chief"}, {"JobTitle": "Clerk"})
    at_rest(house)


def test_what_is_edited_after_an_undo_flows_again() -> None:
    house = paired()
    edit(house, house.items()[0], JobTitle="Chief")
    rest(house)
    undone(house, newest(house))
    rest(house)
    change(house, record_id(house), JobTitle="Director")
    rest(house)
    assert shown(house.items()[0])["JobTitle"] == "Director"


def test_an_undo_is_undone_and_that_as_well() -> None:
    house = paired()
    edit(house, house.items()[0], JobTitle="Chief")
    rest(house)
    first = newest(house)
    second = undone(house, first)
    third = undone(house, second)
    assert held(house, record_id(house))["JobTitle"] == "Chief"
    assert third.undoes == second.id
    undone(house, third)
    assert held(house, record_id(house))["JobTitle"] == "Clerk"
    undone(house, newest(house))
    undone(house, first)
    assert held(house, record_id(house))["JobTitle"] == "Clerk"
    at_rest(house)


def test_what_somebody_wrote_since_is_shown_and_overwritten_only_by_force() -> None:
    house = paired()
    edit(house, house.items()[0], JobTitle="Chief")
    rest(house)
    row = newest(house)
    change(house, record_id(house), JobTitle="President")
    (outcome,) = undo(house, row)
    assert (outcome.verdict, dict(outcome.now)) == ("changed_since", {"JobTitle": "President"})
    assert held(house, record_id(house))["JobTitle"] == "President"
    rest(house)
    assert shown(house.items()[0])["JobTitle"] == "President"
    forced = undone(house, row, force=True)
    assert held(house, record_id(house))["JobTitle"] == "Clerk"
    assert dict(forced.before) == {"JobTitle": "President"}
    at_rest(house)


def test_what_was_undone_already_is_left_alone() -> None:
    house = paired()
    edit(house, house.items()[0], JobTitle="Chief")
    rest(house)
    row = newest(house)
    undone(house, row)
    assert [one.verdict for one in undo(house, row)] == ["already"]
    assert len(house.store.journal()) == 2


def test_an_edit_elsewhere_in_the_record_that_no_cycle_saw_yet_still_flows() -> None:
    house = paired()
    edit(house, house.items()[0], JobTitle="Chief")
    rest(house)
    change(house, record_id(house), Department="Unseen")
    undone(house, newest(house))
    rest(house)
    assert shown(house.items()[0])["Department"] == "Unseen"
    assert (held(house, record_id(house))["JobTitle"], shown(house.items()[0])["JobTitle"]) == ("Clerk", "Chief")


def test_several_writes_to_one_field_go_back_to_the_first_value() -> None:
    house = paired()
    for title in ("Chief", "Director", "President"):
        edit(house, house.items()[0], JobTitle=title)
        rest(house)
        house.wait(minutes=10)
    rows = house.store.journal()
    outcomes = undo(house, *reversed(rows))
    assert [one.verdict for one in outcomes] == ["undone"] * 3
    assert held(house, record_id(house))["JobTitle"] == "Clerk"
    at_rest(house)


def test_a_lost_conflict_is_given_back() -> None:
    house = paired()
    edit(house, house.items()[0], JobTitle="Mine")
    change(house, record_id(house), JobTitle="Theirs")
    rest(house)
    assert shown(house.items()[0])["JobTitle"] == "Theirs"
    undone(house, newest(house, Action.LOST_IN_CONFLICT))
    assert (shown(house.items()[0])["JobTitle"], held(house, record_id(house))["JobTitle"]) == ("Mine", "Theirs")
    at_rest(house)


def test_after_a_reset_a_row_still_finds_its_record() -> None:
    house = paired()
    edit(house, house.items()[0], JobTitle="Chief")
    rest(house)
    house.store.reset(f"acme/{REP}")
    rest(house)
    undone(house, newest(house))
    assert held(house, record_id(house))["JobTitle"] == "Clerk"
    at_rest(house)


def test_a_record_that_is_gone_is_said_to_be_gone_and_stops_nobody_else() -> None:
    house = paired()
    put(house, {**person(2), "JobTitle": "Clerk"})
    rest(house)
    for item in house.items():
        edit(house, item, JobTitle="Chief")
    rest(house)
    rows = house.store.journal()
    house.org.as_user(REP).delete(rows[0].record_id)
    assert sorted(one.verdict for one in undo(house, *rows)) == ["gone", "undone"]


# --- deletions ---------------------------------------------------------------------------------------------------


def decorated(house: House) -> None:
    """The only contact gets more than any field that syncs."""
    (item,) = house.items()
    item.attachments = [PHOTO]
    house.mailbox().edit(item, {"Categories": ["Friends"], "SpouseName": "Kim"})
    rest(house)


@pytest.mark.parametrize("emptied", [False, True])
def test_a_deleted_mailbox_contact_comes_back_whole_and_is_not_deleted_again(emptied: bool) -> None:  # noqa: FBT001
    house = paired(deletes="both")
    decorated(house)
    before = shown(house.items()[0])
    house.org.as_user(REP).delete(record_id(house))
    rest(house)
    assert house.items() == []
    if emptied:
        for one in list(house.mailbox().well_known("deleteditems").items.values()):
            house.mailbox().remove_item(one)
    row = undone(house, newest(house, Action.DELETE))
    (item,) = house.items()
    assert shown(item) == before
    assert (item.attachments, item.values["Categories"], item.values["SpouseName"]) == ([PHOTO], ["Friends"], "Kim")
    assert (row.action, row.who) == ("restore", "anna")
    at_rest(house)
    assert (len(house.items()), contacts(house)) == (1, {})
    assert house.exchange.outbox == []


@pytest.mark.parametrize("emptied", [False, True])
def test_a_deleted_salesforce_contact_comes_back_and_is_not_deleted_again(emptied: bool) -> None:  # noqa: FBT001
    house = paired(deletes="both")
    house.org.as_user(REP).update(record_id(house), {"LeadSource": "Web"})
    rest(house)
    before = held(house, record_id(house))
    house.mailbox().trash(house.items()[0])
    rest(house)
    assert contacts(house) == {}
    if emptied:
        house.org.purge("Contact")
    undone(house, newest(house, Action.DELETE))
    assert held(house, record_id(house)) == before
    row = house.org.get(record_id(house))
    assert row is not None
    assert row["LeadSource"] == "Web"
    at_rest(house)
    assert (house.items(), len(contacts(house))) == ([], 1)


def test_what_the_rep_moves_back_after_the_undo_is_the_same_pair() -> None:
    house = paired(deletes="both")
    gone = house.mailbox().trash(house.items()[0])
    rest(house)
    undone(house, newest(house, Action.DELETE))
    rest(house)
    with house.mailbox().lock:
        house.mailbox().move_item(gone, house.folder())
    rest(house)
    assert (len(house.items()), len(contacts(house)), house.link_count(Collection.CONTACTS)) == (1, 1, 1)
    change(house, record_id(house), JobTitle="In step")
    rest(house)
    assert shown(house.items()[0])["JobTitle"] == "In step"


def left_scope() -> House:
    """A contact that Syncline had copied into the mailbox went to another owner, and its copy was taken away."""
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    other = house.org.add_user("other@acme.example", last_name="Other")
    record_id = add(house, {**person(1), "JobTitle": "Clerk"})
    rest(house)
    house.org.share(record_id, REP)
    house.org.admin.update(record_id, {"OwnerId": other})
    house.org.share(record_id, REP)
    rest(house)
    assert house.items() == []
    return house


def test_a_copy_that_was_taken_away_comes_back_with_its_link() -> None:
    house = left_scope()
    undone(house, newest(house, Action.DELETE))
    assert len(house.items()) == 1
    at_rest(house)
    assert house.link_count(Collection.CONTACTS) == 1
    house.org.admin.update(record_id(house), {"Title": "Still in step"})
    rest(house)
    assert shown(house.items()[0])["JobTitle"] == "Still in step"
    assert len(house.items()) == 1, "what a person brought back is not taken away again"


def test_what_changed_meanwhile_reaches_the_copy_that_came_back() -> None:
    house = left_scope()
    house.org.admin.update(record_id(house), {"Title": "Meanwhile"})
    rest(house)
    undone(house, newest(house, Action.DELETE))
    rest(house)
    assert shown(house.items()[0])["JobTitle"] == "Meanwhile"


def test_bringing_back_is_undone_and_that_again() -> None:
    house = paired(deletes="both")
    house.mailbox().trash(house.items()[0])
    rest(house)
    restored = undone(house, newest(house, Action.DELETE))
    rest(house)
    again = undone(house, restored)
    assert (contacts(house), again.action, again.undoes) == ({}, "delete", restored.id)
    assert again.whole
    at_rest(house)
    undone(house, again)
    assert len(contacts(house)) == 1
    at_rest(house)


def test_a_record_edited_since_it_came_back_is_not_deleted_without_force() -> None:
    house = paired(deletes="both")
    house.mailbox().trash(house.items()[0])
    rest(house)
    restored = undone(house, newest(house, Action.DELETE))
    change(house, record_id(house), JobTitle="Worked on")
    (outcome,) = undo(house, restored)
    assert (outcome.verdict, dict(outcome.now)) == ("changed_since", {"JobTitle": "Worked on"})
    undone(house, restored, force=True)
    assert contacts(house) == {}


def test_what_was_copied_anew_since_is_not_made_a_second_time() -> None:
    house = paired(deletes="both")
    contact = record_id(house)
    house.org.as_user(REP).delete(contact)
    rest(house)
    row = newest(house, Action.DELETE)
    house.org.as_user(REP).undelete(contact)
    rest(house)
    assert len(house.items()) == 1
    assert [one.verdict for one in undo(house, row)] == ["replaced"]
    assert len(house.items()) == 1


@pytest.mark.parametrize("in_mailbox", [True, False])
def test_what_is_back_already_is_left_alone_and_brought_back_again_if_it_went_again(in_mailbox: bool) -> None:  # noqa: FBT001
    house = paired(deletes="both")
    if in_mailbox:
        house.org.as_user(REP).delete(record_id(house))
    else:
        house.mailbox().trash(house.items()[0])
    rest(house)
    row = newest(house, Action.DELETE)
    undone(house, row)
    rest(house)
    assert [one.verdict for one in undo(house, row)] == ["already"]
    assert [one.action for one in house.store.journal()].count(Action.RESTORE) == 1
    if in_mailbox:
        house.mailbox().trash(house.items()[0])
    else:
        house.org.as_user(REP).delete(record_id(house))
    rest(house)
    undone(house, row)
    assert len(house.items()) + len(contacts(house)) == 1


def test_many_deletions_come_back_at_once() -> None:
    house = paired(deletes="both")
    for number in range(2, 5):
        put(house, person(number))
    rest(house)
    before = sorted(one["Surname"] for one in contacts(house).values())
    for item in house.items():
        house.mailbox().trash(item)
    rest(house)
    assert contacts(house) == {}
    undone(house, *house.store.journal())
    assert sorted(one["Surname"] for one in contacts(house).values()) == before
    at_rest(house)


def test_a_server_that_does_not_answer_leaves_everything_as_it_was() -> None:
    house = paired(deletes="both")
    house.mailbox().trash(house.items()[0])
    rest(house)
    row = newest(house, Action.DELETE)
    house.exchange.denied.add(REP)
    (outcome,) = undo(house, row)
    house.exchange.denied.clear()
    assert outcome.verdict == "refused"
    assert outcome.code
    undone(house, row)
    assert len(contacts(house)) == 1


# --- private events ----------------------------------------------------------------------------------------------


def test_what_private_events_held_is_told_to_their_own_rep_alone() -> None:
    house = House(contacts=NO_CONTACTS, events=events_with(private=True))
    start, end = datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10)  # noqa: DTZ001 - wall time in the zone
    values = {"Sensitivity": "Private", "Location": "Clinic"}
    item = house.mailbox().create_event("Doctor", start, end, zone=BERLIN, values=values)
    house.mailbox().create_event("Board", start, end, zone=BERLIN, values={"Location": "Room 1"})
    rest(house)
    for one in house.mailbox().well_known("calendar").items.values():
        house.mailbox().edit(one, {"Location": "Elsewhere"})
    rest(house)
    house.mailbox().trash(item)
    rest(house)
    told = [shown_row(row) for row in house.store.journal()]
    assert "Clinic" not in str(told)
    assert "Doctor" not in str(told)
    assert "Room 1" in str(told)
    assert [row["whole"] for row in told if row["action"] == "delete"] == ["(private)"]
    own = str([shown_row(row, viewer=f"acme/{REP}") for row in house.store.journal()])
    assert "Clinic" in own
    assert "Doctor" in own
    undone(house, newest(house, Action.DELETE))
    assert sorted(subjects(house)) == ["Board", "Doctor"]


@pytest.mark.parametrize("side", list(Side))
def test_an_undo_whose_answer_is_lost_is_not_done_twice_and_stays(side: Side) -> None:
    house = paired()
    if side is Side.SALESFORCE:
        edit(house, house.items()[0], JobTitle="Chief")
    else:
        change(house, record_id(house), JobTitle="Chief")
    rest(house)
    row = newest(house)
    faults, name = (house.org_faults, b"PATCH") if side is Side.SALESFORCE else (house.mail_faults, b"UpdateItem")
    faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: name in body))
    undo(house, row)
    assert faults.acted == [FaultKind.LOST_AFTER]
    undo(house, row)
    titles = (held(house, record_id(house))["JobTitle"], shown(house.items()[0])["JobTitle"])
    assert titles == (("Clerk", "Chief") if side is Side.SALESFORCE else ("Chief", "Clerk"))
    at_rest(house)


BROUGHT_BACK = [
    (Side.MAILBOX, False, b"MoveItem"),
    (Side.MAILBOX, True, b"UploadItems"),
    (Side.SALESFORCE, False, b"undelete"),
    (Side.SALESFORCE, True, b'"attributes"'),
]


@pytest.mark.parametrize(("side", "emptied", "request_name"), BROUGHT_BACK)
@pytest.mark.parametrize("kind", [FaultKind.LOST_BEFORE, FaultKind.LOST_AFTER, FaultKind.HALF, FaultKind.UNAVAILABLE])
@pytest.mark.parametrize("cycle_between", [False, True])
def test_what_is_brought_back_though_the_answer_is_lost_is_there_once_and_stays(
    side: Side, request_name: bytes, kind: FaultKind, *, emptied: bool, cycle_between: bool
) -> None:
    house = paired(deletes="both")
    decorated(house)
    before = [shown(item) for item in house.items()]
    if side is Side.MAILBOX:
        house.org.as_user(REP).delete(record_id(house))
    else:
        house.mailbox().trash(house.items()[0])
    rest(house)
    assert (house.items(), contacts(house)) == ([], {})
    if emptied:
        house.org.purge("Contact")
        for one in list(house.mailbox().well_known("deleteditems").items.values()):
            house.mailbox().remove_item(one)
    row = newest(house, Action.DELETE)
    faults = house.mail_faults if side is Side.MAILBOX else house.org_faults
    faults.arm(Fault(kind, lambda body, _environ: request_name in body))
    (first,) = undo(house, row)
    assert (faults.acted, first.verdict) == ([kind], "refused")
    if cycle_between:
        house.wait(minutes=5)
        house.sync()
    again = undo(house, row)
    assert [one.verdict for one in again] in (["undone"], ["already"])
    there = [shown(item) for item in house.items()] if side is Side.MAILBOX else list(contacts(house).values())
    assert there == before
    at_rest(house)
    told = (len(house.items()), len(contacts(house)))
    if side is Side.SALESFORCE and emptied and cycle_between and kind in {FaultKind.LOST_AFTER, FaultKind.HALF}:
        assert told == (1, 1), "made anew unheard: to the cycle in between it was somebody's new contact"
        assert house.link_count(Collection.CONTACTS) == 1
    else:
        assert told == ((1, 0) if side is Side.MAILBOX else (0, 1))
    assert house.exchange.outbox == []
