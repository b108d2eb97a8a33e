"""Records without a link: match them, copy them, park them, or ask a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.asking import NOT_REPRESENTABLE, ask, questions, unresolved_row
from syncline.engine.ended import come_back
from syncline.engine.free import left_behind, linked, not_ended_here
from syncline.engine.in_series import without_occurrences
from syncline.engine.meetings import as_organized, meant, waiting, waits_until
from syncline.engine.outward import as_in_calendar, goes_out, out_of_the_org
from syncline.engine.pairing import go_on, pair_up
from syncline.engine.passing_over import forget, outside_window, park
from syncline.engine.showing import shown_by
from syncline.engine.sight import as_told
from syncline.engine.strangers import known_by
from syncline.engine.veiled import veiled, without_private_twins
from syncline.planner.claims import claim
from syncline.planner.decision import Create, Why
from syncline.planner.keys import identity_of, keys_of
from syncline.planner.match import Doubt, Doubtful, Field, Match, NoMatch, match
from syncline.planner.scope import marked, private
from syncline.records.candidate import name_of
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.record import Record
    from syncline.store.rows import Sighting


def from_mailbox(run: CollectionRun, newcomers: Sequence[Sighting], batch: Batch) -> None:
    """Plan records that are new in the mailbox."""
    for seen in newcomers:
        if seen.record is None:
            forget(run, seen, batch)
    fit = [seen for seen in newcomers if seen.record is not None and _fits(run, seen, seen.record, batch)]
    records = [seen.record for seen in fit if seen.record is not None]
    if not records:
        return
    organized = as_organized(run, records)
    probes = [*records, *organized.values()]
    candidates = [as_told(run, one) for one in meant(run, run.org.find(run.collection, probes))]
    taken = linked(run, Side.SALESFORCE, [one.id for one in candidates], batch)
    rivals = _rivals(run, fit, batch)
    field = Field(
        records,
        candidates,
        taken,
        [seen.record for seen in rivals if seen.record is not None],
        _linked_keys(run, fit, batch),
        {seen.record_id: _all_keys(run, seen, organized) for seen in (*fit, *rivals)},
        again=bool(run.rep.reset),
    )
    outcomes = match(run.collection, field, run.ties)
    strange = [record for record in records if isinstance(outcomes[record.id], NoMatch)]
    matched = {found.record.id for found in outcomes.values() if isinstance(found, Match)}
    back = come_back(run, strange, matched, batch)
    for seen, record in zip(fit, records, strict=True):
        match outcomes[record.id]:
            case Match(found) if private(found) and not run.rules.private:
                park(run, seen, Why.PRIVATE, batch)
            case Match(found):
                pair_up(run, found, record, batch)
            case Doubtful(kind, ids):
                ask(run, seen, kind, [one for one in candidates if one.id in ids], batch)
            case _ if record.id in back:
                go_on(run, *back[record.id], record, batch)
            case _ if (until := waits_until(run, seen, record)) is not None:
                batch.changes.sightings.append(waiting(run, seen, record, until))
            case _:
                batch.creates.append(Create(Side.SALESFORCE, record))


def _all_keys(run: CollectionRun, seen: Sighting, organized: Mapping[str, Record]) -> tuple[str, ...]:
    """A record's keys, and after its own - the last counts - those of the colleague's event that it is a copy of."""
    theirs = organized.get(seen.record_id)
    return (*seen.keys, *keys_of(run.collection, theirs.values)) if theirs is not None else seen.keys


def from_salesforce(run: CollectionRun, newcomers: Sequence[Sighting], batch: Batch) -> None:
    """Plan Salesforce records that are new to the mailbox, among the mailbox records that have no link yet."""
    newcomers = without_private_twins(run, [out_of_the_org(run, seen) for seen in newcomers], batch)
    fit = {seen.record_id for seen in newcomers if goes_out(run, seen, batch)}
    if not fit:
        return
    records = [seen.record for seen in newcomers if seen.record is not None and seen.record_id in fit]
    known = _unclaimed(run, records, batch)
    unlinked = {seen.record_id: seen.record for seen in known if seen.record is not None}
    unlinked |= {one.id: one for one in left_behind(run, records, unlinked.keys(), batch)}
    doubts = {seen.record_id: seen.reason for seen in known if seen.reason in _LASTING}
    asked = _asked_about(run)
    until = _copies_wait(run, batch)
    claims = claim(run.collection, [*records, *_twins(run, records)], list(unlinked.values()), run.ties)
    strange: list[Sighting] = []
    for seen in newcomers:
        if seen.record is None or seen.record_id not in fit:
            continue
        match claims.get(seen.record_id):
            case Match(found):
                _claimed(run, seen, found, doubts, batch)
            case Doubtful(kind, ids):
                ask(run, seen, kind, [unlinked[one] for one in ids], batch)
            case _ if seen.record_id in asked:
                ask(run, seen, Doubt.SEVERAL_IN_MAILBOX, [], batch)
            case _:
                strange.append(seen)
    for seen in without_occurrences(run, strange, batch):
        _copy(run, seen, until, batch)


def _claimed(run: CollectionRun, seen: Sighting, found: Record, doubts: Mapping[str, str], batch: Batch) -> None:
    """Pair a Salesforce record with the mailbox record that it is, unless that one is to be left alone."""
    if found.id in doubts:
        ask(run, seen, Doubt(doubts[found.id]), [found], batch)
    elif found.not_representable:
        park(run, seen, Why.NOT_REPRESENTABLE, batch)
    elif run.rules.selected_only and not marked(found):
        park(run, seen, Why.NOT_SELECTED, batch)
    elif seen.record is not None:
        pair_up(run, seen.record, found, batch)


def _copies_wait(run: CollectionRun, batch: Batch) -> datetime | None:
    """Answer when it is known who is in the mailbox, None if it is known now."""
    times = [one for one in (known_by(run, batch), shown_by(run)) if one is not None]
    return max(times, default=None)


def _copy(run: CollectionRun, seen: Sighting, until: datetime | None, batch: Batch) -> None:
    """Copy a record to the mailbox, once it is known who is there."""
    if until is None and seen.record is not None:
        batch.creates.append(Create(Side.MAILBOX, as_in_calendar(run, seen.record)))
    else:
        batch.changes.sightings.append(structs.replace(seen, due=until))


def _asked_about(run: CollectionRun) -> set[str]:
    """Salesforce records that a mailbox record may be a copy of, after a reset: no other copy is made meanwhile."""
    if not run.rep.reset:
        return set()
    return {one.id for row in questions(run) if row.side is Side.MAILBOX for one in row.candidates}


_LASTING = frozenset(Doubt) - {Doubt.SEVERAL_IN_SALESFORCE}
"""Doubts about a mailbox record that no news of a Salesforce record clears up: they do not lie between the two."""


def _twins(run: CollectionRun, records: Sequence[Record]) -> list[Record]:
    """The other Salesforce records that wait for a person and share a key: a tie is not broken by saving one of it."""
    keys = [key for record in records for key in keys_of(run.collection, record.values, record.uid)]
    ids = [record.id for record in records]
    found = run.store.sightings_by_keys(run.rep.id, run.collection, Side.SALESFORCE, keys, besides=ids)
    return [seen.record for seen in found if seen.record is not None and seen.due is None]


def _unclaimed(run: CollectionRun, records: Sequence[Record], batch: Batch) -> list[Sighting]:
    """The mailbox records without a link that share a key with one of these Salesforce records."""
    keys = [key for record in records for key in keys_of(run.collection, record.values, record.uid)]
    return [seen for seen in _unlinked(run, keys, batch) if seen.record is not None]


def _unlinked(run: CollectionRun, keys: Sequence[str], batch: Batch, besides: Sequence[str] = ()) -> list[Sighting]:
    """Unsettled mailbox records that have one of these keys and no live link, besides those of these ids."""
    found = run.store.sightings_by_keys(run.rep.id, run.collection, Side.MAILBOX, keys, besides=besides)
    taken = linked(run, Side.MAILBOX, [seen.record_id for seen in found], batch)
    return [seen for seen in found if seen.record_id not in taken]


def _fits(run: CollectionRun, seen: Sighting, record: Record, batch: Batch) -> bool:
    """Tell what is looked at from what is parked or left alone."""
    if record.not_representable and (run.span is None or record.not_representable == "recurring"):
        return _not_representable(run, seen, record, batch)
    if run.span is not None and (place := run.span.place(record.values)) != "inside":
        return outside_window(run, seen, record, place, batch)
    if record.not_representable:
        return _not_representable(run, seen, record, batch)
    why = _left_alone(run, record)
    if why is Why.PRIVATE:  # what nobody may read is not kept: it is read again when it may count
        seen = structs.replace(seen, record=None, keys=veiled(run, seen.keys))
    return True if why is None else park(run, seen, why, batch)


def _left_alone(run: CollectionRun, record: Record) -> Why | None:
    if not run.rules.private and private(record):
        return Why.PRIVATE
    if run.rules.selected_only and not marked(record):
        return Why.NOT_SELECTED
    return None if run.rules.direction.may_write(Side.SALESFORCE) else Why.DIRECTION


def _not_representable(run: CollectionRun, seen: Sighting, record: Record, batch: Batch) -> bool:
    park(run, seen, Why.NOT_REPRESENTABLE, batch)
    if not run.rules.direction.may_write(seen.side.other):  # it goes nowhere anyway, and nobody has to know
        return False
    kind = f"{NOT_REPRESENTABLE}{record.not_representable}"
    row = unresolved_row(run, seen.side, seen.record_id, kind, name=name_of(run.collection, record.values))
    batch.changes.unresolved.append(row)
    return False


def _rivals(run: CollectionRun, newcomers: Sequence[Sighting], batch: Batch) -> list[Sighting]:
    keys = [key for seen in newcomers for key in seen.keys]
    return _unlinked(run, keys, batch, [seen.record_id for seen in newcomers])


def _linked_keys(run: CollectionRun, newcomers: Sequence[Sighting], batch: Batch) -> frozenset[str]:
    if run.collection is not Collection.CONTACTS:
        return frozenset()
    keys = [key for seen in newcomers for key in identity_of(run.collection, seen.keys)]
    links = not_ended_here(run.store.links_by_keys(run.rep.id, run.collection, keys), batch)
    return frozenset(key for link in links for key in link.keys)
