"""How far a user may go with a record, asked of the org."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.salesforce import Access
from tests.support.salesforce_org import OTHER, REP

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

ASKED = "SELECT RecordId, HasReadAccess, HasEditAccess, HasDeleteAccess, MaxAccessLevel FROM UserRecordAccess"


def level(world: World, rest: Rest, username: str, record_id: str) -> str:
    user = world.org.user_id(username)
    (row,) = rest.query(f"{ASKED} WHERE UserId = '{user}' AND RecordId = '{record_id}'")
    told: str = row["MaxAccessLevel"]
    assert row["RecordId"] == record_id
    assert [row["HasReadAccess"], row["HasEditAccess"], row["HasDeleteAccess"]] == [
        told != "None",
        told in {"Edit", "All"},
        told == "All",
    ]
    return told


def test_owner_sharing_and_permission_decide_together(world: World, rest: Rest) -> None:
    made = rest.create("Contact", LastName="Vogel")
    assert level(world, rest, REP, made) == "All"
    assert level(world, rest, OTHER, made) == "None"
    world.org.share(made, OTHER, Access.EDIT)
    assert level(world, rest, OTHER, made) == "Edit"
    world.org.permissions(OTHER).objects["Contact"] = frozenset({"read"})
    assert level(world, rest, OTHER, made) == "Read"
    rest.send("DELETE", f"/sobjects/Contact/{made}")
    assert level(world, rest, REP, made) == "None"


def test_many_records_in_one_query(world: World, rest: Rest) -> None:
    made = [rest.create("Contact", LastName=name) for name in ("Vogel", "Amsel")]
    listed = ", ".join(f"'{one}'" for one in made)
    soql = f"{ASKED} WHERE UserId = '{world.org.user_id(REP)}' AND RecordId IN ({listed})"
    assert [row["RecordId"] for row in rest.query(soql)] == made


SOMEBODY = "UserId = '005000000000001AAA' AND RecordId = '003000000000001AAA'"


@pytest.mark.parametrize(
    "where",
    ["", "WHERE RecordId = '003'", "WHERE UserId != 'x'", "WHERE UserId = 'x' OR RecordId = 'y'", f"WHERE {SOMEBODY}"],
)
def test_what_does_not_name_one_user_and_records_is_refused(rest: Rest, where: str) -> None:
    assert rest.refusal("GET", "/query", q=f"{ASKED} {where}".strip())[0] == 400
