"""What a round of cycles did, in the shape of `sync --once --json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from syncline.engine.asking import NOT_REPRESENTABLE, open_questions
from syncline.engine.tally import no_counts
from syncline.store.rows import Hold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import HeldRow, RepRow

SOON = timedelta(minutes=15)
"""What is due within this time is work left over; what is due later waits for its day."""


@dataclass(slots=True)
class SyncReport:
    """Counts by rep, and how the whole stands afterwards."""

    reps: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    held: list[HeldRow] = field(default_factory=list)
    unresolved: int = 0
    unrepresentable: int = 0
    errors: int = 0
    in_step: bool = True

    def as_json(self) -> dict[str, Any]:
        """Answer the report as plain values."""
        return {
            "reps": self.reps,
            "calls": self.calls,
            "held": [_held(row) for row in self.held],
            "unresolved": self.unresolved,
            "unrepresentable": self.unrepresentable,
            "errors": self.errors,
            "in_step": self.in_step,
        }


def rep_name(rep: RepRow) -> str:
    """The address under which reports name a rep; the user name until a mailbox is linked."""
    return rep.mailbox or rep.username


def no_work() -> dict[str, Any]:
    """Answer the counts of a rep whose cycle did not run."""
    return {"contacts": no_counts(), "events": no_counts()}


def report(
    store: Store,
    reps: Sequence[RepRow],
    counts: Mapping[str, dict[str, Any]],
    calls: Mapping[str, int],
    now: datetime,
) -> SyncReport:
    """Put the report of these reps together; `counts` are by rep id."""
    ids = [rep.id for rep in reps]
    unresolved = open_questions(store.unresolved(reps=ids))
    held = [row for row in store.held(reps=ids) if row.state is Hold.HELD]
    errors = len(store.errors(reps=ids))
    unrepresentable = sum(row.kind.startswith(NOT_REPRESENTABLE) for row in unresolved)
    return SyncReport(
        {rep_name(rep): counts.get(rep.id) or no_work() for rep in reps},
        dict(calls),
        held,
        len(unresolved) - unrepresentable,
        unrepresentable,
        errors,
        in_step=not held and not errors and not any(_left_over(store, rep, now) for rep in reps),
    )


def _left_over(store: Store, rep: RepRow, now: datetime) -> bool:
    due = store.next_due(rep.id)
    return (due is not None and due <= now + SOON) or bool(store.inbox(rep.id, 1))


def _held(row: HeldRow) -> dict[str, str]:
    return {
        "id": row.id,
        "rep": row.rep,
        "collection": row.collection.value,
        "side": row.side.value,
        "record": row.record_id,
        "action": row.action,
        "state": row.state.value,
    }
