"""UpdateItem: single properties of items that nobody changed meanwhile; all others stay as they are.

`NeverOverwrite` refuses a change key that is not the latest with ErrorIrresolvableConflict
(https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.batches import in_batches
from syncline.connectors.exchange.get_items import ITEMS
from syncline.connectors.exchange.items import reference_of
from syncline.connectors.exchange.refusals import CONFLICT, MISSING, item_error
from syncline.connectors.exchange.soap import Element, item_reference, m, t
from syncline.connectors.port import Conflict, ItemError, Missing, Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message

_CAREFUL = {
    "ConflictResolution": "NeverOverwrite",
    "MessageDisposition": "SaveOnly",
    "SendMeetingInvitationsOrCancellations": "SendToNone",
}


class ItemChange(NamedTuple):
    """What is to be changed on an item that is still in this version."""

    id: str
    version: str
    updates: list[Element]


def update_items(account: Account, changes: Sequence[ItemChange]) -> list[Written | Conflict | Missing | ItemError]:
    """Change items. A change without updates is not sent: the item stays as it is."""
    sent = [change for change in changes if change.updates]
    messages = iter(in_batches(account, sent, account.settings.write_batch, _payload))
    return [
        _result(change.id, next(messages)) if change.updates else Written(change.id, change.version)
        for change in changes
    ]


def _payload(batch: Sequence[ItemChange]) -> Element:
    changes = [
        t("ItemChange", item_reference(change.id, change.version), t("Updates", *change.updates)) for change in batch
    ]
    return m("UpdateItem", m("ItemChanges", *changes), attributes=_CAREFUL)


def _result(id_: str, message: Message) -> Written | Conflict | Missing | ItemError:
    if message.code in CONFLICT:
        return Conflict(id_)
    if message.code in MISSING:
        return Missing(id_)
    if not message.ok:
        return item_error(message)
    item = message.first(ITEMS)
    if item is None:
        raise BadAnswerError("UpdateItem answered success without an item")
    return Written(*reference_of(item))
