"""Contact folders, calendars and Deleted Items, one call each.

https://learn.microsoft.com/graph/api/resources/contactfolder: the folders that are listed, and made, without naming a
parent are those under the mailbox's default Contacts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import Account, Request, told
from syncline.connectors.microsoft365.extended import FOLDER_MARKER, expand, extended_values, written
from syncline.connectors.microsoft365.refusals import Reply, error_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MARKED = expand([FOLDER_MARKER])
_MANY = 100
_FOLDER = "contactFolder"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder; `marker` is who syncs it. A calendar tells no parent."""

    id: str
    parent: str
    name: str
    marker: str | None = None


def look_at(account: Account, folder: str) -> Folder | None:
    """Read a contact folder; None if it is not there."""
    return folder_seen(account.ask(_FOLDER, looking_at(account, folder)))


def looking_at(account: Account, folder: str) -> Request:
    """Answer the request that reads a contact folder: it goes along with another one."""
    return Request("GET", f"{account.user}/contactFolders/{quote(folder)}?{_MARKED}")


def looking_at_calendar(account: Account) -> Request:
    """Answer the request that reads the default calendar."""
    return Request("GET", f"{account.user}/calendar?$select=id&{_MARKED}")


def folder_seen(reply: Reply) -> Folder | None:
    """Read the answer to one of these requests; None if the folder is not there."""
    if reply.missing:
        return None
    if not reply.ok:
        raise error_of(reply, _FOLDER)
    return _folder(told(reply, _FOLDER))


def list_folders(account: Account) -> Iterator[Folder]:
    """Answer the folders right under the default Contacts."""
    link = f"{account.user}/contactFolders?{_MARKED}&$top={_MANY}"
    while link:
        page = account.get("contactFolders", link)
        yield from (_folder(one) for one in page.get("value") or ())
        link = str(page.get("@odata.nextLink") or "")


def make_folder(account: Account, name: str, marker: str) -> Folder:
    """Make a folder under the default Contacts, marked from the start."""
    operation = "contactFolder:create"
    body = {"displayName": name, "singleValueExtendedProperties": written({FOLDER_MARKER: marker})}
    reply = account.ask(operation, Request("POST", f"{account.user}/contactFolders", body))
    if not reply.ok:
        raise error_of(reply, operation)
    return _folder(told(reply, operation))


def stamp(account: Account, folder: str, marker: str) -> None:
    """Mark a folder."""
    operation = "contactFolder:update"
    body = {"singleValueExtendedProperties": written({FOLDER_MARKER: marker})}
    reply = account.ask(operation, Request("PATCH", f"{account.user}/contactFolders/{quote(folder)}", body))
    if not reply.ok:
        raise error_of(reply, operation)


def default_calendar(account: Account) -> Folder | None:
    """Answer the default calendar; None if the mailbox has none."""
    return folder_seen(account.ask("calendar", looking_at_calendar(account)))


def stamp_calendar(account: Account, marker: str) -> None:
    """Mark the default calendar: https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-post-singlevalueextendedproperties."""
    operation = "calendar:update"
    body = {"singleValueExtendedProperties": written({FOLDER_MARKER: marker})}
    reply = account.ask(operation, Request("PATCH", f"{account.user}/calendar", body))
    if not reply.ok:
        raise error_of(reply, operation)


def own_calendars(account: Account) -> list[str]:
    """Answer the ids of the calendars that are the rep's own: https://learn.microsoft.com/graph/api/user-list-calendars.

    Those that colleagues shared are listed as well, with their owners
    (https://learn.microsoft.com/graph/api/resources/calendar#properties). They are in the colleagues' mailboxes: where
    these are outside the app's scope, asking for one is refused as if the rep's own were.
    """
    found: list[tuple[str, str]] = []
    own = ""
    link = f"{account.user}/calendars?$select=id,owner,isDefaultCalendar&$top={_MANY}"
    while link:
        page = account.get("calendars", link)
        for one in page.get("value") or ():
            owner = str((one.get("owner") or {}).get("address") or "").casefold()
            found.append((str(one["id"]), owner))
            own = owner if one.get("isDefaultCalendar") else own
        link = str(page.get("@odata.nextLink") or "")
    return [id_ for id_, owner in found if owner == own]


def deleted_items(account: Account) -> str | None:
    """Answer the id of Deleted Items; None if the app may not look there (it takes Mail.ReadBasic)."""
    operation = "deletedItems"
    reply = account.ask(operation, Request("GET", f"{account.user}/mailFolders/deleteditems?$select=id"))
    return str(told(reply, operation)["id"]) if reply.ok else None


def _folder(told_folder: Mapping[str, Any]) -> Folder:
    try:
        return Folder(
            id=str(told_folder["id"]),
            parent=str(told_folder.get("parentFolderId") or ""),
            name=str(told_folder.get("displayName") or ""),
            marker=extended_values(told_folder).get(FOLDER_MARKER),
        )
    except KeyError as error:
        raise BadAnswerError("Graph answered a folder without an id") from error
