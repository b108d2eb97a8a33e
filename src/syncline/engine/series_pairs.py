"""Pair the occurrences of a series that was just made in Salesforce with those of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Made:
    """A series and what there is of it in Salesforce; `key` is that of its intent.

    `again`: it was made by an earlier attempt, and the calendar may say something else by now.
    """

    plan: Plan
    key: str
    records: Sequence[Record]
    again: bool


def pair(run: CollectionRun, several: Sequence[Made]) -> set[str]:
    """Pair series' records by their starts and take away those of occurrences that were cancelled before.

    Answers the masters of which something is left to be done: what was announced stands, and is tried again.
    """
    changes = Changes()
    firsts: dict[str, Draft] = {}
    doomed: list[tuple[Record, Made]] = []
    taken: set[str] = set()
    for made in several:
        links, gone = _pairs(run, made, taken)
        changes.links += links
        doomed += [(record, made) for record in gone]
        people = people_of(run, Side.SALESFORCE, made.plan.source)
        if people and links:
            firsts[links[0].salesforce_id] = Draft(made.key, made.plan.values, made.plan.source.uid, people)
    left = _take_away(run, doomed, changes)
    changes.intents_done += [made.key for made in several if made.plan.source.id not in left]
    _ask(run, firsts, changes)
    run.tally.count(Side.SALESFORCE, "created", len(changes.links))
    run.store.commit(changes)
    return left


def _pairs(run: CollectionRun, made: Made, taken: set[str]) -> tuple[list[Link], list[Record]]:
    """Answer the pairs, and the records of what was cancelled. `taken` is another's."""
    cancelled, free = _cancelled(made.plan), [one for one in _unlinked(run, made.records) if one.id not in taken]
    links: list[Link] = []
    gone: list[Record] = []
    for one in made.plan.occurrences:
        record = next((found for found in free if _starts(found, one)), None)
        if record is None:
            continue
        free.remove(record)
        taken.add(record.id)
        if one.original in cancelled:
            gone.append(record)
        else:
            links.append(_link(run, made.plan, one, record, again=made.again))
    return links, gone


def _cancelled(plan: Plan) -> set[str]:
    done = read_exceptions(str(plan.source.values.get(EXCEPTIONS, "")))
    return {original for original, change in done.items() if change is None}


def _unlinked(run: CollectionRun, records: Sequence[Record]) -> list[Record]:
    ids = [record.id for record in records]
    found = run.store.links(run.rep.id, run.collection, Side.SALESFORCE, ids)
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


def _take_away(run: CollectionRun, doomed: Sequence[tuple[Record, Made]], changes: Changes) -> set[str]:
    """Delete what was made of occurrences that the calendar has not: nobody has seen it."""
    if not doomed:
        return set()
    run.store.still_held()
    answers = run.org.delete(run.collection, [Mention(record.id, record.version) for record, _ in doomed])
    left: set[str] = set()
    for (_, made), answer in zip(doomed, answers, strict=True):
        if isinstance(answer, ItemError):
            left.add(made.plan.source.id)
            changes.errors.append(error_row(run, Side.MAILBOX, made.plan.source.id, answer))
    return left


def _ask(run: CollectionRun, firsts: dict[str, Draft], changes: Changes) -> None:
    """Ask a person once for each series about people who are nobody in Salesforce."""
    for answer in run.org.questions(run.collection, firsts) if firsts else ():
        note(run, Side.SALESFORCE, answer, firsts[answer.id].values, changes)
    keep_answers(run, changes)
