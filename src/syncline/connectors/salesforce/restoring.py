"""Bring deleted records back: out of the recycle bin, else made anew of everything that was kept of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from syncline.connectors.port import Intent, ItemError, Written
from syncline.connectors.salesforce import batches, duplicates, soql
from syncline.connectors.salesforce.api import DATA, WRITE_BATCH
from syncline.connectors.salesforce.batches import Job
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.describe import Describes
from syncline.connectors.salesforce.inviting import Inviting, Wish
from syncline.connectors.salesforce.made import made
from syncline.connectors.salesforce.reading import batched, read
from syncline.connectors.salesforce.refusals import item_error
from syncline.connectors.salesforce.undelete import NOT_IN_BIN, undelete
from syncline.records.fields import ATTENDEES
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Lost
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.capability import Capabilities

_MADE = "made"
_NOT_KEPT = ItemError("not_kept_whole", "The record is in the recycle bin no longer, and was not kept whole.")
_UNSEEN = ItemError("back_but_not_visible", "The record is back, but the rep cannot see it.")


class Restoring:
    """One call of `restore`."""

    def __init__(self, desk: Desk, shape: Shape, capabilities: Capabilities) -> None:
        self._desk = desk
        self._shape = shape
        self._capabilities = capabilities
        self._ids: dict[int, str] = {}
        self._errors: dict[int, ItemError] = {}
        self._new: list[int] = []
        """Places of what was made anew."""

    def run(self, losts: Sequence[Lost]) -> list[Written | ItemError]:
        """Answer one result for each record."""
        self._there(losts)
        self._from_the_bin(losts)
        self._as_before(losts)
        self._anew(losts)
        self._invite(losts)
        records = iter(read(self._desk, self._shape, [self._ids[place] for place in sorted(self._ids)]))
        seen = {place: next(records) for place in sorted(self._ids)}
        return [_written(seen[place]) if place in seen else self._errors[place] for place in range(len(losts))]

    def _open(self, losts: Sequence[Lost]) -> list[tuple[int, Lost]]:
        done = self._ids.keys() | self._errors.keys()
        return [(place, lost) for place, lost in enumerate(losts) if place not in done]

    def _there(self, losts: Sequence[Lost]) -> None:
        """Somebody brought it back already, or an earlier attempt did."""
        answers = read(self._desk, self._shape, [lost.id for lost in losts])
        self._ids |= {place: answer.id for place, answer in enumerate(answers) if isinstance(answer, Record)}

    def _from_the_bin(self, losts: Sequence[Lost]) -> None:
        wanted = [(place, lost) for place, lost in self._open(losts) if soql.is_id(lost.id)]
        for (place, lost), errors in zip(
            wanted, undelete(self._desk.client, [one.id for _, one in wanted]), strict=True
        ):
            if not errors:
                self._ids[place] = lost.id
            elif errors[0].get("statusCode") not in NOT_IN_BIN:
                self._errors[place] = item_error(errors)

    def _as_before(self, losts: Sequence[Lost]) -> None:
        """What an earlier attempt made anew, without our hearing of it."""
        wanted = self._open(losts)
        intents = [Intent(lost.key, lost.values, lost.since) for _, lost in wanted]
        found = made(self._desk, self._shape, self._capabilities, intents)
        self._ids |= {place: found[lost.key].id for place, lost in wanted if lost.key in found}

    def _anew(self, losts: Sequence[Lost]) -> None:
        wanted = self._open(losts)
        if not wanted:
            return
        facts = Describes(self._desk.client).fields(self._shape.sobject)
        createable = {fact.name for fact in facts.values() if fact.createable}
        jobs: list[Job[Lost]] = []
        for place, lost in wanted:
            body = {name: value for name, value in _row(lost.whole).items() if name in createable and value is not None}
            if body:
                jobs.append(Job(place, lost, body))
            else:
                self._errors[place] = _NOT_KEPT
        batches.send(jobs, self._ship, self._give_up)

    def _ship(self, jobs: Sequence[Job[Lost]]) -> None:
        records = [{"attributes": {"type": self._shape.sobject}, **job.body} for job in jobs]
        body = {"allOrNone": False, "records": records}
        insist = duplicates.headers(self._desk, self._shape)
        part = Part(_MADE, "POST", f"{DATA}/composite/sobjects", body, insist)
        answer = self._desk.client.separately("restore", [part])[_MADE]
        results = batches.results_of(self._desk.client, answer, len(jobs), asked=self._shape.columns)
        for job, result in zip(jobs, results, strict=True):
            if result.get("success") is True:
                self._ids[job.place] = str(result.get("id"))
                self._new.append(job.place)
            else:
                self._give_up(job, result.get("errors"))

    def _invite(self, losts: Sequence[Lost]) -> None:
        """Invite who took part to what was made anew: invitations went with the old event."""
        invitees = self._shape.invitees
        if invitees is None:
            return
        values = {self._ids[place]: losts[place].values.get(ATTENDEES) for place in self._new}
        wishes = [Wish.of(event, value) for event, value in values.items() if value is not None]
        for some in batched(wishes, WRITE_BATCH):
            Inviting(self._desk, invitees).run(some, fresh=True)

    def _give_up(self, job: Job[Lost], errors: Any) -> None:
        self._errors[job.place] = item_error(errors)


def _row(whole: str) -> dict[str, Any]:
    try:
        row = json.loads(whole)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _written(record: object) -> Written | ItemError:
    if not isinstance(record, Record):
        return _UNSEEN
    return Written(record.id, record.version, after=record.values)
