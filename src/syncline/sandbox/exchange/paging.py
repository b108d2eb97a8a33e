"""Pages of a listing.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/indexedpageitemview
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from .errors import ItemError
from .xmltext import M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .xmltext import Element

Entry = TypeVar("Entry")
MOST = 1000
"""Exchange's policy EwsFindCountLimit: no page is longer than this."""


@dataclass(frozen=True, slots=True)
class Listing(Generic[Entry]):
    """One page: its entries, and the attributes of RootFolder that say where it lies."""

    entries: Sequence[Entry]
    attributes: str


def page_of(request: Element, view: str, entries: Sequence[Entry]) -> Listing[Entry]:
    """Cut the page that a request asks for; `view` is FolderView or ItemView."""
    total = len(entries)
    indexed = request.find(f"{M}IndexedPage{view}")
    fractional = request.find(f"{M}FractionalPage{view}")
    start, end = 0, total
    if indexed is not None:
        most = _most(indexed)
        offset = int(indexed.get("Offset", "0"))
        if offset < 0:
            raise ItemError("ErrorInvalidIndexedPagingParameters")
        if indexed.get("BasePoint") == "End":
            end = max(0, total - offset)
            start = max(0, end - most)
            return _listing(entries, start, end, total, start, last=start == 0)
        start, end = offset, offset + most
    elif fractional is not None:
        over, under = int(fractional.get("Numerator", "0")), int(fractional.get("Denominator", "1"))
        if under <= 0 or not 0 <= over <= under:
            raise ItemError("ErrorInvalidFractionalPagingParameters")
        start = total * over // under
        end = start + _most(fractional)
    end = min(end, start + MOST, total)
    return _listing(entries, start, end, total, end, last=end >= total)


def _most(view: Element) -> int:
    most = int(view.get("MaxEntriesReturned", str(MOST)))
    if most <= 0:
        raise ItemError("ErrorInvalidPagingMaxRows", "The maximum number of rows must be positive.")
    return min(most, MOST)


def _listing(entries: Sequence[Entry], start: int, end: int, total: int, offset: int, *, last: bool) -> Listing[Entry]:
    attributes = (
        f'IndexedPagingOffset="{max(offset, 0)}" TotalItemsInView="{total}" '
        f'IncludesLastItemInRange="{"true" if last else "false"}"'
    )
    return Listing(entries[start:end], attributes)
