"""Records that bear our mark: what an earlier attempt made, whose answer was lost.

https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import all_read
from syncline.connectors.microsoft365.extended import ITEM_MARKER, carries
from syncline.connectors.microsoft365.refusals import error_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.records.record import Record

_LATEST = datetime.max.replace(tzinfo=UTC)


def find_made(items: Items, keys: Sequence[str]) -> dict[str, Record]:
    """Answer those found, by key. Copies that a person made carry the mark too: the oldest is ours."""
    operation = f"{items.name}:made"
    requests = [Request("GET", f"{items.home}?{carries(ITEM_MARKER, key)}&{items.query}") for key in keys]
    records: list[Record] = []
    for reply in all_read(items.account, operation, requests):
        if not reply.ok:
            raise error_of(reply, operation)
        found = reply.body.get("value") if isinstance(reply.body, dict) else None
        if not isinstance(found, list):
            raise BadAnswerError(f"{operation} answered no list")
        records += [items.record(one) for one in found if items.here(one)]
    records.sort(key=lambda one: one.created or _LATEST, reverse=True)
    wanted = set(keys)
    return {one.marker: one for one in records if one.marker in wanted}
