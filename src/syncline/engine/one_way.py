"""Which way values may flow in one pair: an occurrence is held by its series, and nothing is written to it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.engine.unrolled import master_of
from syncline.records.words import Direction, Side

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.planner.policy import Rules


def rules_of(run: CollectionRun, mailbox_id: str) -> Rules:
    """Answer the rules for a pair: what becomes of an occurrence's single copy in Salesforce stays there.

    Under `both` an edit there outlives the occurrence's end here, like that of any event.
    """
    if not master_of(mailbox_id)[1]:
        return run.rules
    writes = run.rules.direction.may_write(Side.SALESFORCE)
    return replace(run.rules, direction=Direction.TO_SALESFORCE if writes else Direction.NONE)
