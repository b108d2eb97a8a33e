"""Turns of the set-up: everybody in force has one, nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.store.rows import ErrorFilter
from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import RepRow


_APART = timedelta(milliseconds=200)
"""Between one rep's subscriptions and the next rep's, when many come at once."""


def plan_orgs(store: Store, orgs: Iterable[str], now: datetime) -> None:
    """Give every org in use a turn, at once if it is new, and take those of the others away."""
    _plan(store, Whose.ORG, set(orgs), {turn.name for turn in store.turns(Whose.ORG)}, now)


def set_up_changed(store: Store, connections: Iterable[str], now: datetime) -> None:
    """Let what somebody changed in the set-up show soon, and try connections again that were mended."""
    store.drop_turns(Whose.CONNECTION, sorted(connections))
    store.hasten(Whose.ORG, [turn.name for turn in store.turns(Whose.ORG)], now)
    known = {turn.name for turn in store.turns(Whose.REP)}
    store.hasten(Whose.REP, sorted(known & {row.rep for row in store.errors(only=ErrorFilter(whole=True))}), now)


def plan_reps(store: Store, org: str, ready: Iterable[RepRow], now: datetime) -> None:
    """The same for the reps of an org whose cycles may run."""
    _plan(store, Whose.REP, {rep.id for rep in ready}, set(_there(store, Whose.REP, org)), now)


def plan_subscriptions(store: Store, org: str, reps: Iterable[RepRow], state: str, now: datetime) -> None:
    """Let these reps of an org be looked after, of whose mailboxes servers can tell, and those who had been.

    `state` is whatever in the set-up decides about subscriptions: when it changes, everybody is looked at anew.
    """
    wanted = sorted(rep.id for rep in reps)
    there = _there(store, Whose.SUBSCRIPTION, org)
    known, gone = set(there), sorted(set(there) - set(wanted))
    new = [name for name in wanted if name not in known]
    setting = f"subscriptions:{org}"
    if new:
        store.add_turns(
            Turn(Whose.SUBSCRIPTION, name, now + number * _APART, 0.0) for number, name in enumerate(new, 1)
        )
    if gone:
        store.hasten(Whose.SUBSCRIPTION, gone, now)
    if (new or there) and store.setting(setting) != state:
        for number, name in enumerate(there, 1):
            store.hasten(Whose.SUBSCRIPTION, [name], now + number * _APART)
        store.save_setup(settings={setting: state})


def _there(store: Store, whose: Whose, org: str) -> list[str]:
    """Answer which reps of an org have a turn of this kind, whether they are in a configuration or not."""
    return [turn.name for turn in store.turns(whose, [rep.id for rep in store.reps() if rep.org == org])]


def _plan(store: Store, whose: Whose, wanted: set[str], there: set[str], now: datetime) -> None:
    if new := sorted(wanted - there):
        store.add_turns(Turn(whose, name, now, 0.0) for name in new)
    if gone := sorted(there - wanted):
        store.drop_turns(whose, gone)
