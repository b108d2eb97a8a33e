"""CreateItem: new contacts and events, saved and told to nobody.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.batches import in_batches
from syncline.connectors.exchange.get_items import ITEMS
from syncline.connectors.exchange.items import reference_of
from syncline.connectors.exchange.refusals import item_error
from syncline.connectors.exchange.soap import Element, folder_reference, m
from syncline.connectors.port import ItemError, Written
from syncline.records.record import marker_trace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message
    from syncline.connectors.port import Draft

_SILENT = {"MessageDisposition": "SaveOnly", "SendMeetingInvitations": "SendToNone"}


def create_items(
    account: Account, folder: str, drafts: Sequence[Draft], make: Callable[[Draft], Element]
) -> list[Written | ItemError]:
    """Make items in a folder. The answer tells id and change key, nothing else."""

    def payload(batch: Sequence[Draft]) -> Element:
        items = m("Items", *map(make, batch))
        return m("CreateItem", m("SavedItemFolderId", folder_reference(folder)), items, attributes=_SILENT)

    messages = in_batches(account, drafts, account.settings.write_batch, payload)
    return [_result(draft, message) for draft, message in zip(drafts, messages, strict=True)]


def _result(draft: Draft, message: Message) -> Written | ItemError:
    if not message.ok:
        return item_error(message)
    item = message.first(ITEMS)
    if item is None:
        raise BadAnswerError("CreateItem answered success without an item")
    id_, version = reference_of(item)
    return Written(id_, version, trace=marker_trace(draft.key))
