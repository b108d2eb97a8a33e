"""ExportItems: items as streams that hold every property.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/exportitems-operation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.batches import in_batches
from syncline.connectors.exchange.get_items import WHOLE_BATCH
from syncline.connectors.exchange.refusals import MISSING, item_error
from syncline.connectors.exchange.soap import Element, M, item_reference, m
from syncline.connectors.port import ItemError, Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message


def export_items(account: Account, ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Answer the streams, in Base64."""
    messages = in_batches(account, ids, WHOLE_BATCH, _payload)
    return [_result(id_, message) for id_, message in zip(ids, messages, strict=True)]


def _payload(batch: Sequence[str]) -> Element:
    return m("ExportItems", m("ItemIds", *map(item_reference, batch)))


def _result(id_: str, message: Message) -> str | Missing | ItemError:
    if message.code in MISSING:
        return Missing(id_)
    if not message.ok:
        return item_error(message)
    data = message.element.findtext(f"{M}Data")
    if not data:
        raise BadAnswerError("ExportItems answered success without data")
    return "".join(data.split())
