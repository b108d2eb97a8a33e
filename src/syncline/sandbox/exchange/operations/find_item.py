"""FindItem: https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange import series
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.paging import page_of
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.restriction import compile_restriction, sort
from syncline.sandbox.exchange.search_items import item_value
from syncline.sandbox.exchange.shapes import ItemShape
from syncline.sandbox.exchange.values import read_instant
from syncline.sandbox.exchange.xmltext import Element, M

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder
    from syncline.sandbox.exchange.state.item import Item

_WIDEST = 2 * 366
_NOT_HERE = ("GroupBy", "DistinguishedGroupBy", "SeekToConditionPageItemView", "ContactsView")
_UNFIT = frozenset(
    [
        "Body",
        "Attachments",
        "RequiredAttendees",
        "OptionalAttendees",
        "Resources",
        "ToRecipients",
        "CcRecipients",
        "BccRecipients",
        "ReplyTo",
        "Recurrence",
        "TextBody",
        "UniqueBody",
        "NormalizedBody",
        "InternetMessageHeaders",
        "ResponseObjects",
    ]
)


def run(context: Context, request: Element) -> str:
    """Answer one page per parent folder."""

    def act(element: Element) -> str:
        shape = ItemShape(child(request, "ItemShape"), light=True)
        if shape.wants_mime or shape.asked & _UNFIT:
            raise ItemError("ErrorInvalidPropertyRequest")
        page = page_of(request, "ItemView", _found(request, context.folder(element)))
        inside = "".join(map(shape.write, page.entries))
        return f"<m:RootFolder {page.attributes}><t:Items>{inside}</t:Items></m:RootFolder>"

    return each("FindItem", child(request, "ParentFolderIds"), act)


def _found(request: Element, folder: Folder) -> list[Item]:
    traversal = request.get("Traversal")
    view = request.find(f"{M}CalendarView")
    if view is not None:
        return _view(view, folder)
    if traversal == "Associated":
        return []
    _refuse_unsupported(request)
    wanted = compile_restriction(request, item_value)
    source = _soft_deleted(folder) if traversal == "SoftDeleted" else list(folder.items.values())
    found = [item for item in source if wanted(item)]
    if request.find(f"{M}SortOrder") is None:
        found.reverse()
    return sort(request, item_value, found)


def _refuse_unsupported(request: Element) -> None:
    """No content index, no groups: an error is better than an answer to another question."""
    if request.find(f"{M}QueryString") is not None:
        raise ItemError("ErrorContentIndexingNotEnabled", "Content indexing is not enabled for the mailbox.")
    if any(request.find(f"{M}{name}") is not None for name in _NOT_HERE):
        raise ItemError("ErrorInvalidOperation")


def _soft_deleted(folder: Folder) -> list[Item]:
    """Since Exchange 2010 what was soft-deleted lies in the dumpster, remembering where it was."""
    dumpster = folder.mailbox.well_known("recoverableitemsdeletions")
    return [item for item in dumpster.items.values() if item.values.get("_deleted_from") == folder.number]


def _view(view: Element, folder: Folder) -> list[Item]:
    if folder.kind != "CalendarFolder":
        raise ItemError("ErrorCalendarFolderIsInvalidForCalendarView")
    start, end = read_instant(view.get("StartDate", "")), read_instant(view.get("EndDate", ""))
    if end < start:
        raise ItemError("ErrorCalendarEndDateIsEarlierThanStartDate")
    if (end - start).days > _WIDEST:
        raise ItemError("ErrorCalendarViewRangeTooBig")
    found = [one for item in folder.items.values() if item.kind == "CalendarItem" for one in _shown(item, start, end)]
    found.sort(key=lambda item: item.values["Start"])
    return found[: int(view.get("MaxEntriesReturned", str(len(found) + 1)))]


def _shown(item: Item, start: datetime, end: datetime) -> Iterator[Item]:
    """A series is shown by its occurrences, never by its master."""
    if series.is_master(item):
        yield from series.between(item, start, end)
    elif series.overlap(item.values["Start"], item.values["End"], start, end):
        yield item
