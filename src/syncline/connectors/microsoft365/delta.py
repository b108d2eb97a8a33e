"""One page of what changed: https://learn.microsoft.com/graph/delta-query-overview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import PREFERENCES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.microsoft365.account import Account


@dataclass(frozen=True, slots=True)
class DeltaPage:
    """Items as they are, ids of those that left, and the link to go on with: at once if there is `more`."""

    items: Sequence[Mapping[str, Any]]
    removed: Sequence[str]
    link: str
    more: bool

    @property
    def empty(self) -> bool:
        """Whether it tells nothing."""
        return not self.items and not self.removed


def delta_page(account: Account, operation: str, link: str) -> DeltaPage:
    """Read a page. An item may stand on it several times: the last counts.

    Raises `ResyncError` if the token in the link is void.
    """
    prefer = f"{PREFERENCES}, odata.maxpagesize={account.settings.page_size}"
    told = account.get(operation, link, prefer)
    entries = told.get("value")
    if not isinstance(entries, list):
        raise BadAnswerError(f"{operation} answered no list")
    latest: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        id_ = entry.get("id")
        if not isinstance(id_, str):
            raise BadAnswerError(f"{operation} answered an item without an id")
        latest.pop(id_, None)
        latest[id_] = entry
    following = told.get("@odata.nextLink")
    onward = following or told.get("@odata.deltaLink")
    if not isinstance(onward, str):
        raise BadAnswerError(f"{operation} does not say how to go on")
    return DeltaPage(
        items=[one for one in latest.values() if "@removed" not in one],
        removed=[id_ for id_, one in latest.items() if "@removed" in one],
        link=onward,
        more=bool(following),
    )
