"""DeleteItem: into Deleted Items, told to nobody.

EWS ignores the change key of a delete, so it is compared just before; what is left of the race moves a changed item to
Deleted Items, where it is whole (https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.batches import in_batches
from syncline.connectors.exchange.get_items import ITEMS, look_items
from syncline.connectors.exchange.items import reference_of
from syncline.connectors.exchange.refusals import MISSING, item_error
from syncline.connectors.exchange.soap import Element, item_reference, m
from syncline.connectors.port import Conflict, ItemError, Mention, Missing, Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message

_GENTLE = {"DeleteType": "MoveToDeletedItems", "SendMeetingCancellations": "SendToNone"}


def delete_items(account: Account, targets: Sequence[Mention]) -> list[Written | Conflict | Missing | ItemError]:
    """Move items to Deleted Items unless they changed. What is written has the old id: the new one is not told."""
    looked = look_items(account, [target.id for target in targets])
    results = [_standing(target, message) for target, message in zip(targets, looked, strict=True)]
    unchanged = [target for target, result in zip(targets, results, strict=True) if result is None]
    messages = iter(in_batches(account, unchanged, account.settings.write_batch, _payload))
    return [
        result if result is not None else _result(target.id, next(messages))
        for target, result in zip(targets, results, strict=True)
    ]


def _standing(target: Mention, message: Message) -> Conflict | Missing | ItemError | None:
    """Answer why an item cannot be deleted, None if it can."""
    item = message.first(ITEMS) if message.ok else None
    if item is None:
        return Missing(target.id) if message.code in MISSING else item_error(message)
    return None if reference_of(item)[1] == target.version else Conflict(target.id)


def _payload(batch: Sequence[Mention]) -> Element:
    references = [item_reference(target.id, target.version) for target in batch]
    return m("DeleteItem", m("ItemIds", *references), attributes=_GENTLE)


def _result(id_: str, message: Message) -> Written | Missing | ItemError:
    if message.code in MISSING:
        return Missing(id_)
    return Written(id_, "") if message.ok else item_error(message)
