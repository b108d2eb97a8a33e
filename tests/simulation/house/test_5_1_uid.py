"""SPEC 5.1 where the org has our package: after a reset, or with the store lost, events recognise each other by UID."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.support.house import INTEGRATION, REP, House
from tests.support.house_people import BERLIN, rest, subjects
from tests.support.salesforce_package import PACKAGE, PERMISSION_SET

START = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - wall time in the zone that goes with it


def test_after_a_reset_an_event_that_differs_on_both_sides_is_the_same_event() -> None:
    house = House()
    house.org.setup.deploy(PACKAGE)
    house.org.setup.assign(PERMISSION_SET, *(house.org.user_id(name) for name in (INTEGRATION, REP)))
    house.mailbox().create_event("Visit", START, START + timedelta(hours=1), zone=BERLIN)
    rest(house)
    (row,) = house.org.admin.query("SELECT Id FROM Event")
    house.org.as_user(REP).update(row["Id"], {"Subject": "Visit at the customer's"})
    rest(house)

    house.store.reset(house.store.reps()[0].id)
    house.wait(minutes=5)
    rest(house)

    assert house.org.count("Event") == 1
    assert subjects(house) == ["Visit"]
