"""What a cycle costs on Microsoft Graph, call by call, against the reviewed baseline.

A batch of twenty is one call. `UPDATE_CALL_COUNTS=1` writes the baseline anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.call_baseline import Baseline
from tests.support.cloud_house import CloudHouse
from tests.support.house_people import add, change, contacts, person
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 90
BATCH = 20
PAGE = 200


def visit(number: int) -> dict[str, Any]:
    start = datetime(2026, 3, 4, 9) + timedelta(hours=number)  # noqa: DTZ001 - wall time in the zone that goes with it
    times = {"Start": start, "End": start + timedelta(minutes=30)}
    told = {label: f"{time.isoformat()}@Europe/Berlin" for label, time in times.items()}
    return {"Subject": f"Visit {number}", "LegacyFreeBusyStatus": "Busy"} | told


def settled(house: CloudHouse) -> CloudHouse:
    house.converge()
    house.wait(minutes=10)
    house.sync()
    house.wait(minutes=10)
    return house


def peopled(*reps: str) -> CloudHouse:
    house = CloudHouse(reps=reps or ("rep@acme.example",), page_size=PAGE)
    for number, rep in enumerate(house.reps):
        house.put(person(number), rep=rep)
        add(house, person(number + 50), rep=rep)
        house.enter(visit(number), rep=rep)
    house.wait(minutes=10)
    return house


def first_sync() -> dict[str, int]:
    return peopled().costs()


def idle() -> dict[str, int]:
    return settled(peopled()).costs()


def idle_five() -> dict[str, int]:
    return settled(peopled(*(f"rep{number}@acme.example" for number in range(5)))).costs()


def one_edited_in_the_mailbox() -> dict[str, int]:
    house = settled(peopled())
    house.edit(house.synced()[0], JobTitle="Edited")
    return house.costs()


def one_edited_in_salesforce() -> dict[str, int]:
    house = settled(peopled())
    change(house, next(iter(contacts(house))), JobTitle="Edited")
    return house.costs()


def many_to_salesforce() -> dict[str, int]:
    house = settled(CloudHouse(events=NO_EVENTS))
    for number in range(MANY):
        house.put(person(number))
    house.wait(minutes=10)
    return house.costs()


def many_to_the_mailbox() -> dict[str, int]:
    house = settled(CloudHouse(events=NO_EVENTS))
    rows = [{"LastName": f"Number {number}", "Email": f"n{number}@customer.example"} for number in range(MANY)]
    house.org.as_user("rep@acme.example").create_many("Contact", rows)
    house.wait(minutes=10)
    return house.costs()


def many_edited_in_salesforce() -> dict[str, int]:
    house = settled(CloudHouse(events=NO_EVENTS))
    for number in range(MANY):
        house.put(person(number))
    settled(house)
    for id_ in contacts(house):
        change(house, id_, JobTitle="Edited")
    house.wait(minutes=10)
    return house.costs()


def many_events() -> dict[str, int]:
    house = settled(CloudHouse(contacts=NO_CONTACTS))
    for number in range(MANY):
        house.enter(visit(number))
    house.wait(minutes=10)
    return house.costs()


def the_window_rolls() -> dict[str, int]:
    house = settled(peopled())
    house.wait(days=31)
    return house.costs()


SCENARIOS: dict[str, Callable[[], dict[str, int]]] = {
    "first sync: 2 contacts each way and 1 event": first_sync,
    "idle cycle, 1 rep": idle,
    "idle cycle, 5 reps": idle_five,
    "1 contact edited in the mailbox": one_edited_in_the_mailbox,
    "1 contact edited in Salesforce": one_edited_in_salesforce,
    f"{MANY} new contacts from one mailbox to Salesforce": many_to_salesforce,
    f"{MANY} new contacts from Salesforce to one mailbox": many_to_the_mailbox,
    f"{MANY} contacts edited in Salesforce": many_edited_in_salesforce,
    f"{MANY} new events to Salesforce": many_events,
    "an otherwise idle cycle in which the calendar's window is rolled": the_window_rolls,
}
BASELINE = Baseline("graph", SCENARIOS)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_calls_are_those_of_the_baseline(scenario: str) -> None:
    BASELINE.check(scenario)


def test_the_baseline_keeps_what_is_promised() -> None:
    BASELINE.check_names()
    of = BASELINE.of
    per_rep = {"contacts/delta": 1, "calendarView/delta": 1}
    assert of("idle cycle, 1 rep") == per_rep, (
        "one listing per collection, and in it a look whether the folder is there"
    )
    assert of("idle cycle, 5 reps") == {name: 5 * count for name, count in per_rep.items()}
    arrived = of(f"{MANY} new contacts from one mailbox to Salesforce")
    assert arrived == {"contacts/delta": ceil(MANY / PAGE), "contacts": ceil(MANY / PAGE)}, "values by the page"
    assert of(f"{MANY} new contacts from Salesforce to one mailbox")["contacts:create"] == ceil(MANY / BATCH)
    assert of(f"{MANY} contacts edited in Salesforce")["contacts:update"] == ceil(MANY / BATCH)
    assert "contacts:read" not in of(f"{MANY} contacts edited in Salesforce"), "a plain field is written unread"
    visits = of(f"{MANY} new events to Salesforce")
    assert visits == {"calendarView/delta": ceil(MANY / PAGE)}, "events come with their values"
    assert of("an otherwise idle cycle in which the calendar's window is rolled")["calendarView/delta:roll"] == 1
