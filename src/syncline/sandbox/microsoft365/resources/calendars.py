"""Calendars.

https://learn.microsoft.com/graph/api/resources/calendar
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import (
    GraphError,
    access_denied,
    bad_request,
    failed_validation,
    item_not_found,
)
from syncline.sandbox.microsoft365.ids import change_key
from syncline.sandbox.microsoft365.odata import options
from syncline.sandbox.microsoft365.shapes.values import settle, text
from syncline.sandbox.microsoft365.state import extended
from syncline.sandbox.microsoft365.state.folder import CALENDAR, DELETED, ROOT

from .listing import expanded, page, with_extended

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.state.folder import Folder
    from syncline.sandbox.microsoft365.state.mailbox import Mailbox

_PROPERTIES: Final = (
    "id", "name", "color", "hexColor", "isDefaultCalendar", "changeKey", "canShare", "canViewPrivateItems", "canEdit",
    "allowedOnlineMeetingProviders", "defaultOnlineMeetingProvider", "isTallyingResponses", "isRemovable", "owner",
)  # fmt: skip
_WRITABLE: Final = frozenset({"name", "color", "isDefaultCalendar"})
_EXTENDED: Final = "singleValueExtendedProperties"


def calendar_of(call: Call) -> Folder:
    """Answer the calendar of an address: the default one unless one is named.

    What a colleague shared is in the colleague's mailbox, and that has to be in the app's scope.
    """
    mailbox = call.mailbox()
    named = call.names.get("calendar")
    folder = mailbox.folder(named) if named else mailbox.calendar
    if folder.kind != CALENDAR:
        raise item_not_found()
    if folder.shared_by is not None and folder.shared_by.address in call.tenant.denied:
        raise access_denied()
    return folder


def default(call: Call) -> Reply:
    """Answer GET /users/{id}/calendar."""
    return one(call)


def one(call: Call) -> Reply:
    """Answer one calendar."""
    wished = options.read(call.query, "calendar", _PROPERTIES)
    context = f"{call.base}/$metadata#users('{call.names['user']}')/calendars/$entity"
    folder = calendar_of(call)
    return Reply(200, {"@odata.context": context, **expanded(_json(folder), folder.extended, wished)})


def create(call: Call) -> Reply:
    """Make a calendar; 409 if there is one of that name: https://learn.microsoft.com/graph/api/user-post-calendars."""
    given, mailbox = call.json(), call.mailbox()
    name = _name(given, "")
    if any(folder.name.casefold() == name.casefold() for folder in _living(mailbox)):
        raise GraphError(409, "ErrorFolderExists", "A folder with the specified name already exists.")
    folder = mailbox.add_folder(mailbox.well_known(ROOT), name, CALENDAR)
    folder.extended = extended.read(given.get(_EXTENDED) or [], {})
    context = f"{call.base}/$metadata#users('{call.names['user']}')/calendars/$entity"
    return Reply(201, {"@odata.context": context, **_json(folder)})


def delete(call: Call) -> Reply:
    """Take a calendar away, but never the default one: https://learn.microsoft.com/graph/api/calendar-delete."""
    folder, mailbox = calendar_of(call), call.mailbox()
    if folder.well_known:
        raise bad_request("Distinguished folders cannot be deleted.", "ErrorDeleteDistinguishedFolder")
    mailbox.move_folder(folder, mailbox.well_known(DELETED))
    return Reply(204)


def _living(mailbox: Mailbox) -> list[Folder]:
    deleted = mailbox.well_known(DELETED)
    return [one for one in mailbox.folders.values() if one.kind == CALENDAR and not one.inside(deleted)]


def _name(given: dict[str, Any], before: str) -> str:
    plain = {name: value for name, value in given.items() if name not in {_EXTENDED, "color", "isDefaultCalendar"}}
    read_only = frozenset(_PROPERTIES) - _WRITABLE
    name = settle("calendar", plain, {"name": before}, {"name": text}, read_only).get("name")
    if not name:
        raise failed_validation()
    return str(name)


def update(call: Call) -> Reply:
    """Rename a calendar or put extended properties on it: https://learn.microsoft.com/graph/api/calendar-update."""
    folder, given = calendar_of(call), call.json()
    name = _name(given, folder.name)
    if name != folder.name and folder.well_known:
        raise bad_request("The default calendar cannot be renamed.", "ErrorInvalidRequest")
    folder.name = name
    folder.extended = extended.read(given.get(_EXTENDED) or [], folder.extended)
    folder.change = call.mailbox().next_change()
    return one(call)


def of_event(call: Call, folder: Folder) -> Reply:
    """Answer the calendar that an event is in; 404 for one that is in none, as in Deleted Items."""
    if folder.kind != CALENDAR:
        raise item_not_found()
    wished = options.read(call.query, "calendar", _PROPERTIES)
    context = f"{call.base}/$metadata#users('{call.names['user']}')/calendars/$entity"
    return Reply(200, {"@odata.context": context, **wished.project(_json(folder))})


def listed(call: Call) -> Reply:
    """Answer all calendars."""
    wished = options.read(call.query, "calendar", _PROPERTIES)
    found = _living(call.mailbox())
    context = f"users('{call.names['user']}')/calendars"
    return page(call, wished, found, lambda one: with_extended(_json(one), one.extended), context)


def _json(folder: Folder) -> dict[str, Any]:
    mailbox = folder.mailbox
    owner = folder.shared_by or mailbox
    first = folder is mailbox.calendar
    return {
        "id": folder.id,
        "name": folder.name,
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": first,
        "changeKey": change_key(mailbox.guid, folder.change),
        "canShare": True,
        "canViewPrivateItems": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": True,
        "isRemovable": not first,
        "owner": {"name": owner.name, "address": owner.address},
    }
