"""Single properties of items that nobody changed meanwhile (`If-Match`); all others stay as they are.

https://learn.microsoft.com/graph/api/contact-update, https://learn.microsoft.com/graph/api/event-update
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import in_batches
from syncline.connectors.microsoft365.contact_read import item_id, version_of
from syncline.connectors.microsoft365.standing import standing
from syncline.connectors.port import Conflict, ItemError, Missing, Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.microsoft365.refusals import Reply

    Outcome = Written | Conflict | Missing | ItemError


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed on an item that is still in this version; nothing if it is empty."""

    id: str
    version: str
    body: dict[str, Any]


def update_items(items: Items, changes: Sequence[Change | Outcome]) -> list[Outcome]:
    """Change items. What is an outcome already is answered as it is; a change without properties is not sent."""
    sent = [one for one in changes if isinstance(one, Change) and one.body]
    requests = [Request("PATCH", items.at(one.id), one.body, one.version) for one in sent]
    replies = in_batches(items.account, f"{items.name}:update", requests)
    done = iter(standing(items, [one.id for one in sent], replies, _written))
    return [_outcome(one, done) for one in changes]


def _outcome(change: Change | Outcome, done: Any) -> Outcome:
    if not isinstance(change, Change):
        return change
    found: Outcome = next(done) if change.body else Written(change.id, change.version)
    return found


def _written(_id: str, reply: Reply) -> Written:
    if not isinstance(reply.body, dict):
        raise BadAnswerError("Graph answered a change without the item")
    return Written(item_id(reply.body), version_of(reply.body))
