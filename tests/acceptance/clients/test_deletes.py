"""What people delete stays deleted where they deleted it; what that means for the other side, the set-up says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.clients.desk import Desk
    from tests.acceptance.clients.office import Office
    from tests.acceptance.clients.people import Crowd, Person


def where(desk: Desk, person: Person) -> tuple[int, int]:
    """Answer how often somebody stands in the folder that syncs and in Salesforce."""
    return len(desk.cards(person)), len(desk.rows(person))


def erase(desk: Desk, person: Person) -> None:
    desk.salesforce.Contact.delete(desk.row(person)["Id"])


def test_the_other_copy_stays_until_the_set_up_says_otherwise(office: Office, crowd: Crowd) -> None:
    keep(office, crowd)
    both(office, crowd)
    assert office.outbox() == []


def keep(office: Office, crowd: Crowd) -> None:
    """The other copy stays as it is, goes on alone, and brings nothing back - not even through a reset."""
    desk = office.desks[0]
    trashed, destroyed, erased, erased_too = people = [crowd.person() for _ in range(4)]
    for person in (trashed, erased):
        desk.enter(person)
    for person in (destroyed, erased_too):
        desk.register(person)
    office.first()
    office.settle()
    assert [where(desk, person) for person in people] == [(1, 1)] * 4

    desk.card(trashed).move_to_trash()
    desk.card(destroyed).delete()
    erase(desk, erased)
    erase(desk, erased_too)
    assert office.settle() == office.nothing
    desk.update(trashed, Title="edited afterwards")
    desk.edit(erased, job_title="edited afterwards")
    assert office.run("reset", "--rep", desk.address).code == 0
    done = office.settle()

    assert (done["created"], done["updated"], done["deleted"], done["failed"]) == (0, 0, 0, 0)
    assert [where(desk, person) for person in people] == [(0, 1), (0, 1), (1, 0), (1, 0)]
    assert desk.row(trashed)["Title"] == "edited afterwards"
    assert desk.card(erased).job_title == "edited afterwards"


def both(office: Office, crowd: Crowd) -> None:
    """What was seen to be deleted goes on the other side too, journaled whole; an edit survives it."""
    desk = office.desks[1]
    trashed, destroyed, erased, rescued, saved = people = [crowd.person() for _ in range(5)]
    for person in (trashed, erased, saved):
        desk.enter(person)
    for person in (destroyed, rescued):
        desk.register(person)
    office.contacts["deletes"] = "both"
    office.apply()
    assert office.settle()["created"] == 5
    ids = {trashed: desk.row(trashed)["Id"], erased: desk.card(erased).id}

    desk.card(trashed).move_to_trash()
    desk.card(destroyed).delete()
    erase(desk, erased)
    desk.update(rescued, Title="changed here, deleted there")
    desk.card(rescued).move_to_trash()
    desk.edit(saved, job_title="changed here, deleted there")
    erase(desk, saved)
    done = office.settle()

    assert (done["created"], done["updated"], done["deleted"], done["failed"]) == (0, 0, 2, 0)
    assert [where(desk, person) for person in people] == [(0, 0), (0, 1), (0, 0), (0, 1), (1, 0)]
    assert desk.card(erased, desk.account.trash).job_title == erased.title
    assert desk.row(rescued)["Title"] == desk.card(saved).job_title == "changed here, deleted there"
    deletions = office.journal(action="delete")
    assert {row["record"] for row in deletions} == set(ids.values())
    assert all(any(person.email in row["whole"] for row in deletions) for person in ids)
    asked = office.run("unresolved").json["unresolved"]
    assert [row["kind"] for row in asked] == ["edited_and_deleted"] * 2
