"""Changes of what a calendar shows in a window that is fixed at the first request.

A series that has changed is told whole: its master, then every occurrence in the window, most of them in brief.
`@removed` is told of what was deleted, and also of what lies outside the window and was made, changed or deleted.
https://learn.microsoft.com/graph/api/event-delta
https://learn.microsoft.com/graph/delta-query-events
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.changes import ChangeKind
from syncline.sandbox.microsoft365 import delta as tracking
from syncline.sandbox.microsoft365 import ids
from syncline.sandbox.microsoft365.calendar.expansion import instances
from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.shapes.event_json import as_json, brief
from syncline.sandbox.microsoft365.state.item import Event

from .calendar_view import window_of
from .calendars import calendar_of

if TYPE_CHECKING:
    from syncline.sandbox.changes import Change, Position
    from syncline.sandbox.microsoft365.calendar.expansion import Window
    from syncline.sandbox.microsoft365.state.folder import Folder

PAGE: Final = 100
MOST: Final = 1000
_TYPE: Final = {"@odata.type": "#microsoft.graph.event"}


def delta(call: Call) -> Reply:
    """Answer what has changed since the token; at first, all that the window shows. A series is on one page."""
    folder = calendar_of(call)
    token = tracking.received(call, call.mailbox(), f"calendar {folder.id}", ("startdatetime", "enddatetime"))
    window = window_of(token.asked)
    size = min(call.wishes.page_size or PAGE, MOST)
    rows: list[dict[str, Any]] = []
    position = token.position
    while len(rows) < size:
        page = folder.log.page(position, 1)
        if page is None:
            raise bad_request("Badly formed token.")
        for change in page.changes:
            rows += _rows(call, folder, change, window, token)
        position = page.position
        if not position.next:
            break
    return _reply(call, token, position, rows)


def _reply(call: Call, token: tracking.Token, position: Position, rows: list[dict[str, Any]]) -> Reply:
    answer = tracking.answer(call, call.mailbox(), token, position, rows)
    return Reply(200, {"@odata.context": f"{call.base}/$metadata#Collection(event)", **answer})


def _rows(call: Call, folder: Folder, change: Change, window: Window, token: tracking.Token) -> list[dict[str, Any]]:
    item = folder.items.get(change.subject)
    event = item if isinstance(item, Event) and change.kind is not ChangeKind.DELETE else None
    now = instances(event.shape, window) if event is not None else []
    shown: list[dict[str, Any]] = []
    if event is not None and now:
        shown += [_TYPE | as_json(event, call.wishes)] if event.recurrence is not None else []
        shown += [_TYPE | (as_json if one.own or not one.day else brief)(event, call.wishes, one) for one in now]
    gone = _before(folder, change, window, token) - {one.day for one in now}
    if not now and token.later:
        gone.add(0)  # the event or the whole series, also when it was never inside
    elif now and event is not None and event.recurrence is not None:
        gone.discard(0)
    if event is not None and folder.mailbox.quirks.silent_cancellations:
        gone -= event.cancelled
    return [*(_removed(call, folder, change, day) for day in sorted(gone)), *shown]


def _before(folder: Folder, change: Change, window: Window, token: tracking.Token) -> set[int]:
    """Answer the days of what the window showed at the start of the round."""
    shape = folder.shape_at(change.subject, token.base) if token.later else None
    return {one.day for one in instances(shape, window)} if shape is not None else set()


def _removed(call: Call, folder: Folder, change: Change, day: int) -> dict[str, Any]:
    return _TYPE | {"id": _id(call, folder, change, day), "@removed": {"reason": "deleted"}}


def _id(call: Call, folder: Folder, change: Change, day: int) -> str:
    immutable = call.wishes.immutable
    if change.gone is None:
        return folder.items[change.subject].id(immutable=immutable, day=day)
    number = ids.parse(change.gone[immutable]).number
    guid = folder.mailbox.guid
    return ids.immutable_id(guid, number, day) if immutable else ids.item_id(guid, number, day)
