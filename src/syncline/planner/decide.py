"""The decision for one linked pair: a pure function of what was observed, the base and the rules.

Deletions are acted upon only where they were positively observed (`Gone.DELETED`); everything else that is not there
any more ends the link or waits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.decision import Decision, Delete, End, Follow, Settle, Wait, Why
from syncline.planner.merge import Sides, merge
from syncline.planner.policy import DeletePolicy, Rules
from syncline.planner.scope import marked, private
from syncline.records.fields import FIELDS
from syncline.records.link import DELETED_IN, Ended, Link
from syncline.records.normal import same
from syncline.records.record import Record
from syncline.records.words import Gone, Side

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.records.capability import Capabilities
    from syncline.records.record import Values


@dataclass(frozen=True, slots=True)
class Pair:
    """A live link and what was observed on each side: a record, how it went, or nothing new (None).

    `master` is the record that a merged Salesforce contact went into. `left_scope`: the record no longer qualifies
    under the configuration's filter. `in_window`: False only for events that lie outside it now.
    """

    link: Link
    salesforce: Record | Gone | None
    mailbox: Record | Gone | None
    salesforce_can: Capabilities
    mailbox_can: Capabilities
    master: str | None = None
    left_scope: bool = False
    in_window: bool = True
    salesforce_modified: datetime | None = None
    mailbox_modified: datetime | None = None
    zone: str = "UTC"
    """The rep's own."""

    def now(self, side: Side) -> Values:
        """What `side` holds now, as far as is known."""
        record = self.salesforce if side is Side.SALESFORCE else self.mailbox
        return record.values if isinstance(record, Record) else self.link.held(side)


def decide(pair: Pair, rules: Rules) -> Decision:
    """Decide about one pair."""
    if pair.link.child:
        rules, pair = rules.of_a_child, _as_event(pair)
    if isinstance(pair.mailbox, Record) and pair.mailbox.organizer is not None:
        rules = replace(rules, invites=False)  # only the organizer invites
    return _decide(pair, rules)


def _as_event(pair: Pair) -> Pair:
    """What somebody who is invited has in Salesforce is no event of its own, and is looked at all the same."""
    if not isinstance(pair.salesforce, Record):
        return pair
    return replace(pair, salesforce=structs.replace(pair.salesforce, not_representable=None))


def _decide(pair: Pair, rules: Rules) -> Decision:
    if pair.mailbox is Gone.DELETED and pair.salesforce is Gone.DELETED:
        return End(pair.link, Ended.DELETED_ON_BOTH)
    if isinstance(pair.salesforce, Gone) and (pair.salesforce is Gone.MERGED or not isinstance(pair.mailbox, Gone)):
        return _gone_from_salesforce(pair, pair.salesforce, rules)
    if isinstance(pair.mailbox, Gone):
        return _gone_from_mailbox(pair, pair.mailbox, rules)
    stop = _stops(pair, rules)
    if stop is not None:
        return stop
    if pair.left_scope:
        return _left_scope(pair, rules)
    return _merge(pair, rules)


def _merge(pair: Pair, rules: Rules) -> Settle:
    sides = Sides(
        pair.now(Side.SALESFORCE),
        pair.now(Side.MAILBOX),
        pair.salesforce_can,
        pair.mailbox_can,
        pair.salesforce_modified,
        pair.mailbox_modified,
        pair.zone,
    )
    salesforce = pair.salesforce if isinstance(pair.salesforce, Record) else None
    mailbox = pair.mailbox if isinstance(pair.mailbox, Record) else None
    return Settle(pair.link, merge(pair.link, sides, rules), salesforce, mailbox)


def _gone_from_salesforce(pair: Pair, gone: Gone, rules: Rules) -> Decision:
    if gone is Gone.MERGED and pair.master:
        return Follow(pair.link, pair.master)
    if gone is Gone.HIDDEN:
        return _left_scope(pair, rules)
    if gone is not Gone.DELETED:
        return _left_scope(pair, rules) if pair.left_scope else Wait(pair.link, Side.SALESFORCE)
    return _gone(pair, Side.SALESFORCE, rules)


