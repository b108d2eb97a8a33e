"""Merge a field of several parts, part by part: two people who changed two occurrences of a series both keep theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from syncline.records.attendees import Attendee
from syncline.records.fields import FIELDS, Kind
from syncline.records.normal import same
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.parts import Part, Parts


class _Gone:
    """A part that is not there; None is an occurrence that was cancelled."""


_GONE: Final = _Gone()


@dataclass(frozen=True, slots=True)
class Halves:
    """The parts that were agreed, those that each side was last seen to hold, and those that it holds now."""

    kind: Kind
    base: Parts
    held: Mapping[Side, Parts]
    now: Mapping[Side, Parts]

    def changed(self, side: Side, key: str) -> bool:
        """Whether a side changed a part. Of people in Salesforce only who is there counts: their answers come in."""
        held, now = self.held[side].get(key, _GONE), self.now[side].get(key, _GONE)
        if self.kind is Kind.PEOPLE and side is Side.SALESFORCE:
            return (held is _GONE) != (now is _GONE)
        return not _alike(held, now)


@dataclass(slots=True)
class MergedParts:
    """What is agreed, what each side is to hold, and whether a change gave way to the other side's."""

    agreed: dict[str, Part] = field(default_factory=dict)
    wanted: dict[Side, dict[str, Part]] = field(default_factory=lambda: {side: {} for side in Side})
    conflict: bool = False


def merge_parts(halves: Halves, may_write: Callable[[Side], bool], winner: Side) -> MergedParts:
    """Merge each part against its base; where both sides changed it, `winner` has it."""
    merged = MergedParts()
    keys = {*halves.base, *(key for parts in (*halves.held.values(), *halves.now.values()) for key in parts)}
    for key in sorted(keys):
        _merge(key, halves, merged, may_write, winner)
    return merged


def _merge(key: str, halves: Halves, merged: MergedParts, may_write: Callable[[Side], bool], winner: Side) -> None:
    changed = [side for side in Side if halves.changed(side, key)]
    now = {side: halves.now[side].get(key, _GONE) for side in Side}
    if changed and _alike(now[Side.SALESFORCE], now[Side.MAILBOX]):
        _put(merged.agreed, key, now[Side.MAILBOX])
    elif changed and may_write((source := winner if len(changed) > 1 else changed[0]).other):
        merged.conflict = merged.conflict or len(changed) > 1
        _put(merged.agreed, key, _as_told(now[source], source))
        now[source.other] = _as_told(now[source], source)
    elif not _taken_out(halves, key, changed):
        _put(merged.agreed, key, halves.base.get(key, _GONE))
    for side in Side:
        _put(merged.wanted[side], key, now[side])


def _taken_out(halves: Halves, key: str, changed: list[Side]) -> bool:
    """Whether somebody took a person out in Salesforce, where that flows nowhere: it is agreed no longer."""
    gone = isinstance(halves.now[Side.SALESFORCE].get(key, _GONE), _Gone)
    return halves.kind is Kind.PEOPLE and gone and changed == [Side.SALESFORCE]


def whom_to_try_again(merged: MergedParts, halves: Halves) -> dict[str, Part]:
    """Answer who takes part and was not known in Salesforce so far; whoever was taken out there is not among them."""
    return {key: part for key, part in merged.agreed.items() if key not in halves.now[Side.SALESFORCE]}


def _as_told(part: Part | _Gone, source: Side) -> Part | _Gone:
    """Whom Salesforce adds has not answered yet: only the mailbox knows answers."""
    return Attendee(part.address) if isinstance(part, Attendee) and source is Side.SALESFORCE else part


def _put(parts: dict[str, Part], key: str, part: Part | _Gone) -> None:
    if not isinstance(part, _Gone):
        parts[key] = part


def _alike(one: Part | _Gone, two: Part | _Gone) -> bool:
    if one == two:
        return True
    if one is None or two is None or isinstance(one, _Gone | Attendee) or isinstance(two, _Gone | Attendee):
        return False
    fields = FIELDS[Collection.EVENTS]
    return one.keys() == two.keys() and all(same(fields[label], one[label], two[label]) for label in one)
