"""The same people edited on both sides: every field flows, and where two people typed, the loser is in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.clients.desk import Desk
    from tests.acceptance.clients.office import Office
    from tests.acceptance.clients.people import Crowd, Person


def both_titles(desk: Desk, person: Person) -> tuple[str | None, str | None]:
    """Answer what stands in the mailbox and in Salesforce."""
    return desk.card(person).job_title, desk.row(person)["Title"]


def phones(desk: Desk, person: Person) -> tuple[dict[str, str], dict[str, str | None]]:
    card, row = desk.card(person), desk.row(person)
    return {one.label: one.phone_number for one in card.phone_numbers or []}, {
        name: row[name] for name in ("Phone", "MobilePhone")
    }


def test_what_people_type_on_either_side_stands_on_both(office: Office, crowd: Crowd) -> None:
    desk, other = office.desks[0], office.desks[1]
    here, there, apart, against, emptied, cleared = (crowd.person() for _ in range(6))
    for person in (here, apart, emptied):
        desk.enter(person)
    for person in (there, against, cleared):
        desk.register(person)
    office.first()
    newcomer, entered, colleague = (crowd.person() for _ in range(3))

    desk.enter(newcomer, department="Einkauf & Café 🙂")
    desk.register(entered)
    other.enter(colleague)
    desk.edit(here, job_title="Geschäftsführerin")
    desk.update(there, Title="Directrice")
    desk.edit(apart, job_title="Engineer")
    desk.update(apart, Phone="+41 44 268 00 00", MobilePhone="+41 79 000 00 00")
    desk.edit(against, job_title="typed in the mailbox")
    desk.update(against, Title="typed in Salesforce")
    desk.edit(emptied, job_title=None, phone_numbers=None)
    desk.update(cleared, Title=None, Phone="")
    done = office.settle()

    assert (done["created"], done["deleted"], done["failed"]) == (3, 0, 0)
    assert desk.row(newcomer)["Department"] == "Einkauf & Café 🙂"
    assert desk.row(newcomer)["OwnerId"] == desk.user["id"]
    assert other.row(colleague)["OwnerId"] == other.user["id"]
    assert desk.card(entered).surname == entered.last
    assert both_titles(desk, here) == ("Geschäftsführerin", "Geschäftsführerin")
    assert both_titles(desk, there) == ("Directrice", "Directrice")
    assert both_titles(desk, apart) == ("Engineer", "Engineer")
    assert phones(desk, apart) == (
        {"BusinessPhone": "+41 44 268 00 00", "MobilePhone": "+41 79 000 00 00"},
        {"Phone": "+41 44 268 00 00", "MobilePhone": "+41 79 000 00 00"},
    )
    assert both_titles(desk, against) == ("typed in Salesforce", "typed in Salesforce")
    for person in (emptied, cleared):
        assert both_titles(desk, person) == (None, None)
        assert phones(desk, person) == ({}, {"Phone": None, "MobilePhone": None})
    told = [row for row in office.journal() if row["reason"] != "first_match"]
    (lost,) = (row for row in told if row["action"] == "lost_in_conflict")
    assert (lost["before"], lost["after"]) == (
        {"JobTitle": "typed in the mailbox"},
        {"JobTitle": "typed in Salesforce"},
    )
    before = [value for row in told for value in row["before"].values()]
    typed_over = (here.title, there.title, apart.title, apart.phone, emptied.title, emptied.phone, cleared.title)
    assert {*typed_over, cleared.phone} <= set(before)
    assert office.outbox() == []
