"""Series by the ids of their masters: https://learn.microsoft.com/graph/api/event-get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.get_items import look_items
from syncline.connectors.microsoft365.series_read import CHANGED, MORE, QUERY, series_record
from syncline.connectors.port import ItemError, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.records.record import Record

_OPERATION = "events:series"


def read_series(items: Items, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Read series whole, twenty in a call."""
    answers = look_items(items, ids, QUERY)
    owner = items.account.address
    return [
        one if isinstance(one, (Missing, ItemError)) else series_record(_complete(items, one), owner) for one in answers
    ]


def _complete(items: Items, master: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer a master with all its exceptions, where they did not fit into the answer."""
    found, link = list(master.get(CHANGED) or ()), master.get(MORE)
    asked: set[str] = set()
    while isinstance(link, str) and link:
        if link in asked:
            raise BadAnswerError("the listing answers the same page for ever", code="endless_listing")
        asked.add(link)
        page = items.account.get(_OPERATION, link)
        found += page.get("value") or ()
        link = page.get("@odata.nextLink")
    return {**master, CHANGED: found}
