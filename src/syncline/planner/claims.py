"""Salesforce records that are new to a mailbox, and the unlinked mailbox records that may be the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.match import Doubt, Doubtful, Field, Match, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.planner.policy import Ties
    from syncline.records.record import Record
    from syncline.records.words import Collection


def claim(
    collection: Collection, records: Sequence[Record], unlinked: Sequence[Record], ties: Ties
) -> dict[str, Match | Doubtful]:
    """Answer, by the id of the Salesforce record, the mailbox record it is, or those it may be.

    What nobody claims is left out: it is to be copied. A mailbox record may claim several, and then none clearly.
    """
    by_id = {one.id: one for one in unlinked}
    sure: dict[str, list[Record]] = {}
    unsure: dict[str, list[tuple[str, Doubt]]] = {}
    for record_id, outcome in match(collection, Field(unlinked, records, frozenset()), ties).items():
        if isinstance(outcome, Match):
            sure.setdefault(outcome.record.id, []).append(by_id[record_id])
        elif isinstance(outcome, Doubtful):
            for salesforce_id in outcome.candidates:
                unsure.setdefault(salesforce_id, []).append((record_id, outcome.kind))
    return {one: _outcome(sure.get(one, ()), unsure.get(one, ())) for one in sure.keys() | unsure.keys()}


def _outcome(sure: Sequence[Record], unsure: Sequence[tuple[str, Doubt]]) -> Match | Doubtful:
    if len(sure) == 1 and not unsure:
        return Match(sure[0])
    ids = tuple(sorted([*(one.id for one in sure), *(record_id for record_id, _ in unsure)]))
    return Doubtful(unsure[0][1] if len(ids) == 1 else Doubt.SEVERAL_IN_MAILBOX, ids)
