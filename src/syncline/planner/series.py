"""What of a series hangs together: when it is, and what was done to single occurrences of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.fields import FIELDS, RECURRENCE, Kind
from syncline.records.normal import same
from syncline.records.recurrence.occurrences import happening
from syncline.records.recurrence.text import read_recurrence
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.planner.merge import Merged, Sides
    from syncline.planner.parts import Halves, MergedParts
    from syncline.records.link import Link
    from syncline.records.parts import Part
    from syncline.records.record import Value, Values

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


def drop_what_is_gone(parts: MergedParts, halves: Halves, sides: Sides, merged: Merged) -> None:
    """Drop what was done to occurrences that are not there: from what is agreed, and from what is to be put on a side.

    What a side holds already is left to it, unless its rule is written.
    """
    if halves.kind is not Kind.EXCEPTIONS:
        return
    _drop(parts.agreed, set(parts.agreed) if _written(merged) else set(), merged.base)
    for side, now in ((Side.SALESFORCE, sides.salesforce), (Side.MAILBOX, sides.mailbox)):
        wanted, holds = parts.wanted[side], halves.now[side]
        anew = {key for key in wanted if RECURRENCE in merged.writes(side) or wanted[key] != holds.get(key, _NOTHING)}
        _drop(wanted, anew, {**now, **merged.writes(side)})


def _written(merged: Merged) -> bool:
    return any(TIMING & merged.writes(side).keys() for side in Side)


def _drop(parts: dict[str, Part], doubtful: set[str], values: Mapping[str, Value | None]) -> None:
    rule, start = values.get(RECURRENCE), values.get("Start")
    there: set[str] = set()
    if doubtful and isinstance(rule, str) and isinstance(start, str):
        there = happening(read_recurrence(rule), start, doubtful)
    for key in doubtful - there:
        del parts[key]
