"""Merge field by field against the link's base.

Change means: the value differs in meaning from what that side was last seen to hold - never that a version moved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from msgspec import structs

from syncline.planner.parts import Halves, merge_parts, whom_to_try_again
from syncline.planner.policy import ConflictPolicy
from syncline.planner.scope import BUSY, CONTENT
from syncline.planner.series import drop_what_is_gone, timing_of
from syncline.records.capability import Capabilities, Capability, fit
from syncline.records.fields import ATTENDEES, FIELDS, PRIVATE, Field, Kind
from syncline.records.moments import by_the_clock_of, is_date, zone_of
from syncline.records.normal import same
from syncline.records.parts import IN_PARTS, parts_of, value_of
from syncline.records.stand_in import stand_in
from syncline.records.words import Direction, Side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from syncline.planner.policy import Rules
    from syncline.records.link import Link
    from syncline.records.record import Value, Values

SALESFORCE_CANNOT_EMPTY = frozenset({"CompanyName"})
"""Fields that Salesforce shows empty because it could not hold them (no account of that name), never because a person
emptied them: the mailbox keeps its company."""

TOLERANCE = timedelta(seconds=2)
"""Two modified times closer than this do not tell which was later: the configured side wins."""

_V = TypeVar("_V")
Edits: TypeAlias = "dict[str, Value | None]"


@dataclass(frozen=True, slots=True)
class Sides:
    """What both sides hold now, what each can hold, and when each was last modified by a corrected clock."""

    salesforce: Values
    mailbox: Values
    salesforce_can: Capabilities
    mailbox_can: Capabilities
    salesforce_modified: datetime | None = None
    mailbox_modified: datetime | None = None
    zone: str = "UTC"
    """The rep's own, in which the calendar shows a time that Salesforce, which knows instants alone, is the first to
    tell."""


@dataclass(slots=True)
class Merged:
    """The outcome of a merge: what is agreed, what is to be written where, and what that overwrites.

    `salesforce_seen` and `mailbox_seen` say where a side will differ from the base once the writes have happened.
    """

    base: dict[str, Value] = field(default_factory=dict)
    salesforce_seen: Edits = field(default_factory=dict)
    mailbox_seen: Edits = field(default_factory=dict)
    to_salesforce: Edits = field(default_factory=dict)
    to_mailbox: Edits = field(default_factory=dict)
    lost_in_conflict: dict[str, Side] = field(default_factory=dict)
    """Fields that both sides had changed, and the side whose value gave way."""

    def writes(self, side: Side) -> Edits:
        """What is to be written on `side`; None empties a field."""
        return self.to_salesforce if side is Side.SALESFORCE else self.to_mailbox

    def seen(self, side: Side) -> Edits:
        """Where `side` will differ from the base."""
        return self.salesforce_seen if side is Side.SALESFORCE else self.mailbox_seen


def merge(link: Link | None, sides: Sides, rules: Rules) -> Merged:
    """Merge two records; without a link this is a first match, which has no base."""
    merged = Merged()
    held_salesforce = link.held(Side.SALESFORCE) if link else None
    held_mailbox = link.held(Side.MAILBOX) if link else None
    as_one = timing_of(link, sides)
    hides = rules.busy_only and _hides(sides, held_mailbox, rules)
    opens = link is not None and not hides and kept_to_itself(link)
    for label, known in FIELDS[rules.collection].items():  # in their order, so that the same merge writes the same
        if label not in sides.salesforce_can or label not in sides.mailbox_can:
            continue
        one, two = sides.salesforce.get(label), sides.mailbox.get(label)
        if one is None and two is None and (link is None or label not in link.base):
            continue
        settle = _Field(known, one, two, sides, rules, merged)
        if hides and label in CONTENT:
            settle.kept_to_itself(
                link.base.get(label) if link else None, held_mailbox.get(label) if held_mailbox else two
            )
        elif held_salesforce is None or held_mailbox is None or link is None:
            settle.first()
        elif label in as_one.labels:
            settle.together(link.base.get(label), as_one.source)
        elif opens and label in CONTENT and known.kind not in IN_PARTS:
            settle.again(link.base.get(label), link.base.get(label), held_mailbox.get(label))
        elif known.kind in IN_PARTS:
            settle.by_parts(link.base.get(label), held_salesforce.get(label), held_mailbox.get(label))
        else:
            settle.again(link.base.get(label), held_salesforce.get(label), held_mailbox.get(label))
    return merged


def kept_to_itself(link: Link) -> bool:
    """Whether an event was private, and only its time synced.

    What Salesforce says of it besides counts as said anew when it need not be kept to itself any more.
    """
    return link.held(Side.MAILBOX).get("Sensitivity") == PRIVATE and link.base.get("Subject") == BUSY


def _hides(sides: Sides, held_mailbox: Values | None, rules: Rules) -> bool:
    """Whether an event keeps its content to itself: it is private, and not just made public where that flows from."""
    if sides.mailbox.get("Sensitivity") == PRIVATE:
        return True
    opened = held_mailbox is not None and held_mailbox.get("Sensitivity") == PRIVATE
    there = sides.salesforce.get("Sensitivity") == PRIVATE
    return there and not (opened and rules.direction.may_write(Side.SALESFORCE))


@dataclass(slots=True)
class _Field:
    """One field of a merge: what Salesforce holds (`one`) and what the mailbox holds (`two`)."""

    field: Field
    one: Value | None
    two: Value | None
    sides: Sides
    rules: Rules
    merged: Merged

    def first(self) -> None:
        """Match without a base: equal is agreed, empty never beats filled, else direction or policy decides."""
        if self._alike():
            self._agree(self._richer(), None)
        elif self._stands_in():
            self._agree(None, None)
        elif self.one is None:
            self._flow(Side.MAILBOX)
        elif self.two is None:
            self._flow(Side.SALESFORCE)
        else:
            self._flow(Side.MAILBOX if self.field.kind is Kind.PEOPLE else self._winner())

    def kept_to_itself(self, base: Value | None, held_two: Value | None) -> None:
        """Merge what stands in an event of which only the time syncs.

        What Salesforce says of it flows nowhere, or it would overwrite in the calendar what nobody here has seen. What
        the calendar has stopped to show goes from the copy in Salesforce.
        """
        if self._alike():
            self._agree(self._richer(), None)
        elif self.sides.mailbox.get("Sensitivity") == PRIVATE and not same(self.field, self.two, held_two):
            self._one_sided(Side.MAILBOX, base)
        else:
            self._keep(base)

    def together(self, base: Value | None, source: Side | None) -> None:
        """Merge one of the fields that hang together, which `source` changed; None where both sides did."""
        if self._alike():
            self._agree(self._richer(), None)
        elif source is None:
            self._conflict(base)
        else:
            self._one_sided(source, base)

    def by_parts(self, base: Value | None, held_one: Value | None, held_two: Value | None) -> None:
        """Merge part by part; what was done to an occurrence that the series has no more goes."""
        kind, sides = self.field.kind, (Side.SALESFORCE, Side.MAILBOX)
        held = {side: parts_of(kind, value) for side, value in zip(sides, (held_one, held_two), strict=True)}
        now = {side: parts_of(kind, value) for side, value in zip(sides, (self.one, self.two), strict=True)}
        halves = Halves(kind, parts_of(kind, base), held, now)
        done = merge_parts(halves, self._may_write, self._winner())
        if done.conflict:
            self.merged.lost_in_conflict[self.field.label] = self._winner().other
        drop_what_is_gone(done, halves, self.sides, self.merged)
        agreed = value_of(kind, done.agreed)
        if agreed is not None:
            self.merged.base[self.field.label] = agreed
        for side, actual in zip(sides, (self.one, self.two), strict=True):
            wanted = self._fitted(side, value_of(kind, done.wanted[side]))
            if kind is Kind.PEOPLE and side is Side.SALESFORCE and not same(self.field, wanted, actual):
                wanted = value_of(kind, whom_to_try_again(done, halves) | done.wanted[side])
            if self._may_write(side) and not same(self.field, wanted, actual):
                self.merged.writes(side)[self.field.label] = wanted
                self._see(side, wanted, agreed)
            else:
                self._see(side, actual, agreed)

    def again(self, base: Value | None, held_one: Value | None, held_two: Value | None) -> None:
        """Merge against the base."""
        changed_one = not same(self.field, self.one, held_one) and not self._cannot_empty()
        changed_two = not same(self.field, self.two, held_two)
        if not changed_one and not changed_two:
            self._keep(base)
        elif self._alike():
            self._agree(self._richer(), None)
        elif changed_one and changed_two:
            self._conflict(base)
        else:
            self._one_sided(Side.SALESFORCE if changed_one else Side.MAILBOX, base)

    def _one_sided(self, source: Side, base: Value | None) -> None:
        if self._may_write(source.other):
            self._flow(source)
        else:
            self._keep(base)

    def _may_write(self, side: Side) -> bool:
        """Whether values may flow to a side; people are added to a mailbox only where an admin said so."""
        if self.rules.nothing_but and self.field.label not in self.rules.nothing_but:
            return False
        if self._can(side).read_only:
            return False
        people = self.field.kind is Kind.PEOPLE and side is Side.MAILBOX
        return self.rules.direction.may_write(side) and (self.rules.invites or not people)

    def _can(self, side: Side) -> Capability:
        can = self.sides.salesforce_can if side is Side.SALESFORCE else self.sides.mailbox_can
        return can[self.field.label]

    def _conflict(self, base: Value | None) -> None:
        winner = self._winner()
        if not self._may_write(winner.other):
            self._keep(base)
            return
        self.merged.lost_in_conflict[self.field.label] = winner.other
        self._flow(winner)

    def _flow(self, source: Side) -> None:
        """Let the value of `source` become the agreed one, and write it on the other side if that is allowed."""
        value = self._by_the_clock(self.one) if source is Side.SALESFORCE else self.two
        self._agree(value, source.other if self._may_write(source.other) else None)

    def _by_the_clock(self, value: Value | None) -> Value | None:
        """Salesforce knows instants alone: in a calendar, a meeting that it moved stays in the zone that it is in."""
        if self.field.kind is not Kind.MOMENT or not isinstance(value, str):
            return value
        here = self.two if isinstance(self.two, str) and not is_date(self.two) else None
        return by_the_clock_of(value, zone_of(here) if here is not None else self.sides.zone)

    def _agree(self, value: Value | None, target: Side | None) -> None:
        """Let a value be the agreed one, and write it on the target unless that holds it already, as far as it can."""
        if value is not None:
            self.merged.base[self.field.label] = value
        for side, actual in ((Side.SALESFORCE, self.one), (Side.MAILBOX, self.two)):
            wanted = self._fitted(side, value)
            if side is target and not same(self.field, wanted, actual):
                self.merged.writes(side)[self.field.label] = wanted
                self._see(side, wanted, value)
            else:
                self._see(side, actual, value)

    def _keep(self, base: Value | None) -> None:
        """Leave both sides as they are; a target's own edit is noted, so that it is not taken for a change again."""
        if base is not None:
            self.merged.base[self.field.label] = base
        self._see(Side.SALESFORCE, self.one, base)
        self._see(Side.MAILBOX, self.two, base)

    def _see(self, side: Side, actual: Value | None, base: Value | None) -> None:
        if actual != base:
            self.merged.seen(side)[self.field.label] = actual

    def _alike(self) -> bool:
        """Whether the sides mean the same, one possibly as the shortened form of the other."""
        return (
            same(self.field, self.one, self.two)
            or (self.two is not None and same(self.field, self._fitted(Side.SALESFORCE, self.two), self.one))
            or (self.one is not None and same(self.field, self._fitted(Side.MAILBOX, self.one), self.two))
        )

    def _richer(self) -> Value | None:
        """Of two values that mean the same, the one that tells more: a zone instead of UTC, the longer text."""
        if isinstance(self.one, str) and isinstance(self.two, str) and len(self.one) > len(self.two):
            return self.two if self.one.endswith("@UTC") else self.one
        return self.two if self.two is not None else self.one

    def _stands_in(self) -> bool:
        """Whether Salesforce holds what stands in for a last name that the mailbox does not have (SPEC 4.6)."""
        return self.field.label == "Surname" and self.two is None and self.one == stand_in(self.sides.mailbox)

    def _cannot_empty(self) -> bool:
        return self.one is None and self.field.label in SALESFORCE_CANNOT_EMPTY

    def _winner(self) -> Side:
        one, two = self.sides.salesforce_modified, self.sides.mailbox_modified
        by_time = self.rules.conflicts is ConflictPolicy.LATEST and self.rules.direction is Direction.BOTH
        if by_time and one and two and abs(one - two) > TOLERANCE:
            return Side.SALESFORCE if one > two else Side.MAILBOX
        return self.rules.preferred

    def _fitted(self, side: Side, value: Value | None) -> Value | None:
        label = self.field.label
        return None if value is None else fit({label: self._can(side)}, {label: value}).get(label)


