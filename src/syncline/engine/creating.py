"""Make announced copies and link them to what they copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Duty, ItemError, Written
from syncline.engine.asking import COMPANY, LEFT_OUT, NOT_RELATED, NOT_REPRESENTABLE, REFUSED, unresolved_row
from syncline.engine.latency import arrived
from syncline.engine.report import error_row
from syncline.engine.run import requests
from syncline.engine.unheard import unheard
from syncline.planner.keys import identity_of
from syncline.planner.match import series_key
from syncline.planner.merge import differences, observed, unsettled
from syncline.records.candidate import name_of
from syncline.records.link import NOTHING_SEEN, Link
from syncline.records.record import EMPTY
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Draft
    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.record import Record, Values
    from syncline.store.changes import Changes, Spot


def create(
    run: CollectionRun, side: Side, drafts: Sequence[tuple[Draft, Record]], batch: Batch, outcome: Changes
) -> None:
    """Create on one side and gather the links."""
    origin = side.other
    for some in requests(drafts):
        run.store.still_held()
        answers = run.endpoint(side).create(run.collection, [draft for draft, _ in some])
        copied: list[Spot] = []
        left: list[tuple[Record, ItemError]] = []
        for (draft, source), answer in zip(some, answers, strict=True):
            outcome.intents_done.append(draft.key)
            if isinstance(answer, ItemError):
                failed(run, origin, source.id, answer, batch, outcome)
            else:
                keys = batch.sightings[origin, source.id].keys
                link = link_created(run, side, source, keys, draft.values, answer)
                outcome.links.append(_to_be_finished(link, side, answer))
                copied.append(run.spot(origin, source.id))
                arrived(run, side, source)
                _tell(run, side, source, answer, outcome)
                left += [(source, error) for error in answer.left.values()]
        run.tally.count(side, "created", len(copied))
        for spot in copied:
            outcome.forget(spot)
        for source, error in left:
            failed(run, origin, source.id, error, batch, outcome)


def _to_be_finished(link: Link, side: Side, answer: Written) -> Link:
    """Answer the link with what could not be written now as news of the source."""
    nothing = structs.replace(link, base=EMPTY, salesforce_seen=NOTHING_SEEN, mailbox_seen=NOTHING_SEEN)
    return observed(unsettled(link, nothing, answer.left.keys()), side, link.held(side)) if answer.left else link


def _tell(run: CollectionRun, side: Side, source: Record, answer: Written, outcome: Changes) -> None:
    if side is Side.MAILBOX:
        outcome.sightings.append(unheard(run, answer.id, answer.version))
    if answer.notes:
        note(run, side, answer, source.values, outcome)


def link_created(
    run: CollectionRun, side: Side, source: Record, keys: tuple[str, ...], sent: Values, answer: Written
) -> Link:
    """Answer the link of a record and the copy that was just made of it on `side`.

    `keys` are the source's. Where the copy differs from what was meant (shortened, a name standing in), that is noted
    and never flows back.
    """
    salesforce, mailbox = (answer.id, source.id) if side is Side.SALESFORCE else (source.id, answer.id)
    base = run.shared(source.values)
    seen = differences(base, answer.after if answer.after is not None else sent)
    return Link(
        run.new_id(),
        run.rep.id,
        run.collection,
        salesforce,
        mailbox,
        base=base,
        salesforce_seen=seen if side is Side.SALESFORCE else NOTHING_SEEN,
        mailbox_seen=seen if side is Side.MAILBOX else NOTHING_SEEN,
        salesforce_version=answer.version if side is Side.SALESFORCE else source.version,
        mailbox_version=source.version if side is Side.SALESFORCE else answer.version,
        uid=source.uid,
        trace=source.trace or answer.trace,
        made_on=side,
        owner=run.rep.user_id if side is Side.SALESFORCE else (source.owner or ""),
        keys=identity_of(run.collection, keys) if source.series is None else (series_key(source.series),),
    )


def note(run: CollectionRun, side: Side, answer: Written, meant: Values, outcome: Changes) -> None:
    """Ask a person about what Salesforce could not be told: a company that is no account, people it does not know."""
    asked = [kind for kind in (LEFT_OUT, REFUSED, COMPANY, NOT_RELATED) if kind in answer.notes]
    for kind in asked[-1:]:
        name = name_of(run.collection, meant)
        told = f"{NOT_REPRESENTABLE}{kind}" if kind == LEFT_OUT else kind
        outcome.unresolved.append(unresolved_row(run, side, answer.id, told, answer.candidates, name=name))


def failed(
    run: CollectionRun, side: Side, record_id: str, error: ItemError, batch: Batch, outcome: Changes, other: str = ""
) -> None:
    """Keep a failed record dirty, with an error that says what to do, and try again with growing pauses."""
    seen = batch.sightings.get((side, record_id))
    attempts = (seen.attempts if seen else 0) + 1
    outcome.errors.append(error_row(run, side, record_id, error, other_id=other, attempts=attempts))
    if seen is not None:
        soon = structs.replace(seen, attempts=0) if error.duty is Duty.RETRY else seen
        outcome.sightings.append(structs.replace(seen, attempts=attempts, due=run.later(soon), reason=error.code))
    run.tally.count(side.other, "failed")
