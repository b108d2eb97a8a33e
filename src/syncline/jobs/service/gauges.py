"""How things stand at this moment, in figures that name connections and codes, never people (SPEC 7.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.jobs.budget import Budget, budget_of
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.tallies import Tally

SALESFORCE = "salesforce"


@dataclass(frozen=True, slots=True)
class Gauges:
    """What is looked at now; what was done stands in the meters."""

    reps: int
    """Reps in force."""
    overdue: int
    """Turns of reps that should have begun."""
    lateness: float
    """Seconds that the longest overdue turn is late: what the workers fall behind."""
    first_cycles: int
    """Reps who wait for, or are in, their first cycle."""
    ailing: tuple[str, ...]
    """Mail connections that do not work."""
    errors: Mapping[str, int]
    """By code."""
    held: int
    unresolved: int
    budgets: Mapping[str, Budget]
    """By org connection."""


def gauges(store: Store, tally: Tally, now: datetime) -> Gauges:
    """Put together what was counted over everybody with what is looked at now, which costs a handful of queries."""
    orgs = [row for row in store.connections(secrets=False) if row.kind == SALESFORCE]
    return Gauges(
        reps=sum(tally.reps.get(row.name, 0) for row in store.configurations() if row.active),
        overdue=tally.overdue,
        lateness=tally.lateness,
        first_cycles=tally.first_cycles,
        ailing=tuple(turn.name for turn in store.turns(Whose.CONNECTION)),
        errors=tally.errors,
        held=tally.held,
        unresolved=tally.unresolved,
        budgets={row.name: budget_of(store, row, now) for row in orgs},
    )
