"""Moving records into the recycle bin: pre-image and delete of up to 200 records in one request.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_delete.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.port import Conflict, ItemError, Mention, Missing, Written
from syncline.connectors.salesforce import batches, persons, soql
from syncline.connectors.salesforce.api import DATA
from syncline.connectors.salesforce.batches import Job
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.desk import by_ids
from syncline.connectors.salesforce.refusals import item_outcome
from syncline.connectors.salesforce.rows import all_rows
from syncline.connectors.salesforce.soql import query_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape

_BEFORE, _DELETED = "before", "deleted"


class Deleting:
    """One call of `delete`."""

    def __init__(self, desk: Desk, shape: Shape) -> None:
        self._desk = desk
        self._shape = shape
        self._results: dict[int, Written | Conflict | Missing | ItemError] = {}

    def run(self, targets: Sequence[Mention]) -> list[Written | Conflict | Missing | ItemError]:
        """Delete the records; answers one result for each target."""
        kept = persons.accounts_of(self._desk, self._shape, [target.id for target in targets])
        self._results |= {place: persons.KEPT for place, target in enumerate(targets) if target.id in kept}
        jobs = [
            Job(place, target, {})
            for place, target in enumerate(targets)
            if soql.is_id(target.id) and target.id not in kept
        ]
        batches.send(jobs, self._ship, self._give_up)
        return [self._results.get(place) or Missing(target.id) for place, target in enumerate(targets)]

    def _ship(self, jobs: Sequence[Job[Mention]]) -> None:
        ids = [job.ask.id for job in jobs]
        answers = self._desk.client.composite(
            "delete",
            [
                Part(_BEFORE, "GET", query_path(by_ids(self._shape, ids))),
                Part(_DELETED, "DELETE", f"{DATA}/composite/sobjects?ids={','.join(ids)}&allOrNone=false"),
            ],
        )
        results = list(batches.results_of(self._desk.client, answers[_DELETED], len(jobs), asked=()))
        rows = all_rows(self._desk.client, "delete", answers[_BEFORE], asked=self._shape.columns)
        before = {record.id: record for record in map(self._shape.record, rows)}
        for job, result in zip(jobs, results, strict=True):
            if result.get("success") is not True:
                self._give_up(job, result.get("errors"), seen=job.ask.id in before)
                continue
            image = before.get(job.ask.id)
            held = image.values if image else None
            self._results[job.place] = Written(job.ask.id, image.version if image else "", before=held)

    def _give_up(self, job: Job[Mention], errors: Any, *, seen: bool = False) -> None:
        self._results[job.place] = item_outcome(job.ask.id, errors, seen=seen)
