"""people.batchUpdateContacts: changed values in contacts that nobody changed meanwhile, 200 in a request.

https://developers.google.com/people/api/rest/v1/people/batchUpdateContacts. Fields are lists that are written whole, so
what stands in them is read first; the ETag of what was read refuses the write (`failedPrecondition`) if it changed
between the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from syncline.connectors.google.batch_people import write_all
from syncline.connectors.google.contact_places import PERSON_FIELDS
from syncline.connectors.google.contact_write import changed_person, fields_of
from syncline.connectors.google.create_contacts import MASK, NOT_TOLD, SOURCES, written
from syncline.connectors.google.get_people import fetch_people, standing
from syncline.connectors.google.refusals import PRECONDITION_FAILED, Refusal, item_error
from syncline.connectors.port import Conflict, ItemError, Missing, Written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.get_people import Person
    from syncline.connectors.port import Edit

Outcome: TypeAlias = "Written | Conflict | Missing | ItemError"
_CHANGED = frozenset({"failedPrecondition", "FAILED_PRECONDITION"})


class _Change(NamedTuple):
    edit: Edit
    person: Person


def update_contacts(account: Account, group: str, edits: Sequence[Edit]) -> list[Outcome]:
    """Change contacts. One call reads them, one writes them."""
    people = fetch_people(account, [edit.id for edit in edits], PERSON_FIELDS) if edits else []
    refused = {
        edit.id: standing(edit.id, edit.version, person, group) for edit, person in zip(edits, people, strict=True)
    }
    changes = [
        _Change(edit, person)
        for edit, person in zip(edits, people, strict=True)
        if person is not None and refused[edit.id] is None
    ]
    bodies = write_all(account, "batchUpdateContacts", changes, _body)
    done = {one.edit.id: _result(one.edit.id, body) for one, body in zip(changes, bodies, strict=True)}
    return [refused[edit.id] or done[edit.id] for edit in edits]


def _body(changes: Sequence[_Change]) -> Mapping[str, Any]:
    """All contacts of a request are written in the same fields; what one of them does not change goes as it is."""
    fields = fields_of(label for one in changes for label in one.edit.changes)
    contacts = {one.edit.id: changed_person(one.person, one.edit.changes, fields) for one in changes}
    return {"contacts": contacts, "updateMask": ",".join(sorted(fields)), "readMask": MASK, "sources": SOURCES}


def _result(id_: str, body: Mapping[str, Any] | Refusal) -> Outcome:
    if isinstance(body, Refusal):
        if body.reason in _CHANGED or body.status == PRECONDITION_FAILED:
            return Conflict(id_)
        return Missing(id_) if body.missing else item_error(body)
    told = (body.get("updateResult") or {}).get(id_) or {}
    person = told.get("person")
    if isinstance(person, dict):
        return written(person)
    return NOT_TOLD
