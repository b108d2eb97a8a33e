"""people.batchCreateContacts: new contacts in the group that syncs, 200 in a request.

https://developers.google.com/people/api/rest/v1/people/batchCreateContacts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.google.batch_people import write_all
from syncline.connectors.google.contact_places import PERSON_FIELDS
from syncline.connectors.google.contact_read import contact_record, marker_of
from syncline.connectors.google.contact_write import new_person
from syncline.connectors.google.refusals import Refusal, item_error
from syncline.connectors.port import Duty, ItemError, Written
from syncline.records.record import marker_trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.port import Draft

MASK = ",".join(PERSON_FIELDS)
SOURCES = ["READ_SOURCE_TYPE_CONTACT"]
NOT_TOLD = ItemError("google_not_told", "Google did not say what became of this record.", Duty.RETRY)


def create_contacts(account: Account, group: str, drafts: Sequence[Draft]) -> list[Written | ItemError]:
    """Make contacts. Each is known again in the answer by its mark: nothing says in which order they come."""
    bodies = write_all(account, "batchCreateContacts", drafts, lambda some: _body(some, group))
    return [_result(draft.key, body) for draft, body in zip(drafts, bodies, strict=True)]


def _body(drafts: Sequence[Draft], group: str) -> Mapping[str, Any]:
    contacts = [{"contactPerson": new_person(draft, group)} for draft in drafts]
    return {"contacts": contacts, "readMask": MASK, "sources": SOURCES}


def _result(key: str, body: Mapping[str, Any] | Refusal) -> Written | ItemError:
    if isinstance(body, Refusal):
        return item_error(body)
    people = (one.get("person") for one in body.get("createdPeople") or [])
    made = next((one for one in people if isinstance(one, dict) and marker_of(one) == key), None)
    return written(made) if made is not None else NOT_TOLD


def written(person: Mapping[str, Any]) -> Written:
    """Answer what a write made of a contact."""
    record = contact_record(person)
    trace = record.trace or (marker_trace(record.marker) if record.marker else None)
    return Written(record.id, record.version, after=record.values, trace=trace)
