"""Series that Salesforce is to hold as series: made by one request, and each occurrence paired with its own.

What is made is announced before, and looked for after a lost answer, like every copy. Only occurrences that nobody knew
of before are made so, and only where none of them is in Salesforce already. From then on they are events like any
other: what was done to one, or what is no more, is written and deleted one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec import structs

from syncline.connectors.port import Draft, ItemError
from syncline.engine.announce import intent_of, people_of, source_of
from syncline.engine.observe import look_for
from syncline.engine.series_pairs import Made, pair
from syncline.engine.series_plan import INTENT, Plan, plan_of
from syncline.engine.unrolled import is_series, makes_series, occurrence_of
from syncline.planner.keys import keys_of
from syncline.planner.match import series_key
from syncline.planner.policy import SeriesPolicy
from syncline.records.record import Record
from syncline.records.words import Side
from syncline.store.changes import Changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syncline.connectors.port import MakesSeries
    from syncline.engine.run import CollectionRun
    from syncline.store.rows import IntentRow, Sighting

COMES: Final = timedelta(minutes=10)
"""How long an org may take to make all occurrences of a series."""
ANSWERS: Final = timedelta(minutes=2)
"""How long it may work on a request of which nothing was heard."""
_PROBES = 3
"""Occurrences of a series by which is looked whether it is in Salesforce already."""


@dataclass(slots=True)
class Told:
    """What came of series, by the ids of their masters."""

    waits: set[str] = field(default_factory=set)
    """Not all of their occurrences are there yet."""
    unfit: dict[str, str] = field(default_factory=dict)
    """Why they are not held as series, by the name of the rule."""


@dataclass(frozen=True, slots=True)
class _Announced:
    plan: Plan
    key: str
    since: datetime
    again: bool = False
    """An earlier attempt announced it, and its answer never came."""


def make_whole(run: CollectionRun, answers: Iterable[object]) -> Told:
    """Make the series among these masters that are new; their occurrences are paired when this returns."""
    told = Told()
    org, span = makes_series(run.org), run.span
    if run.series is not SeriesPolicy.SERIES or org is None or span is None:
        return told
    if run.rep.reset:  # what is new after a reset may be held (SPEC 6.4), one by one
        return told
    masters = [one for one in answers if isinstance(one, Record) and is_series(one)]
    earlier = _earlier(run, masters) if masters else []
    known = {one.plan.source.id for one in earlier}
    left = _take(run, org, earlier, told)
    plans: list[Plan] = []
    for master in masters:
        if master.id in known - left:
            continue
        plan = plan_of(run, org, master, span)
        if isinstance(plan, str):
            told.unfit[master.id] = plan
        elif plan is not None:
            plans.append(plan)
    fresh = _announce(run, _strange(run, plans))
    _take(run, org, _made(run, org, fresh), told)
    return told


def outstanding(run: CollectionRun) -> bool:
    """Whether a series was announced that is not paired yet: what looks new in Salesforce may be of it."""
    return bool(_intents(run))


def recover_whole(run: CollectionRun) -> None:
    """Pair what was made of series that are none any more, or gone, when its answer was lost; then look for them.

    What is a series still is gone on with when it is planned.
    """
    org = makes_series(run.org)
    rows = _intents(run)
    if org is None or not rows:
        return
    ids = [row.source_id for row in rows]
    seen = {one.record_id: one for one in run.store.sightings(run.rep.id, run.collection, Side.MAILBOX, ids)}
    lost = [row for row in rows if not _still_a_series(seen.get(row.source_id))]
    plans = [Plan(structs.replace(source_of(row), values=row.values), row.values) for row in lost]
    earlier = [_Announced(plan, row.key, row.since, again=True) for plan, row in zip(plans, lost, strict=True)]
    _take(run, org, earlier, Told())
    gone = [row.source_id for row in lost if row.source_id not in seen]
    links = run.store.links_by_keys(run.rep.id, run.collection, list(map(series_key, gone)))
    changes = Changes()
    look_for(run, links, changes)
    run.store.commit(changes)


def _intents(run: CollectionRun) -> list[IntentRow]:
    return [row for row in run.store.intents(run.rep.id, run.collection) if row.key.startswith(INTENT)]


def _still_a_series(seen: Sighting | None) -> bool:
    if seen is None:
        return False
    return seen.record is None or seen.record.not_representable is not None


def _earlier(run: CollectionRun, masters: Sequence[Record]) -> list[_Announced]:
    by_id = {one.id: one for one in masters}
    rows = _intents(run)
    return [
        _Announced(Plan(by_id[row.source_id], row.values), row.key, row.since, again=True)
        for row in rows
        if row.source_id in by_id
    ]


def _strange(run: CollectionRun, plans: Sequence[Plan]) -> list[Plan]:
    """Answer the plans of which nothing is in Salesforce yet: what is there is matched, one by one."""
    probes = {plan.source.id: _probes(plan) for plan in plans}
    asked = [record for some in probes.values() for record in some]
    found = run.org.find(run.collection, asked) if asked else []
    there = {key for one in found if not one.not_representable for key in keys_of(run.collection, one.values)}
    taken = {
        plan.source.id
        for plan in plans
        if any(there.intersection(keys_of(run.collection, one.values)) for one in probes[plan.source.id])
    }
    return [plan for plan in plans if plan.source.id not in taken]


def _probes(plan: Plan) -> list[Record]:
    return [
        occurrence_of(plan.source, one.original, {**plan.values, "Start": one.start, "End": one.end})
        for one in plan.occurrences[:_PROBES]
    ]


def _announce(run: CollectionRun, plans: Sequence[Plan]) -> list[_Announced]:
    since = run.clock()
    announced = [_Announced(plan, f"{INTENT}{run.new_id()}", since) for plan in plans]
    rows = [intent_of(run, Side.SALESFORCE, _draft(run, one), one.plan.source, since) for one in announced]
    if rows:
        run.store.commit(Changes(intents=rows))
    return announced


def _draft(run: CollectionRun, one: _Announced) -> Draft:
    source = one.plan.source
    return Draft(one.key, one.plan.values, source.uid, people_of(run, Side.SALESFORCE, source))


def _made(run: CollectionRun, org: MakesSeries, announced: Sequence[_Announced]) -> list[_Announced]:
    """Make what was announced; what is refused as a series arrives as single events."""
    if not announced:
        return []
    run.store.still_held()
    answers = org.make_series([_draft(run, one) for one in announced])
    refused = [one.key for one, answer in zip(announced, answers, strict=True) if isinstance(answer, ItemError)]
    if refused:
        run.store.commit(Changes(intents_done=refused))
    return [one for one in announced if one.key not in refused]


def _take(run: CollectionRun, org: MakesSeries, announced: Sequence[_Announced], told: Told) -> set[str]:
    """Pair what was made. Answers the masters of which nothing was made after all."""
    found = org.series_made([one.plan.values for one in announced]) if announced else []
    there: list[Made] = []
    left: dict[str, str] = {}
    for one, records in zip(announced, found, strict=True):
        waits = COMES if records else ANSWERS
        if len(records) < len(one.plan.occurrences) and run.clock() < one.since + waits:
            told.waits.add(one.plan.source.id)
        elif not records:
            left[one.key] = one.plan.source.id
        else:
            there.append(Made(one.plan, one.key, records, one.again))
    if left:
        run.store.commit(Changes(intents_done=list(left)))
    told.waits |= pair(run, there) if there else set()
    return set(left.values())
