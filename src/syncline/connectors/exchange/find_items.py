"""FindItem: items in some folders that carry one of several marks.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from syncline.connectors.exchange.account import matched
from syncline.connectors.exchange.items import reference_of
from syncline.connectors.exchange.properties import ITEM_MARKER, SEARCH_KEY, Extended, extended_values
from syncline.connectors.exchange.refusals import FOLDER_MISSING, error_of
from syncline.connectors.exchange.soap import Element, M, T, any_of, equals, m, paths, t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message

_PER_CALL = 50
"""Marks per call: a long Or is slow on the server, and a restriction has an upper size."""
_PAGE = "1000"

Wanted = tuple[Extended, str]


class Found(NamedTuple):
    """An item that carries a mark; `folder` is the place in the list of folders that were searched."""

    folder: int
    id: str
    search_key: str | None
    marker: str | None

    def carries(self, wanted: Wanted) -> bool:
        """Whether the item carries this mark."""
        return wanted[1] == (self.search_key if wanted[0] is SEARCH_KEY else self.marker)


def find_items(account: Account, folders: Sequence[Element], wanted: Sequence[Wanted]) -> list[Found]:
    """Search folders, not those inside them. Folders that are not there hold nothing. One call for 50 marks."""
    found: list[Found] = []
    for start in range(0, len(wanted), _PER_CALL):
        answer = account.call(_payload(folders, wanted[start : start + _PER_CALL]))
        for place, message in enumerate(matched(answer, len(folders), "FindItem")):
            found.extend(_read(place, message))
    return found


def _payload(folders: Sequence[Element], wanted: Sequence[Wanted]) -> Element:
    view = {"MaxEntriesReturned": _PAGE, "Offset": "0", "BasePoint": "Beginning"}
    return m(
        "FindItem",
        m("ItemShape", t("BaseShape", text="IdOnly"), paths([SEARCH_KEY.path(), ITEM_MARKER.path()])),
        m("IndexedPageItemView", attributes=view),
        any_of([equals(prop.path(), value) for prop, value in wanted]),
        m("ParentFolderIds", *(_copy(one) for one in folders)),
        attributes={"Traversal": "Shallow"},
    )


def _copy(reference: Element) -> Element:
    """Copy a folder reference: an element stands in one payload only."""
    return t(str(reference.tag).rpartition("}")[2], attributes={str(k): str(v) for k, v in reference.attrib.items()})


def _read(place: int, message: Message) -> Iterator[Found]:
    if message.code in FOLDER_MISSING:
        return
    if not message.ok:
        raise error_of(message, "FindItem")
    items = message.element.find(f"{M}RootFolder/{T}Items")
    for item in items if items is not None else ():
        extended = extended_values(item)
        yield Found(place, reference_of(item)[0], extended.get(SEARCH_KEY.key), extended.get(ITEM_MARKER.key))
