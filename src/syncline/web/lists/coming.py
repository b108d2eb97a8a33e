"""What comes next: when reps' cycles are due, and whose is running (SPEC 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.store.models import Turn
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syncline.store.port import Store


@dataclass(frozen=True, slots=True)
class Coming:
    """The next cycle of anybody that is not due yet, and how many are due and wait for a worker."""

    next: datetime | None
    waiting: int

    @property
    def planned(self) -> bool:
        """Whether any cycle is; a worker plans them as soon as there is one."""
        return bool(self.next or self.waiting)


def coming(now: datetime) -> Coming:
    """Answer what is due for everybody, by two looks into an index."""
    turns = Turn.objects.filter(whose=Whose.REP)
    following = turns.filter(due__gt=now).order_by("due").values_list("due", flat=True)
    return Coming(following.first(), turns.filter(due__lte=now).count())


@dataclass(frozen=True, slots=True)
class Next:
    """A rep's next cycle: running now, or due at an instant; neither where none is planned."""

    running: bool
    due: datetime | None


def next_of(store: Store, reps: Sequence[str]) -> dict[str, Next]:
    """Answer the next cycle of some reps, by id."""
    due = {turn.name: turn.due for turn in store.turns(Whose.REP, reps)}
    running = store.held_now(Whose.REP, reps)
    return {rep: Next(rep in running, due.get(rep)) for rep in reps}
