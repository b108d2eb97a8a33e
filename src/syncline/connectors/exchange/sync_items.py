"""SyncFolderItems: what changed in a folder since a state.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/mailbox-synchronization-and-ews-in-exchange
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError, StopCollectionError
from syncline.connectors.exchange.account import matched
from syncline.connectors.exchange.refusals import FOLDER_MISSING, error_of
from syncline.connectors.exchange.soap import M, T, folder_reference, m, t
from syncline.connectors.port import Mention

if TYPE_CHECKING:
    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.soap import Element

_SYNC = "SyncFolderItems"
_CHANGED = frozenset({f"{T}Create", f"{T}Update"})
_DELETED = f"{T}Delete"
_ITEM_ID = f"{T}ItemId"


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of changes; the last word about an item counts. Being read or unread is no change to us."""

    state: str
    more: bool
    mentions: tuple[Mention, ...]
    gone: tuple[str, ...]


def sync_items(account: Account, folder: str, state: str) -> Changes:
    """Ask for the page after `state`; an empty state starts a listing. One call.

    Raises `ResyncError` if the server does not know the state, `BadAnswerError` if it would answer this page for ever.
    """
    payload = m(_SYNC, m("ItemShape", t("BaseShape", text="IdOnly")), m("SyncFolderId", folder_reference(folder)))
    if state:
        payload.append(m("SyncState", text=state))
    payload.append(m("MaxChangesReturned", text=str(account.settings.page_size)))
    payload.append(m("SyncScope", text="NormalItems"))
    message = matched(account.call(payload), 1, _SYNC)[0]
    if message.code in FOLDER_MISSING:
        raise StopCollectionError("the folder vanished while it was read", code="folder_deleted")
    if not message.ok:
        raise error_of(message, _SYNC)
    return _read(message.element, state)


def _read(element: Element, before: str) -> Changes:
    state = element.findtext(f"{M}SyncState") or ""
    last = element.findtext(f"{M}IncludesLastItemInRange")
    if not state or last is None:
        raise BadAnswerError(f"{_SYNC} answered without a state")
    more = last not in {"true", "1"}
    if more and state == before:
        raise BadAnswerError(f"{_SYNC} answers the same page for ever", code="endless_listing")
    found = _last_words(element.find(f"{M}Changes"))
    mentions = tuple(Mention(id, version) for id, version in found.items() if version is not None)  # noqa: A001
    return Changes(state, more, mentions, tuple(id for id, version in found.items() if version is None))  # noqa: A001


def _last_words(changes: Element | None) -> dict[str, str | None]:
    """Answer the version of each item, None where it left the folder."""
    found: dict[str, str | None] = {}
    for change in changes if changes is not None else ():
        if change.tag == _DELETED:
            reference = change.find(_ITEM_ID)
            if reference is not None:
                found[reference.get("Id", "")] = None
        elif change.tag in _CHANGED and len(change):
            reference = change[0].find(_ITEM_ID)
            if reference is not None:
                found[reference.get("Id", "")] = reference.get("ChangeKey", "")
    return found
