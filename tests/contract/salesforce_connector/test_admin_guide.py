"""docs/salesforce-admin.md, followed step by step: what it says is enough is enough, and what it says to type works."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from syncline.connectors.errors import StopRepError
from syncline.connectors.port import Draft, OrgUser, Written
from syncline.connectors.salesforce import SalesforceConnection
from syncline.planner.policy import ContactPolicy, EventPolicy
from syncline.records.words import Collection, Direction
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.salesforce import Permissions
from tests.support.cli_world import PROGRAM
from tests.support.sf_connector_world import COLLEAGUE, EVENTS, INTEGRATION, LOGIN, REP

if TYPE_CHECKING:
    from tests.support.sf_connector_world import World

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "salesforce-admin.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
ROW = re.compile(r"^\| (contacts|events) `(\w+)` \| (.+?) \|$", re.MULTILINE)
NOTHING: dict[str, frozenset[str]] = {name: frozenset() for name in ("Contact", "Account", "Event", "Lead", "Task")}


def rights(text: str) -> dict[str, frozenset[str]]:
    """The rights in a row of the table, on the objects it names; what stands in brackets counts too."""
    found = dict(NOTHING)
    for part in re.split(r"[;(]", re.sub(r"\*.*?\*", "", text)):
        words = {word.lower() for word in re.findall(r"Read|Create|Edit", part)}
        for sobject in re.findall(r"contacts|accounts|events|leads", part):
            name = sobject.capitalize().removesuffix("s")
            found[name] |= words | {"read"}
        if words and not re.search(r"contacts|accounts|events|leads", part):
            found["Contact"] |= words
    return found


def test_the_key_that_the_guide_makes_signs_in(world: World, tmp_path: Path) -> None:
    command = next(block for block in BLOCKS if block.startswith("syncline certificate make"))
    said = shlex.split(command, comments=True)[1:]
    subprocess.run([*PROGRAM, *said], cwd=tmp_path, check=True, capture_output=True)  # noqa: S603 - our own program
    key, certificate = ((tmp_path / name).read_text() for name in ("salesforce.key", "salesforce.key.crt"))
    world.org.add_app("consumer-key", certificate)

    def session() -> requests.Session:
        made = requests.Session()
        made.mount("http://", InProcessAdapter(world.org))
        return made

    connection = SalesforceConnection(
        login_url=LOGIN,
        client_id="consumer-key",
        username=INTEGRATION,
        private_key_pem=key,
        clock=world.clock,
        session_factory=session,
    )

    assert connection.reader().org_id() == world.org.id
    assert (tmp_path / "salesforce.key").stat().st_mode & 0o077 == 0


def test_whoever_is_not_on_the_list_cannot_be_acted_for(world: World) -> None:
    world.org.permissions(COLLEAGUE).approved = False
    with pytest.raises(StopRepError) as caught:
        world.open(username=COLLEAGUE).changes(Collection.CONTACTS, None)
    assert caught.value.code in GUIDE
    assert world.open().changes(Collection.CONTACTS, None).records == ()


def test_the_integration_user_needs_to_see_everything_and_may_write_nothing(world: World) -> None:
    may = world.org.permissions(INTEGRATION)
    may.objects = dict.fromkeys(NOTHING, frozenset({"read"}))
    reader = world.connection.reader()
    cursor = reader.start()
    made = world.org.as_user(REP).create("Contact", {"LastName": "Vogel"})
    assert made in {row.id for row in reader.feed(cursor).rows}
    assert [user.username for user in reader.users([REP])] == [REP]


@pytest.mark.parametrize(("collection", "direction", "needs"), ROW.findall(GUIDE), ids=lambda text: str(text)[:20])
def test_what_the_table_says_is_enough(world: World, collection: str, direction: str, needs: str) -> None:
    world.org.setup.set_profile("Sales User", Permissions(objects=rights(needs)))
    chosen = Direction(direction)
    contacts = ContactPolicy(direction=chosen if collection == "contacts" else Direction.NONE)
    events = EventPolicy(direction=chosen if collection == "events" else Direction.NONE)
    user = OrgUser(world.rep_id, REP, REP, active=True, zone="UTC", profile="")
    assert world.connection.permissions(user, contacts, events) == []
    org = world.connection.open(user, contacts, events)
    if collection == "contacts":
        org.changes(Collection.CONTACTS, None)
    if chosen.may_write(org.side):
        values = {"Surname": "Vogel", "CompanyName": "Acme"} if collection == "contacts" else VISIT
        (made,) = org.create(Collection(collection), [Draft("key", values)])
        assert isinstance(made, Written)


VISIT = {"Subject": "Visit", "Start": "2026-03-04T09:00:00@UTC", "End": "2026-03-04T10:00:00@UTC"}


def test_the_table_has_a_row_for_every_direction() -> None:
    told = {(collection, direction) for collection, direction, _ in ROW.findall(GUIDE)}
    directions = {direction.value for direction in Direction} - {"none"}
    assert told == {(collection, direction) for collection in ("contacts", "events") for direction in directions}


@pytest.mark.parametrize("written", ["Germany", "germany", "DE", "de"])
def test_a_country_is_taken_by_name_and_by_code(world: World, written: str) -> None:
    world.org.setup.enable_address_picklists()
    told = re.search(r"mapping: \{(\w+): (\w+)\}", GUIDE)
    assert told
    policy = ContactPolicy(direction=Direction.BOTH, mapping={told[1]: told[2]})
    (made,) = world.open(policy).create(Collection.CONTACTS, [Draft("a", {"Surname": "Vogel", told[1]: written})])
    assert isinstance(made, Written)
    held = world.org.get(made.id)
    assert held is not None
    assert (held["MailingCountryCode"], held["MailingCountry"]) == ("DE", "Germany")
    assert made.after is not None
    assert made.after[told[1]] == "Germany"


def test_the_fields_are_deployed_and_granted_by_what_the_guide_says_to_type(world: World) -> None:
    block = next(block for block in BLOCKS if "sf project deploy" in block)
    folder = re.search(r"^cd (\S+)", block, re.MULTILINE)
    source = re.search(r"--source-dir (\S+)", block)
    permission_set = re.search(r"permset .*--name (\S+)", block)
    assert folder and source and permission_set  # noqa: PT018 - the block has all three or is not the one
    world.org.setup.deploy(ROOT / folder[1] / source[1])
    world.org.setup.assign(permission_set[1], *(world.org.user_id(name) for name in (INTEGRATION, REP)))
    (made,) = world.open(events=EVENTS).create(Collection.EVENTS, [Draft("key-1", VISIT, uid="uid-1")])
    assert isinstance(made, Written)
    held = world.org.get(made.id)
    assert held is not None
    fields = re.findall(r"^\| `(Syncline_\w+)`", GUIDE, re.MULTILINE)
    assert [held[name] for name in fields] == ["key-1", "uid-1"]
