"""People who leave the folder or change owner: nothing is deleted for it in Salesforce, and whoever returns goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.clients.desk import Desk
    from tests.acceptance.clients.office import Office
    from tests.acceptance.clients.people import Crowd, Person

OUTSIDE = "typed while outside"


def change_hands(desk: Desk, other: Desk, *people: Person) -> None:
    for person in people:
        desk.update(person, OwnerId=other.user["id"])


def test_out_of_the_folder_and_back_and_from_one_owner_to_the_other(office: Office, crowd: Crowd) -> None:
    desk, other = office.desks[0], office.desks[1]
    ours, theirs, copied, edited, own = (crowd.person() for _ in range(5))
    for person in (ours, own):
        desk.enter(person)
    for person in (theirs, copied, edited):
        desk.register(person)
    office.first()
    outside, handed, gone = desk.account.contacts, (copied, edited, own), desk.card(copied).id

    for person in (ours, theirs):
        desk.card(person).move(to_folder=outside)
    desk.edit(edited, department="typed by the rep who loses it")
    change_hands(desk, other, *handed)
    done = office.settle()

    assert (done["created"], done["deleted"], done["failed"]) == (3, 1, 0)
    assert [len(desk.rows(person)) for person in (ours, theirs)] == [1, 1]
    assert [len(desk.rows(person)) for person in handed] == [0, 0, 0]
    assert [other.row(person)["OwnerId"] for person in handed] == [other.user["id"]] * 3
    assert [other.card(person).surname for person in handed] == [person.last for person in handed]
    assert desk.cards(copied) == []
    assert desk.card(copied, desk.account.trash).job_title == copied.title
    assert desk.card(edited).department == "typed by the rep who loses it"
    assert desk.card(own).job_title == own.title

    desk.update(ours, Title="not told: it is not in the folder")
    card = desk.card(theirs, outside)
    card.job_title = OUTSIDE
    card.save(update_fields=["job_title"])
    assert office.settle() == office.nothing
    assert [len(desk.cards(person)) for person in (ours, theirs)] == [0, 0]
    assert [desk.card(person, outside).job_title for person in (ours, theirs)] == [ours.title, OUTSIDE]
    assert desk.row(theirs)["Title"] == theirs.title

    for person in (ours, theirs):
        desk.card(person, outside).move(to_folder=desk.folder)
    change_hands(other, desk, copied)
    done = office.settle()

    assert (done["created"], done["deleted"], done["failed"]) == (1, 1, 0)
    assert desk.card(ours).job_title == desk.row(ours)["Title"] == "not told: it is not in the folder"
    assert desk.card(theirs).job_title == desk.row(theirs)["Title"] == OUTSIDE
    assert desk.card(copied).surname == copied.last
    assert other.cards(copied) == []
    journal = office.journal()
    assert {ours.title, theirs.title} <= {row["before"].get("JobTitle") for row in journal}
    again, once = (row for row in journal if row["action"] == "delete")
    assert (once["rep"], once["side"], once["record"]) == (office.rep(desk), "mailbox", gone)
    assert (again["rep"], again["side"]) == (office.rep(other), "mailbox")
    assert all(copied.email in row["whole"] for row in (once, again))
    assert office.outbox() == []
