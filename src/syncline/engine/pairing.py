"""Two records that are the same thing, and the pair that they become or go on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.meetings import CHILD
from syncline.engine.one_way import rules_of
from syncline.planner.decision import Settle, Why
from syncline.planner.match import identity_keys
from syncline.planner.merge import Sides, merge
from syncline.records.link import Link
from syncline.records.words import Side

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.policy import Rules
    from syncline.records.record import Record


def pair_up(run: CollectionRun, salesforce: Record, mailbox: Record, batch: Batch) -> None:
    """Plan to link two records that are the same thing, and to bring them in step for the first time."""
    link = new_link(run, salesforce, mailbox)
    merged = merge(None, _sides(run, salesforce, mailbox), _rules(run, link))
    batch.settles.append(Settle(link, merged, salesforce, mailbox, Why.FIRST_MATCH))


def go_on(run: CollectionRun, link: Link, salesforce: Record, mailbox: Record, batch: Batch) -> None:
    """Plan that a pair that had ended lives again with a mailbox record that was put back, from its base."""
    link = structs.replace(link, mailbox_id=mailbox.id, ended=None, ended_at=None)
    merged = merge(link, _sides(run, salesforce, mailbox), _rules(run, link))
    batch.settles.append(Settle(link, merged, salesforce, mailbox))


def _rules(run: CollectionRun, link: Link) -> Rules:
    rules = rules_of(run, link.mailbox_id)
    return rules.of_a_child if link.child else rules


def _sides(run: CollectionRun, salesforce: Record, mailbox: Record) -> Sides:
    return Sides(
        salesforce.values,
        mailbox.values,
        run.can(Side.SALESFORCE),
        run.can(Side.MAILBOX),
        run.corrected(Side.SALESFORCE, salesforce.modified),
        run.corrected(Side.MAILBOX, mailbox.modified),
        run.rep.zone,
    )


def new_link(run: CollectionRun, salesforce: Record, mailbox: Record) -> Link:
    """Answer a link of two records, without a base yet."""
    return Link(
        run.new_id(),
        run.rep.id,
        run.collection,
        salesforce.id,
        mailbox.id,
        salesforce_version=salesforce.version,
        mailbox_version=mailbox.version,
        uid=mailbox.uid,
        trace=mailbox.trace,
        owner=salesforce.owner or "",
        child=salesforce.not_representable == CHILD,
        keys=identity_keys(run.collection, mailbox),
    )
