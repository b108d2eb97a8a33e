"""What became of writes that named a version: done, in another version by now, or not there any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.get_items import look_items
from syncline.connectors.microsoft365.refusals import item_error
from syncline.connectors.port import Conflict, ItemError, Missing, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.microsoft365.refusals import Reply

    Outcome = Written | Conflict | Missing | ItemError

_WHERE = "$select=id,changeKey,parentFolderId"
_WHERE_EVENT = "$select=id,changeKey"


def standing(
    items: Items, ids: Sequence[str], replies: Sequence[Reply], done: Callable[[str, Reply], Written]
) -> list[Outcome]:
    """Answer the outcomes. Moving an item gives it another version as well: what was refused is looked for."""
    refused = [one for one, reply in zip(ids, replies, strict=True) if reply.stale]
    query = _WHERE if items.name == "contacts" else _WHERE_EVENT
    looked = dict(zip(refused, look_items(items, refused, query), strict=True)) if refused else {}
    outcomes: list[Outcome] = []
    for one, reply in zip(ids, replies, strict=True):
        if one in looked:
            outcomes.append(Missing(one) if isinstance(looked[one], Missing) else Conflict(one))
        elif reply.missing:
            outcomes.append(Missing(one))
        else:
            outcomes.append(done(one, reply) if reply.ok else item_error(reply))
    return outcomes
