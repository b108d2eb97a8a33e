"""Items into Deleted Items, if nobody changed them meanwhile (`If-Match`).

https://learn.microsoft.com/graph/api/contact-delete, https://learn.microsoft.com/graph/api/event-delete. To delete what
is in Deleted Items already would be to delete it for good, so that the version is always named: moving changed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import in_batches
from syncline.connectors.microsoft365.standing import standing
from syncline.connectors.port import Conflict, ItemError, Mention, Missing, Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.microsoft365.refusals import Reply

    Outcome = Written | Conflict | Missing | ItemError


def delete_items(items: Items, targets: Sequence[Mention | Outcome]) -> list[Outcome]:
    """Delete items. What is an outcome already is answered as it is."""
    sent = [one for one in targets if isinstance(one, Mention)]
    requests = [Request("DELETE", items.at(one.id), version=one.version) for one in sent]
    replies = in_batches(items.account, f"{items.name}:delete", requests)
    done = iter(standing(items, [one.id for one in sent], replies, _written))
    return [next(done) if isinstance(one, Mention) else one for one in targets]


def _written(id_: str, _reply: Reply) -> Written:
    return Written(id_, "")
