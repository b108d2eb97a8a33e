"""What a cycle costs, call by call, against the reviewed baseline.

`UPDATE_CALL_COUNTS=1` writes the baseline anew; what changed is then reviewed like any other change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

import pytest

from tests.support.call_baseline import Baseline
from tests.support.house import House
from tests.support.house_people import BERLIN, add, change, contacts, edit, person, put, rest
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from syncline.cli.connector import LiveOrg
    from syncline.cli.mail.live import LiveMail
    from syncline.store.rows import ConnectionRow

    Counts: TypeAlias = dict[str, dict[str, int]]

MANY = 450
BATCH = 200


@dataclass
class Counted(House):
    """A house that keeps its connections at hand, to ask them what they did."""

    orgs: list[LiveOrg] = field(default_factory=list)
    mails: list[LiveMail] = field(default_factory=list)

    def connect_org(self, row: ConnectionRow) -> LiveOrg:
        self.orgs.append(super().connect_org(row))
        return self.orgs[-1]

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        self.mails.append(super().connect_mail(row))
        return self.mails[-1]

    def costs(self) -> Counts:
        """Run one cycle and answer its calls, by server and kind."""
        self.orgs.clear()
        self.mails.clear()
        report = self.sync()
        assert report["errors"] == 0
        org = {kind: count for live in self.orgs for kind, count in live._connection.calls.items() if kind != "total"}
        mail = {kind: count for live in self.mails for kind, count in live._connection.calls.items()}
        assert sum(org.values()) == report["calls"]["salesforce"]
        assert sum(mail.values()) == report["calls"].get("exchange", 0)
        return {"salesforce": dict(sorted(org.items())), "exchange": dict(sorted(mail.items()))}


def settled(house: Counted) -> Counted:
    """In step, and long enough ago that every folder's tag can be trusted."""
    rest(house)
    house.wait(minutes=10)
    house.sync()
    house.wait(minutes=10)
    return house


def peopled(*reps: str) -> Counted:
    house = Counted(reps=reps or ("rep@acme.example",))
    for number, rep in enumerate(house.reps):
        put(house, person(number), rep=rep)
        add(house, person(number + 50), rep=rep)
        start = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - wall time in the zone that goes with it
        house.mailbox(rep).create_event("Visit", start, start + timedelta(hours=1), zone=BERLIN)
    house.wait(minutes=10)
    return house


def idle() -> Counts:
    return settled(peopled()).costs()


def idle_five() -> Counts:
    return settled(peopled(*(f"rep{number}@acme.example" for number in range(5)))).costs()


def first_sync() -> Counts:
    return peopled().costs()


def one_edited_in_the_mailbox() -> Counts:
    house = settled(peopled())
    edit(house, house.items()[0], JobTitle="Edited")
    return house.costs()


def one_edited_in_salesforce() -> Counts:
    house = settled(peopled())
    change(house, next(iter(contacts(house))), JobTitle="Edited")
    return house.costs()


def own_writes_echo() -> Counts:
    """The cycle after one that wrote on both sides: what it wrote is known by its version and not read again."""
    house = settled(peopled())
    edit(house, house.items()[0], JobTitle="Edited in the mailbox")
    change(house, min(contacts(house)), JobTitle="Edited in Salesforce")
    put(house, person(90))
    add(house, person(91))
    house.wait(seconds=10)  # what is read in the second of its stamp is read once more
    house.sync()
    house.wait(minutes=10)
    return house.costs()


def many_to_salesforce() -> Counts:
    house = settled(Counted(events=NO_EVENTS))
    for number in range(MANY):
        put(house, person(number))
    house.wait(minutes=10)
    return house.costs()


def many_to_the_mailbox() -> Counts:
    house = settled(Counted(events=NO_EVENTS))
    house.org.as_user("rep@acme.example").create_many(
        "Contact", [{"LastName": f"Number {number}", "Email": f"n{number}@customer.example"} for number in range(MANY)]
    )
    house.wait(minutes=10)
    return house.costs()


def many_events() -> Counts:
    house = settled(Counted(contacts=NO_CONTACTS))
    for number in range(100):
        start = datetime(2026, 3, 4, 9) + timedelta(minutes=30 * number)  # noqa: DTZ001 - wall time in the zone
        house.mailbox().create_event(f"Visit {number}", start, start + timedelta(minutes=30), zone=BERLIN)
    house.wait(minutes=10)
    return house.costs()


SCENARIOS: dict[str, Callable[[], Counts]] = {
    "idle cycle, 1 rep": idle,
    "idle cycle, 5 reps": idle_five,
    "first sync: 2 contacts each way and 1 event": first_sync,
    "1 contact edited in the mailbox": one_edited_in_the_mailbox,
    "1 contact edited in Salesforce": one_edited_in_salesforce,
    "the cycle after own writes on both sides": own_writes_echo,
    f"{MANY} new contacts from one mailbox to Salesforce": many_to_salesforce,
    f"{MANY} new contacts from Salesforce to one mailbox": many_to_the_mailbox,
    "100 new events to Salesforce": many_events,
}
BASELINE = Baseline("exchange", SCENARIOS)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_calls_are_those_of_the_baseline(scenario: str) -> None:
    BASELINE.check(scenario)


def test_the_baseline_keeps_what_is_promised() -> None:
    BASELINE.check_names()
    of = BASELINE.of
    for name, reps in (("idle cycle, 1 rep", 1), ("idle cycle, 5 reps", 5)):
        assert sum(of(name)["salesforce"].values()) == 1, "one request for the whole org"
        assert sum(of(name)["exchange"].values()) <= 2 * reps, "one call per folder"
    assert of(f"{MANY} new contacts from one mailbox to Salesforce")["salesforce"]["create"] == ceil(MANY / BATCH)
    assert of("100 new events to Salesforce")["salesforce"]["create"] == 1
    echo = of("the cycle after own writes on both sides")
    assert "GetItem" not in echo["exchange"]
    assert sum(echo["salesforce"].values()) == 1
    edited = of("1 contact edited in Salesforce")
    assert edited["salesforce"] == {"feed": 1, "read": 1}, "one more read for a rep who has changes"
    assert edited["exchange"]["UpdateItem"] == 1
