"""UploadItems: items made anew of their streams, told to nobody.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/uploaditems-operation (at most 25 MB a call
unless the server is set otherwise).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.batches import in_batches
from syncline.connectors.exchange.refusals import item_error
from syncline.connectors.exchange.soap import Element, M, m, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message
    from syncline.connectors.port import ItemError

_BATCH = 5
"""Streams are large."""
_NEW = {"CreateAction": "CreateNew", "IsAssociated": "false"}


def upload_items(account: Account, folder: str, streams: Sequence[str]) -> list[str | ItemError]:
    """Make the items in a folder; answers their ids."""

    def payload(batch: Sequence[str]) -> Element:
        return m("UploadItems", m("Items", *(_item(folder, stream) for stream in batch)))

    return [_result(message) for message in in_batches(account, streams, _BATCH, payload)]


def _item(folder: str, stream: str) -> Element:
    return t("Item", t("ParentFolderId", attributes={"Id": folder}), t("Data", text=stream), attributes=_NEW)


def _result(message: Message) -> str | ItemError:
    if not message.ok:
        return item_error(message)
    reference = message.element.find(f"{M}ItemId")
    if reference is None:
        raise BadAnswerError("UploadItems answered success without an id")
    return reference.get("Id", "")
