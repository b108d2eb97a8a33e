"""Items by id: https://learn.microsoft.com/graph/api/contact-get, https://learn.microsoft.com/graph/api/event-get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import all_read
from syncline.connectors.microsoft365.refusals import item_error
from syncline.connectors.port import ItemError, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.microsoft365.refusals import Reply
    from syncline.records.record import Record


def read_items(items: Items, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Read records, twenty in a call. What stands in another folder is missing here."""
    answers = look_items(items, ids, items.query)
    return [answer if isinstance(answer, (Missing, ItemError)) else items.record(answer) for answer in answers]


def look_items(items: Items, ids: Sequence[str], query: str) -> list[Mapping[str, Any] | Missing | ItemError]:
    """Answer items as Graph tells them, with the properties that `query` asks for."""
    replies = all_read(
        items.account, f"{items.name}:read", [Request("GET", f"{items.inside(one)}?{query}") for one in ids]
    )
    return [_result(items, one, reply) for one, reply in zip(ids, replies, strict=True)]


def _result(items: Items, id_: str, reply: Reply) -> Mapping[str, Any] | Missing | ItemError:
    if reply.missing:
        return Missing(id_)
    if not reply.ok:
        return item_error(reply)
    if not isinstance(reply.body, dict):
        raise BadAnswerError("Graph answered success without an item")
    return reply.body if items.here(reply.body) else Missing(id_)
