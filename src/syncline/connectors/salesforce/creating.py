"""Making records: up to 200 in one request, which also answers what the org made of them.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_create.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.port import Draft, ItemError, Written
from syncline.connectors.salesforce import addresses, batches, companies, duplicates, soql
from syncline.connectors.salesforce.api import DATA, WRITE_BATCH
from syncline.connectors.salesforce.batches import Job
from syncline.connectors.salesforce.composite import Part, PartAnswer
from syncline.connectors.salesforce.desk import select
from syncline.connectors.salesforce.inviting import Inviting, Wish
from syncline.connectors.salesforce.people import NOT_RELATED
from syncline.connectors.salesforce.reading import batched
from syncline.connectors.salesforce.refusals import item_error
from syncline.connectors.salesforce.relating import who_body
from syncline.connectors.salesforce.rows import all_rows
from syncline.records.attendees import read_attendees
from syncline.records.fields import ATTENDEES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.record import Record

_MADE, _AFTER = "made", "after"


class Creating:
    """One call of `create`."""

    def __init__(self, desk: Desk, shape: Shape) -> None:
        self._desk = desk
        self._shape = shape
        self._results: dict[int, Written | ItemError] = {}

    def run(self, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        """Make the records; answers one result for each draft."""
        companies.learn(self._desk, self._shape, [draft.values for draft in drafts])
        self._desk.people.learn([address for draft in drafts for address in (*draft.people, *self._invited(draft))])
        together, apart = batches.parted(
            [job for place, draft in enumerate(drafts) if (job := self._job(place, draft))]
        )
        batches.send(together, self._ship, self._give_up)
        batches.send(apart, self._ship_apart, self._give_up)
        self._invite(drafts)
        return [self._results[place] for place in range(len(drafts))]

    def _invited(self, draft: Draft) -> list[str]:
        value = draft.values.get(ATTENDEES) if self._shape.invitees else None
        return [one.address for one in read_attendees(str(value or ""))]

    def _invite(self, drafts: Sequence[Draft]) -> None:
        """Invite those who take part to the events that were made."""
        invitees = self._shape.invitees
        made = {place: one for place, one in self._results.items() if isinstance(one, Written)}
        places = [place for place in made if ATTENDEES in drafts[place].values] if invitees else []
        for some in batched(places, WRITE_BATCH):
            if invitees is None:
                break
            wishes = [Wish.of(made[place].id, drafts[place].values[ATTENDEES]) for place in some]
            invited = Inviting(self._desk, invitees).run(wishes, fresh=True)
            self._results |= {place: invited[made[place].id].told(made[place]) for place in some}

    def _job(self, place: int, draft: Draft) -> Job[Draft] | None:
        refused = self._shape.refuse(draft.values)
        if refused:
            self._results[place] = refused
            return None
        body = self._shape.new_body(draft.values) | self._shape.marks(draft)
        addresses.apply(self._desk, self._shape, draft.values, body)
        notes, candidates = companies.apply(self._desk, self._shape, draft.values, body)
        return Job(place, draft, body, (*notes, *self._relate(draft, body)), candidates)

    def _relate(self, draft: Draft, body: dict[str, Any]) -> tuple[str, ...]:
        """Relate a new event to those who take part; answers a note where nobody from outside is known."""
        people = self._desk.people.related(draft.people)
        body.update(who_body(self._desk, people))
        return (NOT_RELATED,) if not people and self._desk.people.outsiders(draft.people) else ()

    def _ship(self, jobs: Sequence[Job[Draft]]) -> None:
        references = (f"'@{{{_MADE}[{number}].id}}'" for number in range(len(jobs)))
        image = Part(_AFTER, "GET", soql.reference_query_path(select(self._shape, [soql.within("Id", references)])))
        answers = self._desk.client.composite("create", [self._post(jobs), image])
        self._settle(jobs, answers[_MADE], self._images(answers[_AFTER]))

    def _ship_apart(self, jobs: Sequence[Job[Draft]]) -> None:
        answers = self._desk.client.separately("create", [self._post(jobs)])
        self._settle(jobs, answers[_MADE], {})

    def _post(self, jobs: Sequence[Job[Draft]]) -> Part:
        records = [{"attributes": {"type": self._shape.sobject}, **job.body} for job in jobs]
        body = {"allOrNone": False, "records": records}
        insist = duplicates.headers(self._desk, self._shape)
        return Part(_MADE, "POST", f"{DATA}/composite/sobjects", body, insist)

    def _images(self, answer: PartAnswer) -> dict[str, Record]:
        """If one record failed, the references broke, and nothing is known but what was sent."""
        if not answer.ok:
            return {}
        rows = all_rows(self._desk.client, "create", answer)
        return {record.id: record for record in map(self._shape.record, rows)}

    def _settle(self, jobs: Sequence[Job[Draft]], answer: PartAnswer, images: dict[str, Record]) -> None:
        results = batches.results_of(self._desk.client, answer, len(jobs), asked=self._shape.columns)
        for job, result in zip(jobs, results, strict=True):
            if result.get("success") is True:
                self._results[job.place] = self._written(job, str(result.get("id")), images)
            else:
                self._give_up(job, result.get("errors"))

    def _written(self, job: Job[Draft], record_id: str, images: dict[str, Record]) -> Written:
        image = images.get(record_id)
        if image:
            return Written(record_id, image.version, after=image.values, notes=job.notes, candidates=job.candidates)
        return Written(
            record_id,
            "",
            after=self._shape.as_sent(job.body, job.ask.values),
            notes=job.notes,
            candidates=job.candidates,
        )

    def _give_up(self, job: Job[Draft], errors: Any) -> None:
        self._results[job.place] = item_error(errors)
