"""Contacts.

https://learn.microsoft.com/graph/api/user-list-contacts
https://learn.microsoft.com/graph/api/resources/contact
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import item_not_found
from syncline.sandbox.microsoft365.mapi import computed
from syncline.sandbox.microsoft365.odata import options
from syncline.sandbox.microsoft365.odata.matching import matches
from syncline.sandbox.microsoft365.shapes.contact import PROPERTIES, as_json, values_of
from syncline.sandbox.microsoft365.shapes.values import spelled
from syncline.sandbox.microsoft365.state import extended
from syncline.sandbox.microsoft365.state.item import Contact

from .contact_folders import folder_of
from .items import check_version
from .listing import expanded, page, with_extended

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.microsoft365.state.folder import Folder

_EXTENDED: Final = "singleValueExtendedProperties"


def contact_of(call: Call) -> Contact:
    """Answer the contact of an address. By its id alone it is found in whatever folder it is; 404 if it is nowhere."""
    item, day = call.mailbox().item(call.names["contact"])
    if not isinstance(item, Contact) or day:
        raise item_not_found()
    if "folder" in call.names and item.folder is not folder_of(call):
        raise item_not_found()
    return item


def listed(call: Call) -> Reply:
    """Answer the contacts of a folder."""
    wished = options.read(call.query, "contact", PROPERTIES)
    return page(call, wished, _all(folder_of(call)), _row(call), f"users('{call.names['user']}')/contacts")


def _all(folder: Folder) -> list[Contact]:
    return [item for item in folder.items.values() if isinstance(item, Contact)]


def _row(call: Call) -> Callable[[Contact], dict[str, Any]]:
    return lambda one: with_extended(as_json(one, immutable=call.wishes.immutable), computed(one))


def count(call: Call) -> Reply:
    """Answer how many contacts a folder has."""
    wished = options.read(call.query, "contact", PROPERTIES)
    rows = map(_row(call), _all(folder_of(call)))
    number = sum(wished.filter is None or matches(wished.filter, one) for one in rows)
    return Reply(200, str(number).encode(), content_type="text/plain")


def one(call: Call) -> Reply:
    """Answer one contact."""
    wished = options.read(call.query, "contact", PROPERTIES)
    contact = contact_of(call)
    return _answer(call, 200, expanded(as_json(contact, immutable=call.wishes.immutable), computed(contact), wished))


def create(call: Call) -> Reply:
    """Make a contact."""
    given, folder = _given(call), folder_of(call)
    properties = extended.read(given[_EXTENDED], {}) if _EXTENDED in given else {}
    contact = call.mailbox().add_contact(folder, values_of(given), properties)
    return _answer(call, 201, as_json(contact, immutable=call.wishes.immutable))


def update(call: Call) -> Reply:
    """Change the properties that are named."""
    contact, given = contact_of(call), _given(call)
    check_version(call, contact)
    values = values_of(given, contact.values)
    if _EXTENDED in given:
        contact.extended = extended.read(given[_EXTENDED], contact.extended)
    contact.values = values
    call.mailbox().changed(contact)
    return _answer(call, 200, as_json(contact, immutable=call.wishes.immutable))


def delete(call: Call) -> Reply:
    """Move a contact to Deleted Items; from there it goes for good."""
    contact = contact_of(call)
    check_version(call, contact)
    call.mailbox().trash(contact)
    return Reply(204)


def _given(call: Call) -> dict[str, Any]:
    return spelled(call.json(), _EXTENDED)


def _answer(call: Call, status: int, body: dict[str, Any]) -> Reply:
    context = f"{call.base}/$metadata#users('{call.names['user']}')/contacts/$entity"
    return Reply(status, {"@odata.context": context, **body}, {"ETag": str(body["@odata.etag"])})
