"""MoveItem: to another folder of the mailbox, where an item is the same one under a new id.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/moveitem-operation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.batches import in_batches
from syncline.connectors.exchange.get_items import ITEMS
from syncline.connectors.exchange.items import reference_of
from syncline.connectors.exchange.refusals import MISSING, item_error
from syncline.connectors.exchange.soap import Element, folder_reference, item_reference, m
from syncline.connectors.port import ItemError, Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message


def move_items(account: Account, folder: str, ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Move items into a folder; answers their new ids."""

    def payload(batch: Sequence[str]) -> Element:
        references = m("ItemIds", *map(item_reference, batch))
        return m("MoveItem", m("ToFolderId", folder_reference(folder)), references, m("ReturnNewItemIds", text="true"))

    messages = in_batches(account, ids, account.settings.write_batch, payload)
    return [_result(id_, message) for id_, message in zip(ids, messages, strict=True)]


def _result(id_: str, message: Message) -> str | Missing | ItemError:
    if message.code in MISSING:
        return Missing(id_)
    if not message.ok:
        return item_error(message)
    item = message.first(ITEMS)
    if item is None:
        raise BadAnswerError("MoveItem answered success without an item")
    return reference_of(item)[0]
