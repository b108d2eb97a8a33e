"""One page of what changed: https://learn.microsoft.com/graph/delta-query-overview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import PREFERENCES, Request, told
from syncline.connectors.microsoft365.batches import all_read
from syncline.connectors.microsoft365.refusals import error_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.refusals import Reply


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
    """Read a page. Raises `ResyncError` if the token in the link is void."""
    return _page(account.ask(operation, _request(account, link)), operation)


def page_with_a_look(
    account: Account, operation: str, link: str, look: Request
) -> tuple[Reply, Callable[[], DeltaPage]]:
    """Read a page and something else in one call; answers what was seen, and what tells the page.

    The page raises what `delta_page` raises, after what was seen had its say.
    """
    seen, told_page = all_read(account, operation, [look, _request(account, link)])
    return seen, lambda: _page(told_page, operation)


def _request(account: Account, link: str) -> Request:
    return Request("GET", link, prefer=f"{PREFERENCES}, odata.maxpagesize={account.settings.page_size}")


def _page(reply: Reply, operation: str) -> DeltaPage:
    """An item may stand on a page several times: the last counts."""
    if not reply.ok:
        raise error_of(reply, operation)
    page = told(reply, operation)
    entries = page.get("value")
    if not isinstance(entries, list):
        raise BadAnswerError(f"{operation} answered no list")
    latest: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        id_ = entry.get("id")
        if not isinstance(id_, str):
            raise BadAnswerError(f"{operation} answered an item without an id")
        latest.pop(id_, None)
        latest[id_] = entry
    following = page.get("@odata.nextLink")
    onward = following or page.get("@odata.deltaLink")
    if not isinstance(onward, str):
        raise BadAnswerError(f"{operation} does not say how to go on")
    return DeltaPage(
        items=[one for one in latest.values() if "@removed" not in one],
        removed=[id_ for id_, one in latest.items() if "@removed" in one],
        link=onward,
        more=bool(following),
    )
