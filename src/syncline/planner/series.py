"""What of a series hangs together: when it is, and what was done to single occurrences of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.fields import FIELDS, RECURRENCE, Kind
from syncline.records.normal import same
from syncline.records.recurrence.occurrences import happening
from syncline.records.recurrence.text import read_recurrence
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.planner.merge import Merged, Sides
    from syncline.planner.parts import MergedParts
    from syncline.records.link import Link
    from syncline.records.record import Values

TIMING = frozenset({"Start", "End", RECURRENCE})
_NOTHING: frozenset[str] = frozenset()


def timing_of(link: Link | None, sides: Sides) -> frozenset[str]:
    """Answer the fields that go as one: when a series is, if both sides changed something of that.

    One side's new rule with the other's new time would be a series that nobody wanted.
    """
    if link is None or link.collection is not Collection.EVENTS:
        return _NOTHING
    if RECURRENCE not in sides.salesforce_can or RECURRENCE not in sides.mailbox_can:
        return _NOTHING
    if not any(RECURRENCE in values for values in (sides.salesforce, sides.mailbox, link.base)):
        return _NOTHING
    changed = (
        _changed(sides.salesforce, link.held(Side.SALESFORCE)),
        _changed(sides.mailbox, link.held(Side.MAILBOX)),
    )
    return TIMING if all(changed) else _NOTHING


def _changed(now: Values, held: Values) -> bool:
    fields = FIELDS[Collection.EVENTS]
    return any(not same(fields[label], now.get(label), held.get(label)) for label in TIMING)


def drop_what_is_gone(kind: Kind, parts: MergedParts, merged: Merged) -> None:
    """Drop what was done to occurrences that the agreed rule does not have, if that rule is written somewhere now."""
    if kind is not Kind.EXCEPTIONS or not any(TIMING & merged.writes(side).keys() for side in Side):
        return
    for each in (parts.agreed, *parts.wanted.values()):
        for key in each.keys() - _there(merged, each.keys()):
            del each[key]


def _there(merged: Merged, originals: Iterable[str]) -> set[str]:
    rule, start = merged.base.get(RECURRENCE), merged.base.get("Start")
    if not isinstance(rule, str) or not isinstance(start, str):
        return set()
    return happening(read_recurrence(rule), start, originals)
