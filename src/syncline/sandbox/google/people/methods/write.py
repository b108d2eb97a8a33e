"""https://developers.google.com/people/api/rest/v1/people/createContact, .../updateContact, .../deleteContact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.people import masks, persons
from syncline.sandbox.google.people.methods.place import person_of, read_mask
from syncline.sandbox.google.people.state import MY_CONTACTS, groups_of

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json
    from syncline.sandbox.google.people.state import Entry


def create_contact(call: Call) -> Reply:
    """Make a contact, in `myContacts` if it names no group. Every call makes one: there is no key of one's own."""
    fields = read_mask(call, optional=True) or masks.READABLE
    entry = create(call, call.json())
    return Reply(persons.shown(entry, entry.now, fields))


def update_contact(call: Call) -> Reply:
    """Replace the fields that `updatePersonFields` names by what is given."""
    text = call.one("updatePersonFields")
    mask = masks.read(text, "updatePersonFields", masks.WRITABLE)
    fields = read_mask(call, optional=True) or mask | {"metadata"}
    entry = person_of(call, f"people/{call.parts['person']}")
    update(call, entry, call.json(), mask)
    return Reply(persons.shown(entry, entry.now, fields))


def delete_contact(call: Call) -> Reply:
    """Delete a contact."""
    entry = person_of(call, f"people/{call.parts['person']}")
    call.account.book.put(call.account.book.people, entry.name, None, call.world.propagation)
    return Reply({})


def create(call: Call, given: Json) -> Entry:
    """Put a contact into the user's address book."""
    book = call.account.book
    values = persons.settled(given, book, masks.WRITABLE)
    if not groups_of(values):
        values["memberships"] = [membership(MY_CONTACTS)]
    return book.put(book.people, book.new_person_name(), values, call.world.propagation)


def update(call: Call, entry: Entry, given: Json, mask: frozenset[str]) -> None:
    """Write the fields of a mask, if the writer knows the contact as it is."""
    check_etag(entry, given)
    book = call.account.book
    written = persons.settled(given, book, mask)
    if "memberships" in mask and not groups_of(written):
        raise persons.bad("Request person.memberships must have at least one contact group membership.")
    kept = {name: value for name, value in entry.values.items() if name not in mask}
    book.put(book.people, entry.name, kept | written, call.world.propagation)


def check_etag(entry: Entry, given: Json) -> None:
    """Refuse a write that names no state of the contact, or another one than the present."""
    sources = (given.get("metadata") or {}).get("sources") or []
    etags = [one.get("etag") for one in sources if one.get("type") == "CONTACT" and one.get("etag")]
    if not etags and not given.get("etag"):
        raise persons.bad(
            "Request must set person.etag or person.metadata.sources.etag for the source that is being updated."
        )
    right = persons.source_etag(entry.now) in etags if etags else given["etag"] == entry.now.etag
    if not right:
        raise persons.bad(
            "Request person.etag is different than the current person.etag. Clear local cache and get the latest "
            "person.",
            "failedPrecondition",
            "FAILED_PRECONDITION",
        )


def membership(group: str) -> dict[str, Any]:
    """Answer what stands in a contact that is in a group."""
    return {
        "contactGroupMembership": {"contactGroupId": group.partition("/")[2], "contactGroupResourceName": group}
    }  # fmt: skip
