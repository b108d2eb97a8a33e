"""Calls about folders: look at some, find one by its name, make one, stamp one, list all of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from syncline.connectors.exchange.account import expect, matched
from syncline.connectors.exchange.properties import (
    CONTENT_COUNT,
    DELETED_COUNT_TOTAL,
    FOLDER_MARKER,
    LOCAL_COMMIT_TIME_MAX,
    extended_values,
)
from syncline.connectors.exchange.refusals import FOLDER_MISSING, error_of
from syncline.connectors.exchange.soap import (
    Element,
    M,
    T,
    any_of,
    distinguished,
    equals,
    field_path,
    folder_reference,
    m,
    paths,
    t,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account

_FOLDERS = f"{M}Folders"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it stands now. `committed` is when its contents last changed, to the second."""

    id: str
    parent: str
    name: str
    marker: str | None
    committed: datetime | None
    tag: str | None
    """Changes whenever something in the folder does; None if the server does not tell."""
    looked: datetime | None
    """When the folder was looked at, by the server's clock."""


def look_at(account: Account, references: Sequence[Element]) -> list[Folder | None]:
    """Look at folders; None where there is none (any more). One call."""
    answer = account.call(m("GetFolder", _shape(), m("FolderIds", *references)))
    found: list[Folder | None] = []
    for message in matched(answer, len(references), "GetFolder"):
        if message.ok:
            folder = message.first(_FOLDERS)
            found.append(None if folder is None else _folder(folder, answer.date))
        elif message.code in FOLDER_MISSING:
            found.append(None)
        else:
            raise error_of(message, "GetFolder")
    return found


def find_child(account: Account, parent: str, name: str) -> list[Folder]:
    """Find a folder by name directly under a distinguished folder. One call."""
    payload = m(
        "FindFolder",
        _shape(),
        any_of([equals(field_path("folder:DisplayName"), name)]),
        m("ParentFolderIds", distinguished(parent)),
        attributes={"Traversal": "Shallow"},
    )
    answer = account.call(payload)
    children = expect(answer, "FindFolder").element.find(f"{M}RootFolder/{T}Folders")
    folders = [_folder(one, answer.date) for one in children] if children is not None else []
    return [one for one in folders if one.name.casefold() == name.casefold()]


def find_marked(account: Account, marker: str) -> list[Folder]:
    """Find the folders that bear this marker, wherever they are and whatever they are called. One call."""
    payload = m(
        "FindFolder",
        _shape(),
        any_of([equals(FOLDER_MARKER.path(), marker)]),
        m("ParentFolderIds", distinguished("msgfolderroot")),
        attributes={"Traversal": "Deep"},
    )
    answer = account.call(payload)
    children = expect(answer, "FindFolder").element.find(f"{M}RootFolder/{T}Folders")
    return [_folder(one, answer.date) for one in children] if children is not None else []


def make_contacts_folder(account: Account, name: str, marker: str) -> str:
    """Make a contacts folder under Contacts, stamped, and answer its id. One call."""
    folder = t("ContactsFolder", t("DisplayName", text=name), FOLDER_MARKER.with_value(marker))
    payload = m("CreateFolder", m("ParentFolderId", distinguished("contacts")), m("Folders", folder))
    made = expect(account.call(payload), "CreateFolder").element.find(f"{_FOLDERS}/*/{T}FolderId")
    return "" if made is None else made.get("Id", "")


def stamp(account: Account, folder: str, marker: str, *, kind: str = "ContactsFolder") -> None:
    """Write our marker on a folder, an extended property that mail programs do not show. One call.

    https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
    """
    change = t(
        "FolderChange",
        folder_reference(folder),
        t("Updates", t("SetFolderField", FOLDER_MARKER.path(), t(kind, FOLDER_MARKER.with_value(marker)))),
    )
    expect(account.call(m("UpdateFolder", m("FolderChanges", change))), "UpdateFolder")


def list_kind(account: Account, folder_class: str) -> dict[str, str]:
    """Answer all folders of a class, wherever they are, with the folders they stand in. One call."""
    payload = m(
        "FindFolder",
        m("FolderShape", t("BaseShape", text="IdOnly"), paths([field_path("folder:ParentFolderId")])),
        any_of([equals(field_path("folder:FolderClass"), folder_class)]),
        m("ParentFolderIds", distinguished("msgfolderroot")),
        attributes={"Traversal": "Deep"},
    )
    children = expect(account.call(payload), "FindFolder").element.find(f"{M}RootFolder/{T}Folders")
    references = children if children is not None else ()
    return {_attribute(one, "FolderId"): _attribute(one, "ParentFolderId") for one in references}


def _shape() -> Element:
    properties = [
        field_path("folder:DisplayName"),
        field_path("folder:ParentFolderId"),
        *(one.path() for one in (FOLDER_MARKER, LOCAL_COMMIT_TIME_MAX, DELETED_COUNT_TOTAL, CONTENT_COUNT)),
    ]
    return m("FolderShape", t("BaseShape", text="IdOnly"), paths(properties))


def _folder(element: Element, looked: datetime | None) -> Folder:
    extended = extended_values(element)
    committed = extended.get(LOCAL_COMMIT_TIME_MAX.key)
    deleted = extended.get(DELETED_COUNT_TOTAL.key)
    tag = f"{committed}/{deleted}/{extended.get(CONTENT_COUNT.key)}" if committed and deleted else None
    return Folder(
        id=_attribute(element, "FolderId"),
        parent=_attribute(element, "ParentFolderId"),
        name=element.findtext(f"{T}DisplayName") or "",
        marker=extended.get(FOLDER_MARKER.key),
        committed=datetime.fromisoformat(committed) if committed else None,
        tag=tag,
        looked=looked,
    )


def _attribute(element: Element, name: str) -> str:
    reference = element.find(f"{T}{name}")
    return "" if reference is None else reference.get("Id", "")