def _gone_from_mailbox(pair: Pair, gone: Gone, rules: Rules) -> Decision:
    if gone is Gone.MOVED:
        return End(pair.link, Ended.MOVED_OUT)
    if pair.left_scope:  # it is somebody else's record now: this rep's deletion says nothing about it
        return End(pair.link, Ended.OUT_OF_SCOPE)
    if gone is not Gone.DELETED or not pair.in_window:
        return End(pair.link, Ended.GONE_UNKNOWN)
    if isinstance(pair.salesforce, Gone):  # hidden from the rep: what cannot be journaled whole is not deleted
        return End(pair.link, Ended.DELETED_IN_MAILBOX)
    return _gone(pair, Side.MAILBOX, rules)


def _gone(pair: Pair, side: Side, rules: Rules) -> Decision:
    """Decide about a deletion that was seen on `side`: a change on the other side survives it (SPEC 4.5).

    An event that only comes from the calendar goes with it (SPEC 5.4); what was edited in Salesforce is journaled.
    What was made private, or something that cannot be expressed, on the other side is left alone (SPEC 5.3), and so is
    what lies outside the window: an org that clears out old events takes nothing out of a calendar.
    """
    if rules.edits_survive and changed(pair, side.other):
        return End(pair.link, DELETED_IN[side], ask=side.other)
    removes = rules.deletes is DeletePolicy.BOTH and rules.direction.may_write(side.other) and pair.in_window
    if removes and _stops(pair, rules) is None:
        return Delete(side.other, pair.link, Ended.DELETED_ON_BOTH, Why.DELETED_ON_OTHER_SIDE)
    return End(pair.link, DELETED_IN[side])


def _left_scope(pair: Pair, rules: Rules) -> Decision:
    """End the link; take the mailbox copy away only if Syncline made it and nobody changed it since."""
    ours = pair.link.made_on is Side.MAILBOX and rules.direction.may_write(Side.MAILBOX)
    if ours and not changed(pair, Side.MAILBOX):
        return Delete(Side.MAILBOX, pair.link, Ended.OUT_OF_SCOPE, Why.LEFT_SCOPE)
    return End(pair.link, Ended.OUT_OF_SCOPE)


def _stops(pair: Pair, rules: Rules) -> End | Delete | None:
    """End the link of what can no longer be expressed, was made private, or is not marked for Salesforce any more.

    Both copies stay as they are, unless what was made private in the mailbox is to leave Salesforce.
    """
    for record in (pair.mailbox, pair.salesforce):
        if isinstance(record, Record) and record.not_representable:
            return End(pair.link, Ended.BECAME_UNREPRESENTABLE)
        if isinstance(record, Record) and not rules.private and private(record):
            if rules.removes_private and record is pair.mailbox:
                return Delete(Side.SALESFORCE, pair.link, Ended.BECAME_PRIVATE, Why.PRIVATE)
            return End(pair.link, Ended.BECAME_PRIVATE)
    ours = pair.link.made_on is Side.MAILBOX
    if rules.selected_only and isinstance(pair.mailbox, Record) and not ours and not marked(pair.mailbox):
        return End(pair.link, Ended.DESELECTED)
    return None


def changed(pair: Pair, side: Side) -> bool:
    """Whether `side` holds something else than it was last seen to hold, in any field that syncs."""
    record = pair.salesforce if side is Side.SALESFORCE else pair.mailbox
    if not isinstance(record, Record):
        return False
    held = pair.link.held(side)
    fields = FIELDS[pair.link.collection]
    labels = (held.keys() | record.values.keys()) & pair.salesforce_can.keys() & pair.mailbox_can.keys()
    return any(not same(fields[label], record.values.get(label), held.get(label)) for label in labels)