def overwritten(writes: Mapping[str, Value | None], holds: Values) -> dict[str, Value]:
    """Answer the filled values that the writes replace. An answer to an invitation is nobody's typing: who goes is."""
    return {label: holds[label] for label in writes if label in holds and _loses(label, holds[label], writes[label])}


def _loses(label: str, held: Value, written: Value | None) -> bool:
    if label != ATTENDEES:
        return True
    return not parts_of(Kind.PEOPLE, held).keys() <= parts_of(Kind.PEOPLE, written).keys()


def settled_link(link: Link, merged: Merged, failed: frozenset[Side] = frozenset()) -> Link:
    """Answer the link after a merge was carried out.

    Fields whose write on a failed side did not happen stay as they were: still changed, to be merged again.
    """
    settled = structs.replace(
        link, base=merged.base, salesforce_seen=merged.salesforce_seen, mailbox_seen=merged.mailbox_seen
    )
    return unsettled(settled, link, {label for side in failed for label in merged.writes(side)})


def unsettled(link: Link, old: Link, labels: AbstractSet[str]) -> Link:
    """Answer the link with these fields as they stood before the merge: still to be decided."""
    if not labels:
        return link

    def patched(new: Mapping[str, _V], before: Mapping[str, _V]) -> dict[str, _V]:
        kept = {label: value for label, value in new.items() if label not in labels}
        return kept | {label: value for label, value in before.items() if label in labels}

    return structs.replace(
        link,
        base=patched(link.base, old.base),
        salesforce_seen=patched(link.salesforce_seen, old.salesforce_seen),
        mailbox_seen=patched(link.mailbox_seen, old.mailbox_seen),
    )


