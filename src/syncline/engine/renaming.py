"""An account was renamed: its new name reaches the mailboxes, except where the rep typed another company (SPEC 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.records.normal import key_of
from syncline.records.words import Direction, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link
    from syncline.records.record import Value, Values
    from syncline.store.changes import Changes

ACCOUNT = "Account"
"""The name of an inbox row that tells of a contact's account."""
_COMPANY = "CompanyName"


def stand_by_the_rep(run: CollectionRun, links: Sequence[Link], changes: Changes) -> None:
    """Note the new name as seen where the mailbox holds another company than Salesforce did: it does not flow.

    Under `to_mailbox` the mailbox is a target: there the source's change overwrites (SPEC 3.2).
    """
    if run.rules.direction is not Direction.BOTH or not links:
        return
    now = {seen.record_id: seen.record.values for seen in changes.sightings if seen.record is not None}
    ids = [link.mailbox_id for link in links]
    typed = {
        seen.record_id: seen.record.values
        for seen in run.store.sightings(run.rep.id, run.collection, Side.MAILBOX, ids)
        if seen.record is not None
    }
    for link in links:
        mine = typed.get(link.mailbox_id, link.held(Side.MAILBOX))
        theirs = now.get(link.salesforce_id)
        if theirs is not None and not _same(mine, link.held(Side.SALESFORCE)):
            changes.links.append(_seen(link, theirs.get(_COMPANY)))


def _same(one: Values, two: Values) -> bool:
    return key_of(str(one.get(_COMPANY, ""))) == key_of(str(two.get(_COMPANY, "")))


def _seen(link: Link, company: Value | None) -> Link:
    others = {label: value for label, value in link.salesforce_seen.items() if label != _COMPANY}
    differs = {} if company == link.base.get(_COMPANY) else {_COMPANY: company}
    return structs.replace(link, salesforce_seen={**others, **differs})
