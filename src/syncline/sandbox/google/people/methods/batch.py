"""Many contacts at once: https://developers.google.com/people/api/rest/v1/people/batchCreateContacts and its like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.people import masks, persons
from syncline.sandbox.google.people.methods.place import person_of
from syncline.sandbox.google.people.methods.write import check_etag, create, update

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json
    from syncline.sandbox.google.people.state import Entry

CONTACTS: Final = 200
DELETIONS: Final = 500


def batch_create(call: Call) -> Reply:
    """Make up to 200 contacts, all or none; an empty mask answers no persons."""
    given = call.json()
    contacts, fields = _some(given.get("contacts"), CONTACTS), _mask(given)
    persons_given = [one.get("contactPerson") for one in contacts]
    if not all(isinstance(one, dict) for one in persons_given):
        raise persons.bad("Request contacts must have a contact_person.")
    for one in persons_given:
        persons.settled(one, call.account.book, masks.WRITABLE)
    made = [create(call, one) for one in persons_given]
    return Reply({"createdPeople": [_response(entry, fields) for entry in made]} if fields else {})


def batch_update(call: Call) -> Reply:
    """Write up to 200 contacts, each with its etag; one that is refused stops all."""
    given = call.json()
    contacts = given.get("contacts")
    if not isinstance(contacts, dict):
        raise persons.bad("Request must include contacts.")
    _some(list(contacts), CONTACTS)
    mask = masks.read(str(given.get("updateMask", "")), "updateMask", masks.WRITABLE)
    fields = _mask(given)
    entries = {name: person_of(call, name) for name in contacts}
    for name, person in contacts.items():
        check_etag(entries[name], person)
        persons.settled(person, call.account.book, mask)
    for name, person in contacts.items():
        update(call, entries[name], person, mask)
    return Reply(
        {"updateResult": {name: _response(entry, fields) for name, entry in entries.items()}} if fields else {}
    )


def batch_delete(call: Call) -> Reply:
    """Delete up to 500 contacts, all or none."""
    names = _some(call.json().get("resourceNames"), DELETIONS)
    entries = [person_of(call, name) for name in names]
    for entry in entries:
        call.account.book.put(call.account.book.people, entry.name, None, call.world.propagation)
    return Reply({})


def _some(given: Any, most: int) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise persons.bad("Request must include at least one contact.")
    if len(given) > most:
        raise persons.bad(f"Request must include at most {most} contacts.")
    return given


def _mask(given: Json) -> frozenset[str]:
    return masks.read(str(given.get("readMask", "")), "readMask", optional=True)


def _response(entry: Entry, fields: frozenset[str]) -> Json:
    return {
        "httpStatusCode": 200, "person": persons.shown(entry, entry.now, fields),
        "requestedResourceName": entry.name, "status": {},
    }  # fmt: skip
