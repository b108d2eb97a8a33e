"""Changing fields: pre-image, change and post-image of up to 200 records in one request.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_update.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.port import Conflict, Edit, ItemError, Missing, Written
from syncline.connectors.salesforce import addresses, batches, companies, duplicates, persons, soql
from syncline.connectors.salesforce.api import DATA, WRITE_BATCH
from syncline.connectors.salesforce.batches import Job
from syncline.connectors.salesforce.composite import Part, PartAnswer
from syncline.connectors.salesforce.desk import by_ids
from syncline.connectors.salesforce.inviting import Inviting, Wish
from syncline.connectors.salesforce.reading import batched
from syncline.connectors.salesforce.refusals import item_outcome
from syncline.connectors.salesforce.rows import all_rows
from syncline.connectors.salesforce.soql import query_path
from syncline.records.fields import ATTENDEES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.record import Record

_BEFORE, _CHANGED, _AFTER = "before", "changed", "after"


class Updating:
    """One call of `update`. Salesforce has no conditional write: what changed meanwhile stands in `before`."""

    def __init__(self, desk: Desk, shape: Shape) -> None:
        self._desk = desk
        self._shape = shape
        self._results: dict[int, Written | Conflict | Missing | ItemError] = {}
        self._persons: dict[str, str] = {}
        """The accounts of the contacts that are persons."""

    def run(self, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        """Make the changes; answers one result for each edit."""
        self._persons = persons.accounts_of(self._desk, self._shape, [edit.id for edit in edits])
        companies.learn(self._desk, self._shape, [edit.changes for edit in edits if edit.id not in self._persons])
        self._ship([job for place, edit in enumerate(edits) if (job := self._job(place, edit))])
        self._invite(edits)
        return [self._results[place] for place in range(len(edits))]

    def _invite(self, edits: Sequence[Edit]) -> None:
        """Change who is invited, where that is among the changes."""
        invitees = self._shape.invitees
        if invitees is None:
            return
        done = {place: one for place, one in self._results.items() if isinstance(one, Written)}
        for some in batched([place for place in done if ATTENDEES in edits[place].changes], WRITE_BATCH):
            wishes = [_wish(edits[place]) for place in some]
            invited = Inviting(self._desk, invitees).run(wishes)
            self._results |= {place: invited[edits[place].id].told(done[place]) for place in some}

    def send(self, bodies: Sequence[tuple[str, dict[str, Any]]]) -> list[Written | Conflict | Missing | ItemError]:
        """Change records as these bodies say; answers one result for each."""
        self._ship([Job(place, Edit(one, "", {}, {}), body) for place, (one, body) in enumerate(bodies)])
        return [self._results[place] for place in range(len(bodies))]

    def _ship(self, jobs: Sequence[Job[Edit]]) -> None:
        """Persons come last: a collection of two sorts of records is cut where the sort changes, ten times at most."""
        jobs = sorted(jobs, key=lambda job: job.ask.id in self._persons)
        together, apart = batches.parted(jobs)
        batches.send(
            together,
            lambda jobs: self._settle(jobs, self._desk.client.composite("update", self._parts(jobs))),
            self._give_up,
        )
        batches.send(
            apart,
            lambda jobs: self._settle(jobs, self._desk.client.separately("update", self._parts(jobs))),
            self._give_up,
        )

    def _job(self, place: int, edit: Edit) -> Job[Edit] | None:
        if not soql.is_id(edit.id):
            self._results[place] = Missing(edit.id)
            return None
        refused = self._shape.refuse(edit.whole)
        if refused:
            self._results[place] = refused
            return None
        body = self._shape.changed_body(edit)
        addresses.apply(self._desk, self._shape, edit.whole, body)
        if edit.id in self._persons:
            return Job(place, edit, persons.account_body(body))
        open_question = companies.apply(self._desk, self._shape, edit.changes, body)
        return Job(place, edit, body, *open_question)

    def _parts(self, jobs: Sequence[Job[Edit]]) -> list[Part]:
        image = query_path(by_ids(self._shape, [job.ask.id for job in jobs]))
        records = [self._record(job) for job in jobs if job.body]
        body = {"allOrNone": False, "records": records}
        insist = duplicates.headers(self._desk, self._shape)
        change = Part(_CHANGED, "PATCH", f"{DATA}/composite/sobjects", body, insist)
        return [Part(_BEFORE, "GET", image), *([change, Part(_AFTER, "GET", image)] if records else [])]

    def _record(self, job: Job[Edit]) -> dict[str, Any]:
        account = self._persons.get(job.ask.id)
        sobject = "Account" if account else self._shape.sobject
        return {"attributes": {"type": sobject}, "id": account or job.ask.id, **job.body}

    def _settle(self, jobs: Sequence[Job[Edit]], answers: Mapping[str, PartAnswer]) -> None:
        sent = [job for job in jobs if job.body]
        results = self._changed(answers[_CHANGED], len(sent)) if sent else []
        before = self._images(answers[_BEFORE])
        refused: set[int] = set()
        for job, result in zip(sent, results, strict=True):
            if result.get("success") is not True:
                refused.add(job.place)
                self._give_up(job, result.get("errors"), seen=job.ask.id in before)
        after = self._images(answers[_AFTER]) if sent else before
        for job in jobs:
            if job.place not in refused:
                self._results[job.place] = _written(job, before.get(job.ask.id), after.get(job.ask.id))

    def _changed(self, answer: PartAnswer, count: int) -> list[dict[str, Any]]:
        return list(batches.results_of(self._desk.client, answer, count, asked=self._shape.columns))

    def _images(self, answer: PartAnswer) -> dict[str, Record]:
        rows = all_rows(self._desk.client, "update", answer, asked=self._shape.columns)
        return {record.id: record for record in map(self._shape.record, rows)}

    def _give_up(self, job: Job[Edit], errors: Any, *, seen: bool = False) -> None:
        self._results[job.place] = item_outcome(job.ask.id, errors, seen=seen)


def _wish(edit: Edit) -> Wish:
    return Wish.of(edit.id, edit.changes[ATTENDEES], edit.held.get(ATTENDEES))


def _written(job: Job[Edit], before: Record | None, after: Record | None) -> Written | Missing:
    """Without a change to send and without an image, the record is not there for this rep."""
    if not job.body and before is None:
        return Missing(job.ask.id)
    return Written(
        job.ask.id,
        after.version if after else "",
        after=after.values if after else None,
        before=before.values if before else None,
        notes=job.notes,
        candidates=job.candidates,
    )