def differences(base: Values, holds: Values) -> Edits:
    """Answer where a side that holds these values differs from the base; None is a field that it holds empty."""
    if base == holds:
        return {}
    return {label: holds.get(label) for label in holds.keys() | base.keys() if holds.get(label) != base.get(label)}


def without_taken_out(link: Link, held: Values, now: Values) -> Link:
    """Answer the link without whom somebody took out of a meeting in Salesforce: they are not invited anew."""
    if ATTENDEES not in link.base:
        return link
    gone = parts_of(Kind.PEOPLE, held.get(ATTENDEES)).keys() - parts_of(Kind.PEOPLE, now.get(ATTENDEES)).keys()
    if not gone:
        return link
    kept = {key: one for key, one in parts_of(Kind.PEOPLE, link.base[ATTENDEES]).items() if key not in gone}
    text = value_of(Kind.PEOPLE, kept)
    base = {label: value for label, value in link.base.items() if label != ATTENDEES}
    mailbox = structs.replace(link, base={**base, **({ATTENDEES: text} if text is not None else {})})
    return observed(mailbox, Side.MAILBOX, link.held(Side.MAILBOX))


def observed(link: Link, side: Side, after: Values) -> Link:
    """Answer the link with what `side` is now known to hold."""
    return link.with_seen(side, differences(link.base, after))
