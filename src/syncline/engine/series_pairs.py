"""Pair the occurrences of a series that was just made in Salesforce with those of the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Draft, ItemError, Mention, Written
from syncline.engine.announce import people_of
from syncline.engine.asking import keep_answers
from syncline.engine.creating import link_created, note
from syncline.engine.report import error_row
from syncline.engine.unrolled import occurrence_of
from syncline.records.fields import ATTENDEES, EVENT_FIELDS, EXCEPTIONS, RECURRENCE
from syncline.records.normal import same
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.words import Side
from syncline.store.changes import Changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.series_plan import Plan
    from syncline.records.link import Link
    from syncline.records.record import Record
    from syncline.records.recurrence.occurrences import Occurrence


_APART = frozenset({RECURRENCE, EXCEPTIONS, ATTENDEES})
"""What no occurrence has by itself, and who is invited: that is written to each one afterwards."""


def pair(run: CollectionRun, plan: Plan, key: str, records: Sequence[Record], *, again: bool) -> bool:
    """Pair a series' records by their starts and take away those of occurrences that were cancelled before.

    `again`: it was made by an earlier attempt, and the calendar may say something else by now. Answers whether all is
    done; if not, what is left is tried again.
    """
    changes = Changes()
    cancelled = _cancelled(plan)
    free = _unlinked(run, records)
    doomed: list[Record] = []
    for one in plan.occurrences:
        record = next((found for found in free if _starts(found, one)), None)
        if record is None:
            continue
        free.remove(record)
        if one.original in cancelled:
            doomed.append(record)
        else:
            changes.links.append(_link(run, plan, one, record, again=again))
    done = _take_away(run, plan, doomed, changes)
    if done:
        changes.intents_done.append(key)
    _ask(run, plan, changes)
    run.tally.count(Side.SALESFORCE, "created", len(changes.links))
    run.store.commit(changes)
    return done


def _cancelled(plan: Plan) -> set[str]:
    done = read_exceptions(str(plan.source.values.get(EXCEPTIONS, "")))
    return {original for original, change in done.items() if change is None}


def _unlinked(run: CollectionRun, records: Sequence[Record]) -> list[Record]:
    ids = [record.id for record in records]
    found = run.store.links(run.rep.id, run.collection, Side.SALESFORCE, ids) if ids else []
    taken = {link.salesforce_id for link in found}
    return [record for record in records if record.id not in taken]


def _starts(record: Record, one: Occurrence) -> bool:
    return same(EVENT_FIELDS["Start"], record.values.get("Start"), one.start)


def _link(run: CollectionRun, plan: Plan, one: Occurrence, record: Record, *, again: bool) -> Link:
    """What the calendar says of this occurrence beside the rule is news, and is planned as such."""
    times = {"Start": one.start, "End": one.end}
    held = plan.values if again else plan.source.values
    plain = {label: value for label, value in held.items() if label not in _APART}
    source = occurrence_of(plan.source, one.original, {**plain, **times})
    sent = {label: value for label, value in plan.values.items() if label not in _APART}
    answer = Written(record.id, record.version, after=record.values)
    link = link_created(run, Side.SALESFORCE, source, (), {**sent, **times}, answer)
    news = again or ATTENDEES in plan.source.values
    changed = news or one.original in read_exceptions(str(plan.source.values.get(EXCEPTIONS, "")))
    return structs.replace(link, mailbox_version="") if changed else link


def _take_away(run: CollectionRun, plan: Plan, doomed: Sequence[Record], changes: Changes) -> bool:
    """Delete what was made of occurrences that the calendar has not: nobody has seen it."""
    answers = run.org.delete(run.collection, [Mention(one.id, one.version) for one in doomed]) if doomed else []
    refused = [answer for answer in answers if isinstance(answer, ItemError)]
    changes.errors += [error_row(run, Side.MAILBOX, plan.source.id, one) for one in refused[:1]]
    return not refused


def _ask(run: CollectionRun, plan: Plan, changes: Changes) -> None:
    """Ask a person once for a series about people who are nobody in Salesforce."""
    people = people_of(run, Side.SALESFORCE, plan.source)
    if not people or not changes.links:
        return
    first = changes.links[0].salesforce_id
    for answer in run.org.questions(run.collection, {first: Draft("", plan.values, plan.source.uid, people)}):
        note(run, Side.SALESFORCE, answer, plan.values, changes)
    keep_answers(run, changes)
