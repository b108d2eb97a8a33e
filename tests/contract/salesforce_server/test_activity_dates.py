"""LastActivityDate follows the events and completed tasks of a contact and its account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World


@pytest.fixture
def people(rest: Rest) -> tuple[str, str]:
    account = rest.create("Account", Name="Acme")
    return account, rest.create("Contact", LastName="Vogel", AccountId=account)


def visit(rest: Rest, contact: str, day: str) -> str:
    return rest.create("Event", Subject="Visit", WhoId=contact, StartDateTime=f"{day}T09:00:00Z", DurationInMinutes=30)


def last(rest: Rest, *ids: str) -> list[str | None]:
    names = {"001": "Account", "003": "Contact", "00Q": "Lead"}
    return [rest.get(f"/sobjects/{names[one[:3]]}/{one}")["LastActivityDate"] for one in ids]


def test_the_latest_event_counts_for_contact_and_account(rest: Rest, people: tuple[str, str]) -> None:
    visit(rest, people[1], "2026-03-11")
    visit(rest, people[1], "2026-03-04")
    assert last(rest, *people) == ["2026-03-11", "2026-03-11"]


def test_moving_deleting_and_undeleting_are_followed(world: World, rest: Rest, people: tuple[str, str]) -> None:
    first, second = visit(rest, people[1], "2026-03-04"), visit(rest, people[1], "2026-03-11")
    rest.send("PATCH", f"/sobjects/Event/{second}", {"StartDateTime": "2026-03-02T09:00:00Z"})
    assert last(rest, people[1]) == ["2026-03-04"]
    rest.send("DELETE", f"/sobjects/Event/{first}")
    assert last(rest, people[1]) == ["2026-03-02"]
    world.org.admin.undelete(first)
    assert last(rest, people[1]) == ["2026-03-04"]
    for one in (first, second):
        rest.send("DELETE", f"/sobjects/Event/{one}")
    assert last(rest, *people) == [None, None]


def test_a_task_counts_once_it_is_completed(rest: Rest, people: tuple[str, str]) -> None:
    task = rest.create("Task", Subject="Call", WhoId=people[1], ActivityDate="2026-03-05")
    assert last(rest, people[1]) == [None]
    rest.send("PATCH", f"/sobjects/Task/{task}", {"Status": "Completed"})
    assert last(rest, people[1]) == ["2026-03-05"]


def test_an_activity_is_no_edit_of_the_contact(rest: Rest, people: tuple[str, str]) -> None:
    before = rest.get(f"/sobjects/Contact/{people[1]}")
    visit(rest, people[1], "2026-03-11")
    after = rest.get(f"/sobjects/Contact/{people[1]}")
    for name in ("SystemModstamp", "LastModifiedDate", "LastModifiedById"):
        assert after[name] == before[name]
