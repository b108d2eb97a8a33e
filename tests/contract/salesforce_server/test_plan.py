"""How many rows a query looks at: in an org of many contacts it is the index that answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.salesforce.soql.plan import candidates
from tests.support.salesforce_org import OTHER, REP, SYNC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.support.salesforce_org import World

EACH = 300


@pytest.fixture
def looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], tuple[int, int]]:
    """Answer a query as a user: rows found, and rows that were looked at to find them."""
    for username in (REP, OTHER):
        names = [{"LastName": f"L{n}", "Email": f"{n}.{username}"} for n in range(EACH)]
        world.org.as_user(username).create_many("Contact", names)
    world.clock.advance(timedelta(hours=1))
    world.org.as_user(OTHER).create_many("Contact", [{"LastName": "Late"}] * 5)
    seen: list[int] = []

    def counted(*args: object) -> Iterable[str]:
        ids = list(candidates(*args))  # type: ignore[arg-type]
        seen.append(len(ids))
        return ids

    monkeypatch.setattr("syncline.sandbox.salesforce.soql.run.candidates", counted)

    def ask(username: str, condition: str) -> tuple[int, int]:
        found = world.org.as_user(username).query(f"SELECT Id FROM Contact {condition}")  # noqa: S608 - SOQL
        return len(found), seen.pop()

    return ask


@pytest.mark.parametrize(
    ("username", "condition", "found", "looked"),
    [
        (SYNC, "WHERE Email = '7.MARIANNE@acme.example'", 1, 1),
        (SYNC, "WHERE LastName = 'l7'", 2, 2),
        (SYNC, "WHERE LastName IN ('l7', 'L8') AND Email LIKE '%jules%'", 2, 4),
        (SYNC, "WHERE SystemModstamp > 2026-03-10T10:00:00Z", 5, 5),
        (SYNC, "WHERE SystemModstamp >= 2026-03-10T10:30:00Z AND SystemModstamp < 2026-03-10T10:30:01Z", 5, 5),
        (SYNC, "WHERE SystemModstamp < 2026-03-10T10:00:00Z AND LastName = 'L3'", 2, 2),
        (SYNC, "WHERE Owner.Username = 'jules@acme.example'", EACH + 5, 2 * EACH + 5),
        (REP, "", EACH, EACH),
        (REP, "WHERE LastName = 'L1' OR LastName = 'L2'", 2, EACH),
        (REP, "WHERE Email = null", 0, EACH),
    ],
)
def test_an_index_is_used_where_one_fits(
    looked_at: Callable[[str, str], tuple[int, int]], username: str, condition: str, found: int, looked: int
) -> None:
    assert looked_at(username, condition) == (found, looked)


def test_the_owner_is_looked_up(world: World, looked_at: Callable[[str, str], tuple[int, int]]) -> None:
    owner = world.org.user_id(OTHER)

    assert looked_at(SYNC, f"WHERE OwnerId = '{owner}'") == (EACH + 5, EACH + 5)
    assert looked_at(REP, f"WHERE OwnerId = '{owner[:15]}'") == (0, EACH + 5)
