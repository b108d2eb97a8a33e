"""SPEC 5.7: recurring events of Salesforce Classic are read, and nothing is written of them or for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.classic_series import WEEKLY
from tests.support.house import REP
from tests.support.house_calendars import SYSTEMS, calendar, change, settle
from tests.support.house_people import events, kinds

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

SAME = {
    "Subject": "Jour fixe",
    "Start": "2026-03-16T09:00:00@Europe/Berlin",
    "End": "2026-03-16T10:00:00@Europe/Berlin",
}
"""What the rep entered in the calendar, too: the first of these."""


def stamps(at: Calendar) -> dict[str, str]:
    """When each event of Salesforce was written last, by id."""
    rows = at.house.org.admin.query("SELECT Id, SystemModstamp FROM Event", deleted=True)
    return {one["Id"]: one["SystemModstamp"] for one in rows}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("direction", ["both", "to_mailbox", "to_salesforce"])
def test_a_classic_series_stays_where_it_is(system: str, direction: str) -> None:
    at = calendar(system, direction, remove_deleted=True)
    settle(at)
    master = at.house.org.as_user(REP).create("Event", WEEKLY)
    settle(at)
    before = stamps(at)
    assert len(before) == 5
    assert at.values() == []
    occurrence = next(one["Id"] for one in events(at.house) if one["Id"] != master)
    change(at, occurrence, Location="Room 1")
    before = stamps(at)
    mine = at.enter(SAME)
    settle(at)
    at.delete(mine)
    settle(at)
    assert before.items() <= stamps(at).items()
    assert at.values() == []
    assert kinds(at.house) == []
