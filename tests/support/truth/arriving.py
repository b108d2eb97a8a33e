"""Records that no link knows yet: new in Salesforce, new in the mailbox, or there on both sides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.policy import ContactPolicy, EventPolicy, Ties
from syncline.records.fields import PRIVATE
from syncline.records.words import Collection, Direction, Side
from tests.support.memory_sides import START
from tests.support.truth.deeds import FROM_MAILBOX, FROM_SALESFORCE
from tests.support.truth.linked import CONFLICTS, DIRECTIONS, LATER_HERE, conflict_policy, rest
from tests.support.truth.scene import ANN, FUTURE, OTHER_OWNER, PAST, TALK, Scene
from tests.support.truth.table import Chapter
from tests.support.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value
    from tests.support.truth.outcome import Outcome

_CONTACTS: Mapping[str, dict[str, Value]] = {
    "nothing": {},
    "equal": ANN,
    "other value": {**ANN, "JobTitle": FROM_SALESFORCE},
    "emptier": {label: value for label, value in ANN.items() if label != "JobTitle"},
    "other name": {**ANN, "GivenName": "Zoe"},
    "namesake": {**ANN, "EmailAddress1": "zoe@acme.example"},
    "two alike": ANN,
    "not visible": ANN,
    "out of filter": ANN,
    "other's": ANN,
}
"""What is in Salesforce. *other name*: the same address, another first name. *namesake*: the same name, no company,
another address. *other's*: somebody else owns it."""
_CONTACTS_HERE = ("nothing", "one", "other value", "two alike", "cannot be read")
_EVENTS: Mapping[str, dict[str, Value]] = {
    "nothing": {},
    "equal": TALK,
    "other value": {**TALK, "Location": FROM_SALESFORCE},
    "two alike": TALK,
    "private": {**TALK, "Sensitivity": PRIVATE},
    "untouched": TALK,
    "past there": {label: value for label, value in {**TALK, **PAST}.items() if value is not None},
    "far ahead there": {label: value for label, value in {**TALK, **FUTURE}.items() if value is not None},
}
"""*untouched*: nobody made or edited it since the configuration was first activated."""
_EVENTS_HERE = ("nothing", "one", "two alike", "cannot be read", "private", "series", "too long", "past", "far ahead")


def contact(salesforce: str, mailbox: str, direction: str, conflicts: str, ties: str) -> Outcome | None:
    """Play one state of a contact without a link."""
    both = salesforce == "other value" and mailbox == "other value"
    if (conflicts != CONFLICTS[0] and not both) or (ties != Ties.ASK and salesforce != "two alike"):
        return None
    policy = ContactPolicy(direction=Direction(direction), conflicts=conflict_policy(conflicts), ties=Ties(ties))
    scene = Scene(World(contacts=policy, events=EventPolicy()), Collection.CONTACTS)
    if conflicts == LATER_HERE:
        _contact_there(scene, salesforce)
        scene.world.wait(minutes=1)
    _contact_here(scene, mailbox)
    if conflicts != LATER_HERE:
        scene.world.wait(minutes=1)
        _contact_there(scene, salesforce)
    return rest(scene)


def _contact_there(scene: Scene, what: str) -> None:
    for _ in range(_number(what)):
        scene.theirs = scene.put_in_salesforce(_CONTACTS[what], OTHER_OWNER if what == "other's" else "")
        scene.world.wait(minutes=1)
    if what == "not visible":
        scene.world.org.hidden.add(scene.theirs)
    elif what == "out of filter":
        scene.replace(Side.SALESFORCE, in_scope=False)


def _number(what: str) -> int:
    return {"nothing": 0, "two alike": 2}.get(what, 1)


def _contact_here(scene: Scene, what: str) -> None:
    values = {**ANN, "JobTitle": FROM_MAILBOX} if what == "other value" else ANN
    for _ in range(_number(what)):
        scene.mine = scene.put_in_mailbox(values)
    if what == "cannot be read":
        scene.world.mailbox.unreadable.add(scene.mine)


def event(salesforce: str, mailbox: str, direction: str, private: str) -> Outcome | None:
    """Play one state of an event without a link."""
    if private == "synced" and "private" not in {salesforce, mailbox}:
        return None
    policy = EventPolicy(direction=Direction(direction), private=private == "synced", activated_at=START)
    scene = Scene(World(contacts=ContactPolicy(), events=policy), Collection.EVENTS)
    for _ in range(_number(salesforce)):
        scene.theirs = scene.put_in_salesforce(_EVENTS[salesforce])
    if salesforce == "untouched":
        _age(scene)
    _event_here(scene, mailbox)
    return rest(scene)


def _age(scene: Scene) -> None:
    """Nobody has touched the Salesforce event since long before the configuration was activated."""
    records = scene.shelf(Side.SALESFORCE).records
    records[scene.theirs] = structs.replace(records[scene.theirs], modified=START - timedelta(days=9))


def _event_here(scene: Scene, what: str) -> None:
    times = {"past": PAST, "far ahead": FUTURE}.get(what, {})
    privacy = {"Sensitivity": PRIVATE} if what == "private" else {}
    values = {label: value for label, value in {**TALK, **times, **privacy}.items() if value is not None}
    for _ in range(_number(what)):
        scene.mine = scene.put_in_mailbox(values)
    if what == "cannot be read":
        scene.world.mailbox.unreadable.add(scene.mine)
    elif what in {"series", "too long"}:
        record = scene.shelf(Side.MAILBOX).records[scene.mine]
        word = "recurring" if what == "series" else "too_long"
        scene.shelf(Side.MAILBOX).records[scene.mine] = structs.replace(record, not_representable=word)


CONTACTS = Chapter(
    "contacts without a link",
    (
        ("salesforce", tuple(_CONTACTS)),
        ("mailbox", _CONTACTS_HERE),
        ("direction", DIRECTIONS),
        ("conflicts", CONFLICTS),
        ("ties", (Ties.ASK, Ties.MOST_RECENTLY_UPDATED, Ties.OLDEST)),
    ),
    contact,
)
EVENTS = Chapter(
    "events without a link",
    (
        ("salesforce", tuple(_EVENTS)),
        ("mailbox", _EVENTS_HERE),
        ("direction", DIRECTIONS),
        ("private events", ("skipped", "synced")),
    ),
    event,
)
