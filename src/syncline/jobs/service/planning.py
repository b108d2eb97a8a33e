"""Turns of the set-up: everybody in force has one, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import RepRow


def plan_orgs(store: Store, orgs: Iterable[str], now: datetime) -> None:
    """Give every org in use a turn, at once if it is new, and take those of the others away."""
    _plan(store, Whose.ORG, set(orgs), {turn.name for turn in store.turns(Whose.ORG)}, now)


def set_up_changed(store: Store, connections: Iterable[str], now: datetime) -> None:
    """Let what somebody changed in the set-up show soon, and try connections again that were mended."""
    store.drop_turns(Whose.CONNECTION, sorted(connections))
    store.hasten(Whose.ORG, [turn.name for turn in store.turns(Whose.ORG)], now)
    failing = {turn.name for turn in store.turns(Whose.REP)}
    store.hasten(Whose.REP, sorted(failing & {row.rep for row in store.errors()}), now)


def plan_reps(store: Store, org: str, ready: Iterable[RepRow], now: datetime) -> None:
    """The same for the reps of an org whose cycles may run."""
    of_org = {turn.name for turn in store.turns(Whose.REP) if turn.name.startswith(f"{org}/")}
    _plan(store, Whose.REP, {rep.id for rep in ready}, of_org, now)


def _plan(store: Store, whose: Whose, wanted: set[str], there: set[str], now: datetime) -> None:
    if new := sorted(wanted - there):
        store.add_turns(Turn(whose, name, now, 0.0) for name in new)
    if gone := sorted(there - wanted):
        store.drop_turns(whose, gone)
