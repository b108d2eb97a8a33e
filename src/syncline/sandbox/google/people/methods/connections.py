"""https://developers.google.com/people/api/rest/v1/people.connections/list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.people import masks, persons, sync
from syncline.sandbox.google.people.methods.place import read_mask

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json

MOST: Final = 1000
DEFAULT: Final = 100
_ORDERS: Final = (
    "LAST_MODIFIED_ASCENDING", "LAST_MODIFIED_DESCENDING", "FIRST_NAME_ASCENDING", "LAST_NAME_ASCENDING",
)  # fmt: skip
_SAME: Final = ("personFields", "requestMask.includeField", "sortOrder", "sources", "requestSyncToken")


def connections_list(call: Call) -> Reply:
    """Answer a page of the user's contacts, or of what has changed since a sync token was given out."""
    if call.parts["person"] != "me":
        raise persons.bad("Resource name must be people/me.")
    fields = read_mask(call)
    order = call.one("sortOrder")
    if order and order not in _ORDERS:
        raise persons.bad(f"Invalid value at 'sort_order': {order}")
    most = call.number("pageSize", DEFAULT, MOST, least=0) or DEFAULT
    book = call.account.book
    if call.flag("requestSyncToken") and not call.one("syncToken") and not call.one("pageToken"):
        call.world.quota.spend_full_listing(call.account.address, call.now)
    page = sync.listed(call, book.people, book, _SAME, most, wanted=call.flag("requestSyncToken"))
    body: Json = {}
    if page.found:
        body["connections"] = [persons.shown(entry, version, fields) for entry, version in page.found]
    if page.next_page:
        body["nextPageToken"] = page.next_page
    if page.next_sync:
        body["nextSyncToken"] = page.next_sync
    if page.total:
        body |= {"totalPeople": page.total, "totalItems": page.total}
    return Reply(body)


def others_list(call: Call) -> Reply:
    """https://developers.google.com/people/api/rest/v1/otherContacts/list."""
    fields = masks.read(call.one("readMask"), "readMask", masks.OTHERS)
    most = call.number("pageSize", DEFAULT, MOST, least=0) or DEFAULT
    book = call.account.book
    same = ("readMask", "sources", "requestSyncToken")
    page = sync.listed(call, book.others, book, same, most, wanted=call.flag("requestSyncToken"))
    body: Json = {}
    if page.found:
        shown = [persons.shown(entry, version, fields, "OTHER_CONTACT") for entry, version in page.found]
        body["otherContacts"] = shown
    if page.next_page:
        body["nextPageToken"] = page.next_page
    if page.next_sync:
        body["nextSyncToken"] = page.next_sync
    return Reply(body | ({"totalSize": page.total} if page.total else {}))
