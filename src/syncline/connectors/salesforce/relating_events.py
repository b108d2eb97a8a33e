"""Relating events that nobody related meanwhile: what stands on an event by then is left as it is (SPEC 5.5).

Salesforce has no conditional write. So what stands there is read first, and once more in the request that writes; a
relation that somebody made between the two is put back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.port import RELATED_MEANWHILE, Conflict, ItemError, Missing, Written
from syncline.connectors.salesforce import batches, soql
from syncline.connectors.salesforce.api import DATA
from syncline.connectors.salesforce.batches import Job
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.refusals import item_outcome
from syncline.connectors.salesforce.rows import all_rows, queries, text_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.desk import Desk

_COLUMNS = ("Id", "WhoId", "WhatId")
_BEFORE, _CHANGED = "before", "changed"


class RelatingEvents:
    """One call of `relate` for events."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._results: dict[int, Written | Conflict | Missing | ItemError] = {}

    def run(self, bodies: Sequence[tuple[str, dict[str, Any]]]) -> list[Written | Conflict | Missing | ItemError]:
        """Relate each event as its body says; answers one result for each."""
        wanted = [one for one, _ in bodies if soql.is_id(one)]
        rows = queries(self._desk.client, "related", [_asked(wanted)], asked=_COLUMNS) if wanted else []
        standing = {str(row.get("Id")): _relation(row) for some in rows for row in some}
        jobs: list[Job[str]] = []
        for place, (record_id, body) in enumerate(bodies):
            if record_id not in standing:
                self._results[place] = Missing(record_id)
            elif standing[record_id]:
                self._results[place] = Written(record_id, "", notes=(RELATED_MEANWHILE,))
            else:
                jobs.append(Job(place, record_id, body))
        batches.send(jobs, self._ship, self._give_up)
        return [self._results[place] for place in range(len(bodies))]

    def _ship(self, jobs: Sequence[Job[str]]) -> None:
        image = Part(_BEFORE, "GET", soql.query_path(_asked(job.ask for job in jobs)))
        change = _patch([{"id": job.ask, **job.body} for job in jobs])
        answers = self._desk.client.composite("relate", [image, change])
        results = batches.results_of(self._desk.client, answers[_CHANGED], len(jobs), asked=_COLUMNS)
        refused = {job.place: one for job, one in zip(jobs, results, strict=True) if one.get("success") is not True}
        rows = all_rows(self._desk.client, "related", answers[_BEFORE], asked=_COLUMNS)
        before = {str(row.get("Id")): _relation(row) for row in rows}
        overtaken = [job for job in jobs if job.place not in refused and before.get(job.ask)]
        self._put_back([{"id": job.ask, **before[job.ask]} for job in overtaken])
        for job in jobs:
            if job.place in refused:
                self._give_up(job, refused[job.place].get("errors"))
            else:
                self._results[job.place] = Written(job.ask, "", notes=(RELATED_MEANWHILE,) if job in overtaken else ())

    def _put_back(self, records: Sequence[dict[str, Any]]) -> None:
        """What stood there a moment ago is somebody's, and stays."""
        if records:
            part = _patch([dict.fromkeys(_COLUMNS[1:]) | record for record in records])
            answer = self._desk.client.separately("relate", [part])[_CHANGED]
            batches.results_as_told(self._desk.client, answer, len(records), asked=_COLUMNS)

    def _give_up(self, job: Job[str], errors: Any) -> None:
        self._results[job.place] = item_outcome(job.ask, errors)


def _asked(record_ids: Iterable[str]) -> str:
    return soql.select(_COLUMNS, "Event", [soql.ids(record_ids)])


def _relation(row: Row) -> dict[str, Any]:
    return {name: target for name in _COLUMNS[1:] if (target := text_in(row, name))}


def _patch(records: Sequence[dict[str, Any]]) -> Part:
    typed = [{"attributes": {"type": "Event"}, **record} for record in records]
    return Part(_CHANGED, "PATCH", f"{DATA}/composite/sobjects", {"allOrNone": False, "records": typed})
