"""What time, admins and servers do between the deeds of reps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from syncline.store.changes import Changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.simulation.events import Event
    from tests.simulation.world import World

_WAITS = (0.3, 1.1, 2, 5, 40, 100, 700, 1900, 7300, 30_000, 90_000, 400_000)
"""Seconds; from less than the stamps' finest unit to several days."""
_FILTERS = (
    (),
    (("MailingCity", "equals", "Bonn"),),
    (("MailingCity", "is_empty", None), ("Title", "contains", "1")),
    (("Title", "starts_with", "v"), ("HomePhone", "is_empty", None), ("LastName", "not_contains", "7")),
    (),
    (("MailingCity", "is_not_empty", None), ("Title", "not_equals", "Clerk")),
)
"""By field, operator and value: edits of these fields let contacts in and out."""
DIRECTIONS = ("both", "to_salesforce", "to_mailbox", "none")


def wait(world: World, event: Event) -> None:
    """Time passes."""
    world.clock.advance(timedelta(seconds=_WAITS[event.value % len(_WAITS)]))


def expire(world: World, event: Event) -> None:
    """The mail server forgets where reading had stopped."""
    world.post.expire(world.rep(event.pick))


def expire_all(world: World) -> None:
    """The same for everybody."""
    for rep in world.reps:
        world.post.expire(rep)


def sign_out(world: World, _event: Event) -> None:
    """The org takes no token any more that it gave out before."""
    world.org.sessions.revoke_all()


def lose_store(world: World, _event: Event) -> None:
    """The database is gone. What bears other names than its twin by now may not be found again."""
    _begin_anew(world)
    world.lose_store()


def pause(world: World, event: Event) -> None:
    """An admin pauses a rep, or lets a paused one go on."""
    row = world.row(world.rep(event.pick))
    world.store.commit(Changes(reps=[replace(row, paused=not row.paused)]))


def reset(world: World, event: Event) -> None:
    """An admin resets a rep."""
    row = world.row(world.rep(event.pick))
    if not row.reset:
        _begin_anew(world)
        world.store.commit(Changes(reps=[replace(row, reset="marked")]))


def _begin_anew(world: World) -> None:
    """Contacts that were renamed on one side may be matched with nobody."""
    world.ledger.begun_anew = True


def turn_contacts(world: World, event: Event) -> None:
    """An admin changes the direction of contacts."""
    direction = DIRECTIONS[event.value % len(DIRECTIONS)]
    _configure(world, contacts={"direction": direction})
    world.one_way = world.one_way or direction != "both"
    world.ledger.everything_apart = world.ledger.everything_apart or direction != "both"


def turn_events(world: World, event: Event) -> None:
    """An admin switches events off, or on, or lets them flow another way."""
    _configure(world, events={"direction": ("to_salesforce", "none", "both", "to_mailbox")[event.value % 4]})
    world.ledger.events_apart = True


def change_policy(world: World, event: Event) -> None:
    """An admin changes who wins a conflict, and whether deletions go across."""
    conflicts = ("salesforce", "mailbox", "latest")[event.value % 3]
    _configure(world, contacts={"conflicts": conflicts, "deletes": ("keep", "both")[event.pick % 2]})


def filter_contacts(world: World, event: Event) -> None:
    """An admin narrows what goes to the mailboxes, by one field or by several, or widens it again."""
    where = [
        {"field": field, "operator": operator, **({"value": value} if value else {})}
        for field, operator, value in _FILTERS[event.value % len(_FILTERS)]
    ]
    _configure(world, contacts={"where": where})
    world.ledger.everything_apart = True


def lock_row(world: World, event: Event) -> None:
    """Somebody's long transaction holds a record in Salesforce: the next writes of it are refused."""
    found = world.org.admin.query("SELECT Id FROM Contact ORDER BY Id")
    found += world.org.admin.query("SELECT Id FROM Event ORDER BY Id")
    if found:
        world.org.setup.lock(found[event.pick % len(found)]["Id"], 1 + event.value % 3)


def _configure(
    world: World, contacts: Mapping[str, Any] | None = None, events: Mapping[str, Any] | None = None
) -> None:
    world.contacts = {**world.contacts, **(contacts or {})}
    world.events = {**world.events, **(events or {})}
    world.apply()


DEEDS: dict[str, Callable[[World, Event], None]] = {
    deed.__name__: deed
    for deed in (
        wait, expire, sign_out, lose_store, pause, reset, turn_contacts, turn_events, change_policy, filter_contacts,
        lock_row,
    )
}  # fmt: skip
