"""Figures over everybody, counted now and then and kept: a page that counted 50,000 reps would take seconds.

Whoever looks sees when they were true. A worker counts them anew while it works (`sum_up`), a page only where no worker
did. A small installation is counted at every look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from django.db.models import Q

from syncline.engine.asking import NOT_REPRESENTABLE
from syncline.store.database.session import Session
from syncline.store.models import Error, Held, Link, Rep, Unresolved
from syncline.store.models import Summary as Kept
from syncline.store.rows import Asked, Hold
from syncline.store.schedule import Whose
from syncline.store.tallies import Tally  # noqa: TC001 - summaries are decoded by their types
from syncline.web.lists.causes import Cause, by_cause
from syncline.web.lists.errors import KINDS, of_kind
from syncline.web.lists.in_force import InForce, count_in_force
from syncline.web.lists.state_words import InState  # noqa: TC001 - summaries are decoded by their types
from syncline.web.lists.states import counted, with_state
from syncline.web.lists.system import Reps, Synced, by_hour, count_reps, count_synced
from syncline.web.lists.unresolved import kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.store.port import Store

SMALL = 2000
"""Reps and errors that are counted in less time than a page is made in."""
SOONEST = timedelta(seconds=20)
_SHARE = 20
"""Counting takes a worker this part of its time at most, however much there is to count."""
_FORGOTTEN = 3
"""After so many times of what a worker takes until the next counting, none is at work: a page counts for itself."""
_NAME, _TURN = "everybody", "summary\x00"


@dataclass(frozen=True, slots=True)
class ForLists:
    """What lists show beside their rows. Where everything is few, each list counts that for itself."""

    at: datetime
    causes: dict[str, list[Cause]]
    """Of what fails, for each of the `KINDS` of errors."""
    kinds: list[str]
    """Of unresolved items."""
    in_force: dict[str, InForce]
    """By configuration."""
    tally: Tally

    @property
    def codes(self) -> list[str]:
        """Of all errors, to choose from."""
        return sorted(self.tally.errors)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was counted. Only what concerns all reps; whoever sees one rep's alone counts those."""

    at: datetime
    weight: int
    """Reps and errors."""
    states: list[InState]
    totals: dict[str, int]
    """Live links, and what is held, unresolved, unrepresentable or failing."""
    systems: list[Reps]
    synced: list[Synced]
    hours: list[tuple[datetime, int]]
    lists: ForLists | None = None


def summary(store: Store, clock: Callable[[], datetime]) -> Summary:
    """Answer figures that are true now, or were a moment ago (`at`)."""
    found = _kept(clock)
    if found is not None:
        return found
    with store.holding(Whose.ORG, _TURN) as mine:
        before = None if mine else _row()
        return (before and _read(before)) or _count(store, clock)


def kept(clock: Callable[[], datetime]) -> ForLists | None:
    """Answer the figures that were counted last, None where they are few enough to count them, or nobody counts."""
    found = _kept(clock)
    return found.lists if found else None


def _kept(clock: Callable[[], datetime]) -> Summary | None:
    row = _row()
    return _read(row) if row is not None and clock() - row.at <= _FORGOTTEN * _pause(row) else None


def in_force(clock: Callable[[], datetime]) -> dict[str, InForce]:
    """Answer how many reps are in each configuration that has any: now, or as they were counted last."""
    known = kept(clock)
    return known.in_force if known else count_in_force()


def sum_up(store: Store, clock: Callable[[], datetime]) -> None:
    """Count anew if it is time to; of several workers, one does. What is few each page counts for itself.

    Raises `StoreUnavailableError` where the database is away.
    """
    with Session().explained("counting what pages show"):
        if Rep.objects.count() + Error.objects.count() <= SMALL:
            return
        with store.holding(Whose.ORG, _TURN) as mine:
            if mine and _is_due(clock):
                _count(store, clock)


def _is_due(clock: Callable[[], datetime]) -> bool:
    row = _row()
    return row is None or clock() - row.at >= _pause(row) or _read(row) is None


def _row() -> Kept | None:
    return Kept.objects.filter(name=_NAME).first()


def _read(row: Kept) -> Summary | None:
    """Answer the figures of a row; None where another version of the program counted other ones."""
    try:
        return msgspec.json.decode(row.value, type=Summary)
    except msgspec.ValidationError:
        return None


def _pause(row: Kept) -> timedelta:
    return max(SOONEST, _SHARE * timedelta(seconds=row.seconds))


def _count(store: Store, clock: Callable[[], datetime]) -> Summary:
    """Count, and keep it where counting takes long."""
    at = clock()
    totals = _totals()
    found = Summary(
        at=at,
        weight=Rep.objects.count() + totals["errors"],
        states=counted(with_state(store)),
        totals=totals,
        systems=count_reps(),
        synced=count_synced(at),
        hours=by_hour(at),
    )
    if found.weight > SMALL:
        found = replace(found, lists=_for_lists(store, at))
        value = msgspec.json.encode(found).decode()
        seconds = (clock() - at).total_seconds()
        Kept.objects.update_or_create(name=_NAME, defaults={"at": at, "seconds": seconds, "value": value})
    return found


def _for_lists(store: Store, at: datetime) -> ForLists:
    causes = {kind: by_cause(of_kind(kind)) for kind in KINDS}
    return ForLists(at, causes, kinds(None), count_in_force(), store.tally(at))


def _totals() -> dict[str, int]:
    asked = Unresolved.objects.exclude(state=Asked.IGNORED)
    beyond = Q(kind__startswith=NOT_REPRESENTABLE)
    return {
        "links": Link.objects.filter(ended="").count(),
        "held": Held.objects.filter(state=Hold.HELD).count(),
        "unresolved": asked.exclude(beyond).count(),
        "unrepresentable": asked.filter(beyond).count(),
        "errors": Error.objects.count(),
    }
