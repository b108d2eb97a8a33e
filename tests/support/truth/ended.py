"""Pairs whose link has ended: what a person took out does not come back, unless that person puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.policy import ContactPolicy, DeletePolicy, EventPolicy
from syncline.records.fields import PRIVATE
from syncline.records.words import Collection, Direction, Side
from tests.support.memory_sides import START
from tests.support.truth.deeds import IN_MAILBOX, IN_SALESFORCE
from tests.support.truth.linked import rest
from tests.support.truth.scene import Scene
from tests.support.truth.table import Chapter
from tests.support.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.record import Record
    from tests.support.truth.outcome import Outcome

_SYNCED = (Direction.BOTH, Direction.TO_SALESFORCE, Direction.TO_MAILBOX)
_BOTH, _KEEP = DeletePolicy.BOTH, DeletePolicy.KEEP
_CONTACTS: Mapping[str, tuple[str, str, DeletePolicy, Side]] = {
    "deleted_in_mailbox": ("same", "deleted", _KEEP, Side.MAILBOX),
    "deleted_in_salesforce": ("deleted", "same", _KEEP, Side.MAILBOX),
    "deleted_on_both (in mailbox first)": ("same", "deleted", _BOTH, Side.MAILBOX),
    "deleted_on_both (in salesforce first)": ("deleted", "same", _BOTH, Side.MAILBOX),
    "moved_out": ("same", "moved out", _KEEP, Side.MAILBOX),
    "gone_unknown": ("same", "vanished", _KEEP, Side.MAILBOX),
    "out_of_scope (copy stays)": ("other owner", "same", _KEEP, Side.MAILBOX),
    "out_of_scope (copy taken away)": ("other owner", "same", _KEEP, Side.SALESFORCE),
}
"""Why the link ended: what had happened in Salesforce and in the mailbox, under which policy, where it was first."""
_EVENTS: Mapping[str, tuple[str, str, bool]] = {
    "deleted_in_mailbox": ("same", "deleted", False),
    "deleted_in_salesforce": ("deleted", "same", True),
    "deleted_on_both": ("same", "deleted", True),
    "moved_out": ("same", "moved out", False),
    "gone_unknown": ("same", "vanished", False),
    "became_private": ("same", "made private", False),
    "became_unrepresentable": ("same", "made a series", False),
    "out_of_scope": ("other owner", "same", False),
    "became_private (in salesforce)": ("made private", "same", False),
}


def contact(why: str, later: str, direction: str, deletes: str) -> Outcome | None:
    """Play what happens after the link of a contact has ended."""
    salesforce, mailbox, policy, first_in = _CONTACTS[why]
    contacts = ContactPolicy(direction=Direction.BOTH, deletes=policy)
    scene = Scene(World(contacts=contacts, events=EventPolicy()), Collection.CONTACTS)
    scene.in_step(first_in)
    _end(scene, salesforce, mailbox)
    scene.world.contacts = ContactPolicy(direction=Direction(direction), deletes=DeletePolicy(deletes))
    return rest(scene) if _happens(scene, later) else None


def event(why: str, later: str, direction: str, removes: str) -> Outcome | None:
    """Play what happens after the link of an event has ended."""
    salesforce, mailbox, policy = _EVENTS[why]
    first = Direction.BOTH if why.endswith("(in salesforce)") else Direction.TO_SALESFORCE
    events = EventPolicy(direction=first, remove_deleted=policy)
    scene = Scene(World(contacts=ContactPolicy(), events=events), Collection.EVENTS)
    scene.in_step(Side.MAILBOX)
    _end(scene, salesforce, mailbox)
    scene.world.events = EventPolicy(
        direction=Direction(direction), remove_deleted=removes == "yes", activated_at=START
    )
    return rest(scene) if _happens(scene, later) else None


def _end(scene: Scene, salesforce: str, mailbox: str) -> None:
    scene.trace = scene.shelf(Side.MAILBOX).records[scene.mine].trace
    IN_SALESFORCE[salesforce](scene)
    IN_MAILBOX[mailbox](scene)
    scene.world.converge()
    link = scene.link()
    assert link is not None
    assert not link.live
    scene.world.wait(minutes=1)


def _happens(scene: Scene, later: str) -> bool:
    """Let it happen; False where it cannot: nothing is edited that is not there."""
    if later in {"nothing", "reset"}:
        _LATER[later](scene)
        return True
    theirs = scene.shelf(Side.SALESFORCE).records.get(scene.theirs)
    mine = scene.shelf(Side.MAILBOX).records.get(scene.mine)
    possible = _in_salesforce(scene, theirs, later) if later in _THERE else _in_mailbox(mine, later)
    if possible:
        _LATER[later](scene)
    return possible


def _in_salesforce(scene: Scene, theirs: Record | None, later: str) -> bool:
    if later == "undeleted in salesforce":
        return theirs is None
    if theirs is None:
        return False
    fits = {
        "rep's again": theirs.owner != scene.world.org.user_id,
        "public again in salesforce": theirs.values.get("Sensitivity") == PRIVATE,
    }
    return fits.get(later, True)


def _in_mailbox(mine: Record | None, later: str) -> bool:
    if mine is None:
        return later == "put back in mailbox"
    private = mine.values.get("Sensitivity") == PRIVATE
    fits = {
        "edited in mailbox": not mine.not_representable,
        "deleted in mailbox": True,
        "public again": private,
        "single again": bool(mine.not_representable),
    }
    return fits.get(later, False)


def _undelete(scene: Scene) -> None:
    scene.put_in_salesforce(dict(scene.values), again=scene.theirs)


def _put_back(scene: Scene) -> None:
    scene.mine = scene.put_in_mailbox(dict(scene.values), scene.trace)


def _make_public(scene: Scene) -> None:
    scene.shelf(Side.MAILBOX).edit(scene.mine, {"Sensitivity": None})


def _make_public_there(scene: Scene) -> None:
    scene.shelf(Side.SALESFORCE).edit(scene.theirs, {"Sensitivity": None})


_THERE: Mapping[str, Callable[[Scene], None]] = {
    "edited in salesforce": IN_SALESFORCE["changed"],
    "deleted in salesforce": IN_SALESFORCE["deleted"],
    "undeleted in salesforce": _undelete,
    "public again in salesforce": _make_public_there,
    "rep's again": lambda scene: scene.replace(Side.SALESFORCE, owner=scene.world.org.user_id),
}
_LATER: Mapping[str, Callable[[Scene], None]] = {
    "nothing": lambda _scene: None,
    **_THERE,
    "edited in mailbox": IN_MAILBOX["changed"],
    "deleted in mailbox": IN_MAILBOX["deleted"],
    "put back in mailbox": _put_back,
    "public again": _make_public,
    "single again": lambda scene: scene.replace(Side.MAILBOX, not_representable=None),
    "reset": lambda scene: scene.reset(),
}
"""What may happen after a link has ended."""

CONTACTS = Chapter(
    "contacts whose link has ended",
    (("ended", tuple(_CONTACTS)), ("then", tuple(_LATER)), ("direction", _SYNCED), ("deletes", tuple(DeletePolicy))),
    contact,
)
EVENTS = Chapter(
    "events whose link has ended",
    (("ended", tuple(_EVENTS)), ("then", tuple(_LATER)), ("direction", _SYNCED), ("remove deleted", ("no", "yes"))),
    event,
)
