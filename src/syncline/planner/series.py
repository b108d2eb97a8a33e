"""What of an event hangs together: when it is; and of a series what was done to single occurrences of it."""

from __future__ import annotations

from dataclasses import dataclass
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

TIMES = frozenset({"Start", "End"})
TIMING = TIMES | {RECURRENCE}
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AsOne:
    """Fields that go as one in a merge, from `source`; None where both sides changed something of them."""

    labels: frozenset[str] = frozenset()
    source: Side | None = None


def timing_of(link: Link | None, sides: Sides) -> AsOne:
    """Answer which fields go as one: when an event is, if both sides changed something of that.

    One side's new start with the other's new end would be a meeting that nobody wanted, or one that ends before it
    begins; so would one side's new rule with the other's new time. The same goes for a change on one side that meets
    a time of its own on the other.
    """
    if link is None or link.collection is not Collection.EVENTS:
        return _NOTHING
    timing = TIMING if _repeats(link, sides) else TIMES
    held = {side: link.held(side) for side in Side}
    now = {Side.SALESFORCE: sides.salesforce, Side.MAILBOX: sides.mailbox}
    changed = [side for side in Side if _differs(now[side], held[side], timing)]
    if len(changed) > 1:
        return AsOne(timing)
    apart = changed and _differs(held[changed[0].other], link.base, timing)
    return AsOne(timing, changed[0]) if apart else _NOTHING


_NOTHING = AsOne()


def _repeats(link: Link, sides: Sides) -> bool:
    if RECURRENCE not in sides.salesforce_can or RECURRENCE not in sides.mailbox_can:
        return False
    return any(RECURRENCE in values for values in (sides.salesforce, sides.mailbox, link.base))


def _differs(one: Values, two: Values, labels: frozenset[str]) -> bool:
    fields = FIELDS[Collection.EVENTS]
    return any(not same(fields[label], one.get(label), two.get(label)) for label in labels)


def drop_what_is_gone(parts: MergedParts, halves: Halves, sides: Sides, merged: Merged) -> None:
    """Drop what was done to occurrences that are not there: from what is agreed, and from what is to be put on a side.

    What a side holds already is left to it, unless its rule is written.
    """
    if halves.kind is not Kind.EXCEPTIONS:
        return
    _drop(parts.agreed, set(parts.agreed) if _written(merged) else set(), merged.base)
    for side, now in ((Side.SALESFORCE, sides.salesforce), (Side.MAILBOX, sides.mailbox)):
        wanted, holds = parts.wanted[side], halves.now[side]
        anew = {key for key in wanted if RECURRENCE in merged.writes(side) or wanted[key] != holds.get(key, _NONE)}
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
