"""Inviting people to events, noting what they answered, and taking out who is invited no more.

Up to 200 invitations travel in one part of a Composite request and four such parts in one request, which also answers
who is invited afterwards. Who was invited in Salesforce meanwhile stays: only those are taken out who were known to be
in. A relation that says whom the event is about is never taken away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from syncline.connectors.port import Duty
from syncline.connectors.salesforce import batches, soql
from syncline.connectors.salesforce.api import DATA, WRITE_BATCH
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.invitees import RELATION
from syncline.connectors.salesforce.reading import batched
from syncline.connectors.salesforce.refusals import item_error
from syncline.connectors.salesforce.rows import all_rows, queries
from syncline.records.attendees import MOST_IN_SALESFORCE, read_attendees
from syncline.records.candidate import Candidate
from syncline.records.fields import ATTENDEES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syncline.connectors.port import ItemError, Written
    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.invitees import Invitation, Invitees
    from syncline.records.attendees import Attendee
    from syncline.records.record import Value

CROWDED: Final = "attendees_left_out"
"""Note: more people take part than an event is to hold; `candidates` are those who were left out."""
REFUSED: Final = "attendees_refused"
"""Note: the org takes somebody as no invitee."""
_PARTS: Final = 4
"""Besides the query, of the five that a Composite request takes:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm"""
_AFTER: Final = "invited"


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom an event is to invite, and who was known to be invited: of these alone somebody is taken out."""

    event_id: str
    wanted: Sequence[Attendee]
    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, event_id: str, value: Value | None, before: Value | None = None) -> Wish:
        """Read what a field says, and said before."""
        known = frozenset(one.address for one in read_attendees(str(before or "")))
        return cls(event_id, read_attendees(str(value or "")), known)


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of one wish: the event's version, who is invited now, and what a person should look at.

    `left` says why somebody could not be invited, or taken out, now.
    """

    version: str
    values: Mapping[str, Value]
    notes: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    left: ItemError | None = None

    def told(self, written: Written) -> Written:
        """Answer a write of the event with this in it."""
        held = {label: value for label, value in (written.after or {}).items() if label != ATTENDEES}
        return structs.replace(
            written,
            version=self.version or written.version,
            after={**held, **self.values},
            notes=(*written.notes, *self.notes),
            candidates=(*written.candidates, *self.candidates),
            left={ATTENDEES: self.left} if self.left is not None else {},
        )


@dataclass(frozen=True, slots=True)
class _Call:
    """One relation that is to be written: of which event, and what of it."""

    event_id: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class _Calls:
    """What is to be sent: new relations, changed ones, and those that go."""

    made: list[_Call] = field(default_factory=list)
    changed: list[_Call] = field(default_factory=list)
    gone: list[_Call] = field(default_factory=list)

    def parts(self) -> Iterator[tuple[Part, Sequence[_Call]]]:
        for number, some in enumerate(batched(self.made, WRITE_BATCH)):
            yield Part(f"made{number}", "POST", f"{DATA}/composite/sobjects", _records(some)), some
        for number, some in enumerate(batched(self.changed, WRITE_BATCH)):
            yield Part(f"changed{number}", "PATCH", f"{DATA}/composite/sobjects", _records(some)), some
        for number, some in enumerate(batched(self.gone, WRITE_BATCH)):
            ids = ",".join(call.body["id"] for call in some)
            yield Part(f"gone{number}", "DELETE", f"{DATA}/composite/sobjects?ids={ids}&allOrNone=false"), some


def _records(calls: Sequence[_Call]) -> dict[str, Any]:
    return {"allOrNone": False, "records": [{"attributes": {"type": RELATION}, **call.body} for call in calls]}


class Inviting:
    """One call of `create` or `update` for up to 200 events."""

    def __init__(self, desk: Desk, invitees: Invitees) -> None:
        self._desk = desk
        self._invitees = invitees
        self._refused: dict[str, list[Candidate]] = {}
        self._left_out: dict[str, list[Candidate]] = {}
        self._left: dict[str, ItemError] = {}

    def run(self, wishes: Sequence[Wish], *, fresh: bool = False) -> dict[str, Invited]:
        """Carry wishes out; answers what became of each, by event. Nobody is invited to `fresh` events yet.

        Raises if it cannot be told whether somebody was invited.
        """
        self._desk.people.learn([one.address for wish in wishes for one in wish.wanted])
        ids = [wish.event_id for wish in wishes]
        # Whom a new event is about stands there already where activities are shared.
        rows = self._rows(ids) if ids and (self._invitees.apart or not fresh) else {}
        calls = _Calls()
        for wish in wishes:
            self._plan(wish, rows.get(wish.event_id, {}), calls)
        after = self._send(list(calls.parts()), ids, rows)
        return {wish.event_id: self._outcome(wish, after) for wish in wishes}

    def _plan(self, wish: Wish, row: Row, calls: _Calls) -> None:
        there = list(self._invitees.invitations(row))
        about = self._invitees.related(row)
        wanted = {one.address: one for one in wish.wanted}
        for one in there:
            self._keep(one, wanted.get(one.address), wish, calls)
        gone = sum(one.address in wish.known and one.address not in wanted for one in there)
        room = MOST_IN_SALESFORCE - (len(there) - gone)
        held = {one.person for one in there}
        # Who was known to be in and is not was taken out by somebody meanwhile, and stays out.
        for address in sorted(wanted.keys() - {one.address for one in there} - wish.known):
            person = self._desk.people.person(address)
            if person is None or person in held or person == self._desk.user_id:
                continue
            if room <= 0:
                self._left_out.setdefault(wish.event_id, []).append(Candidate(person, address))
                continue
            room -= 1
            held.add(person)
            self._invite(wish.event_id, person, wanted[address], about.get(person), calls)

    def _keep(self, one: Invitation, attendee: Attendee | None, wish: Wish, calls: _Calls) -> None:
        if attendee is not None:
            answer = self._invitees.answer(attendee)
            if answer["Status"] != one.status:
                calls.changed.append(_Call(wish.event_id, {"id": one.id, **answer}))
        elif one.address in wish.known and one.about:
            calls.changed.append(_Call(wish.event_id, {"id": one.id, "IsInvitee": False}))
        elif one.address in wish.known:
            calls.gone.append(_Call(wish.event_id, {"id": one.id}))

    def _invite(self, event_id: str, person: str, attendee: Attendee, relation: str | None, calls: _Calls) -> None:
        if relation is None:
            calls.made.append(_Call(event_id, self._invitees.body(event_id, person, attendee)))
        else:
            answer = self._invitees.answer(attendee)
            calls.changed.append(_Call(event_id, {"id": relation, "IsInvitee": True, **answer}))

    def _send(
        self, parts: Sequence[tuple[Part, Sequence[_Call]]], ids: Sequence[str], rows: Mapping[str, Row]
    ) -> Mapping[str, Row]:
        """Send everything; the last request answers who is invited then."""
        after = rows
        groups = list(batched(parts, _PARTS))
        for number, some in enumerate(groups):
            last = number == len(groups) - 1
            image = [Part(_AFTER, "GET", soql.query_path(self._statement(ids)))] if last else []
            answers = self._desk.client.composite("invite", [*(part for part, _ in some), *image])
            for part, calls in some:
                told = answers[part.name]
                self._note(calls, batches.results_as_told(self._desk.client, told, len(calls), asked=(RELATION,)))
            if last:
                found = all_rows(self._desk.client, "invited", answers[_AFTER], asked=(RELATION,))
                after = {str(row.get("Id")): row for row in found}
        return after

    def _note(self, calls: Sequence[_Call], results: Sequence[Row]) -> None:
        """Note who was refused, and what may go through later; an invitation that is gone was taken out meanwhile."""
        for call, result in zip(calls, results, strict=True):
            if result.get("success") is True:
                continue
            error = item_error(result.get("errors"))
            if error.duty is Duty.RETRY:
                self._left[call.event_id] = error
            elif "EventId" in call.body:
                self._refused.setdefault(call.event_id, []).append(Candidate(call.body["RelationId"]))

    def _outcome(self, wish: Wish, after: Mapping[str, Row]) -> Invited:
        refused, left = self._refused.get(wish.event_id, []), self._left_out.get(wish.event_id, [])
        notes = (*((CROWDED,) if left else ()), *((REFUSED,) if refused else ()))
        row = after.get(wish.event_id, {})
        version = str(row.get("SystemModstamp", ""))
        return Invited(version, self._invitees.values(row), notes, (*left, *refused), self._left.get(wish.event_id))

    def _rows(self, ids: Sequence[str]) -> dict[str, Row]:
        statements = [self._statement(some) for some in batched(ids, WRITE_BATCH)]
        found = queries(self._desk.client, "invited", statements, asked=(RELATION,))
        return {str(row.get("Id")): row for row in chain.from_iterable(found)}

    def _statement(self, ids: Sequence[str]) -> str:
        return soql.select(("Id", "OwnerId", "SystemModstamp", self._invitees.column), "Event", [soql.ids(ids)])
