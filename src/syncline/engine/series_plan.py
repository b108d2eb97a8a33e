"""Which occurrences of a series are to be made in Salesforce as one series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import structs

from syncline.engine.meetings import of_a_colleague
from syncline.engine.selecting import with_choice
from syncline.engine.sight import sighting_of
from syncline.engine.unrolled import occurrence_id
from syncline.planner.scope import private
from syncline.records.capability import fit
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.moments import start_instant
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.recurrence.occurrences import occurrences, original_of, wall_of
from syncline.records.recurrence.text import read_recurrence, recurrence_text
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import MakesSeries
    from syncline.engine.run import CollectionRun
    from syncline.planner.scope import Span
    from syncline.records.record import Record, Value, Values
    from syncline.records.recurrence.occurrences import Occurrence

INTENT: Final = "series-"
"""Keys of intents that announce a whole series begin so."""
MOST: Final = 200
"""Occurrences of a series that is made as one."""
_FEWEST = 2
_OF_SERIES = frozenset({RECURRENCE, EXCEPTIONS})


@dataclass(frozen=True, slots=True)
class Plan:
    """A series that is to be made, or was. `source` holds what the calendar says of it, `values` what is sent."""

    source: Record
    values: Values

    @property
    def occurrences(self) -> list[Occurrence]:
        """When it happens, as it is sent."""
        rule = read_recurrence(str(self.values[RECURRENCE]))
        return list(islice(occurrences(rule, str(self.values["Start"]), str(self.values["End"])), MOST))


def plan_of(run: CollectionRun, org: MakesSeries, master: Record, span: Span) -> Plan | str | None:
    """Answer what is to be made; a text says why it cannot be, None that there is nothing to be made as a series."""
    if not _syncs(run, master):
        return None
    ahead = _ahead(master, span)
    if isinstance(ahead, str):
        return ahead
    fresh = _trimmed(master, _fresh(run, master, ahead))
    if len(fresh) < _FEWEST:
        return None
    rule = replace(read_recurrence(str(master.values[RECURRENCE])), until=None, count=len(fresh))
    source = _as_it_syncs(run, master)
    if of_a_colleague(run, source):  # whose events have a child for the rep
        return None
    plain = {label: value for label, value in source.values.items() if label not in _OF_SERIES}
    told: dict[str, Value] = {**plain, "Start": fresh[0].start, "End": fresh[0].end}
    values = {**fit(run.can(Side.SALESFORCE), told), RECURRENCE: recurrence_text(rule)}
    why = org.unfit(values)
    return why or Plan(source, values)


def _as_it_syncs(run: CollectionRun, master: Record) -> Record:
    """Answer a series without what is to go nowhere, as a single event would be."""
    seen = sighting_of(run, Side.MAILBOX, master).record or master
    whole = {label: master.values[label] for label in _OF_SERIES if label in master.values}
    return structs.replace(seen, values={**seen.values, **whole})


def _syncs(run: CollectionRun, master: Record) -> bool:
    if not run.rules.direction.may_write(Side.SALESFORCE) or (private(master) and not run.rules.private):
        return False
    return not run.rules.selected_only or with_choice(run, master).selected


def _ahead(master: Record, span: Span) -> list[Occurrence] | str:
    """Answer all occurrences that are not over, or why they are not to be made as one."""
    rule = read_recurrence(str(master.values[RECURRENCE]))
    if rule.count is None and rule.until is None:
        return "no_end"
    found: list[Occurrence] = []
    for one in occurrences(rule, str(master.values["Start"]), str(master.values["End"])):
        if start_instant(one.end, span.zone) <= span.since:
            continue
        if start_instant(one.start, span.zone) >= span.until:
            return "beyond_the_horizon"
        found.append(one)
        if len(found) > MOST:
            return "too_many_occurrences"
    return found


def _fresh(run: CollectionRun, master: Record, ahead: Sequence[Occurrence]) -> list[Occurrence]:
    """Answer the last of these that were never paired, without a gap: what was deleted there does not come back."""
    ids = [occurrence_id(master.id, one.original) for one in ahead]
    found = run.store.links(run.rep.id, run.collection, Side.MAILBOX, [*ids, master.id])
    known = {link.mailbox_id for link in found}
    if master.id in known:  # it was a single event until now, and goes on as the first occurrence
        first = wall_of(str(master.values["Start"]), read_recurrence(str(master.values[RECURRENCE])).zone)
        known.add(occurrence_id(master.id, original_of(first)))
    last = max((place for place, id_ in enumerate(ids) if id_ in known), default=-1)
    return list(ahead[last + 1 :])


def _trimmed(master: Record, fresh: list[Occurrence]) -> list[Occurrence]:
    """Cut off what was cancelled at either end."""
    done = read_exceptions(str(master.values.get(EXCEPTIONS, "")))
    there = [place for place, one in enumerate(fresh) if done.get(one.original, {}) is not None]
    return fresh[there[0] : there[-1] + 1] if there else []
