"""New contacts and events, twenty in a call, each marked with its draft's key.

https://learn.microsoft.com/graph/api/contactfolder-post-contacts, https://learn.microsoft.com/graph/api/calendar-post-events
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import in_batches
from syncline.connectors.microsoft365.contact_read import item_id, version_of
from syncline.connectors.microsoft365.refusals import GATEWAY_TIMEOUT, error_of, item_error
from syncline.connectors.port import ItemError, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.microsoft365.refusals import Reply
    from syncline.connectors.port import Draft


def create_items(
    items: Items, drafts: Sequence[Draft], make: Callable[[Draft], dict[str, Any]]
) -> list[Written | ItemError]:
    """Make items in the folder. Raises if it cannot be told of one whether it was made."""
    requests = [Request("POST", items.home, make(draft)) for draft in drafts]
    replies = in_batches(items.account, f"{items.name}:create", requests)
    return [_result(reply, f"{items.name}:create") for reply in replies]


def _result(reply: Reply, operation: str) -> Written | ItemError:
    if reply.status == GATEWAY_TIMEOUT:
        raise error_of(reply, operation)
    if not reply.ok:
        return item_error(reply)
    if not isinstance(reply.body, dict):
        raise BadAnswerError("Graph answered a creation without the item")
    return Written(item_id(reply.body), version_of(reply.body))
