"""What a cycle costs on Google, call by call, against the reviewed baseline.

`UPDATE_CALL_COUNTS=1` writes the baseline anew; what changed is then reviewed like any other change.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

import pytest

from tests.support.call_baseline import Baseline
from tests.support.google_house import GoogleHouse
from tests.support.house_people import add, change, contacts, person
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 450
BATCH = 200
DAY = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - wall time in the zone that goes with it


def settled(house: GoogleHouse) -> GoogleHouse:
    """In step, and long enough ago that every write shows in the listings."""
    house.converge()
    house.wait(minutes=30)
    house.sync()
    house.wait(minutes=10)
    return house


def peopled() -> GoogleHouse:
    house = GoogleHouse()
    house.put_contact(person(0))
    add(house, person(50))
    house.put_event("Visit", DAY)
    house.wait(minutes=10)
    return house


def idle() -> dict[str, int]:
    return settled(peopled()).costs()


def first_sync() -> dict[str, int]:
    return peopled().costs()


def one_edited_in_the_mailbox() -> dict[str, int]:
    house = settled(peopled())
    house.edit_contact(house.account().book.members(house.group())[0], {"JobTitle": "Edited"})
    return house.costs()


def one_edited_in_salesforce() -> dict[str, int]:
    house = settled(peopled())
    change(house, next(iter(contacts(house))), JobTitle="Edited")
    return house.costs()


def own_writes_echo() -> dict[str, int]:
    """The cycle after one that wrote: what it wrote is known by its version and not read again."""
    house = settled(peopled())
    change(house, min(contacts(house)), JobTitle="Edited in Salesforce")
    add(house, person(91))
    house.wait(seconds=10)
    house.sync()
    house.wait(minutes=10)
    return house.costs()


def many_to_salesforce() -> dict[str, int]:
    house = settled(GoogleHouse(events=NO_EVENTS))
    for number in range(MANY):
        house.put_contact(person(number))
    house.wait(minutes=10)
    return house.costs()


def many_to_the_mailbox() -> dict[str, int]:
    house = settled(GoogleHouse(events=NO_EVENTS))
    house.org.as_user("rep@acme.example").create_many(
        "Contact", [{"LastName": f"Number {number}", "Email": f"n{number}@customer.example"} for number in range(MANY)]
    )
    house.wait(minutes=10)
    return house.costs()


def many_events_in() -> dict[str, int]:
    house = settled(GoogleHouse(contacts=NO_CONTACTS))
    for number in range(100):
        house.put_event(f"Visit {number}", DAY + timedelta(minutes=30 * number))
    house.wait(minutes=10)
    return house.costs()


SCENARIOS: dict[str, Callable[[], dict[str, int]]] = {
    "idle cycle": idle,
    "first sync: 1 contact each way and 1 event": first_sync,
    "1 contact edited in the mailbox": one_edited_in_the_mailbox,
    "1 contact edited in Salesforce": one_edited_in_salesforce,
    "the cycle after own writes": own_writes_echo,
    f"{MANY} new contacts from one mailbox to Salesforce": many_to_salesforce,
    f"{MANY} new contacts from Salesforce to one mailbox": many_to_the_mailbox,
    "100 new events to Salesforce": many_events_in,
}
BASELINE = Baseline("google", SCENARIOS)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_calls_are_those_of_the_baseline(scenario: str) -> None:
    BASELINE.check(scenario)


def test_the_baseline_keeps_what_is_promised() -> None:
    BASELINE.check_names()
    of = BASELINE.of
    one = {"calendar.events.list": 1, "people.batch": 1}
    assert _without_tokens(of("idle cycle")) == one, "one for the calendar, one for the group and what is in it"
    assert _without_tokens(of("the cycle after own writes")) == one, "what was written is not read again"
    into = of(f"{MANY} new contacts from Salesforce to one mailbox")
    assert into["people.batchCreateContacts"] == ceil(MANY / BATCH)
    out = of(f"{MANY} new contacts from one mailbox to Salesforce")
    assert out["people.getBatchGet"] == ceil(MANY / BATCH)
    assert _without_tokens(of("100 new events to Salesforce")) == {"calendar.events.list": 1}


def _without_tokens(counts: dict[str, int]) -> dict[str, int]:
    """A token lives for an hour, whatever is done with it."""
    return {name: count for name, count in counts.items() if name != "token"}
