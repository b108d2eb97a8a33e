"""Changes of a folder's contacts.

https://learn.microsoft.com/graph/api/contact-delta
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.changes import ChangeKind
from syncline.sandbox.microsoft365 import delta as tracking
from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.odata import options
from syncline.sandbox.microsoft365.shapes.contact import PROPERTIES, as_json
from syncline.sandbox.microsoft365.state.item import Contact

from .contact_folders import folder_of

if TYPE_CHECKING:
    from syncline.sandbox.changes import Change
    from syncline.sandbox.microsoft365.odata.options import Options
    from syncline.sandbox.microsoft365.state.folder import Folder

PAGE: Final = 200
MOST: Final = 1000


def delta(call: Call) -> Reply:
    """Answer what has changed since the token; at first, all that is there. Of query options, only $select."""
    folder = folder_of(call)
    token = tracking.received(call, call.mailbox(), f"contacts {folder.id}", ("select",))
    wished = options.read({"$select": token.asked["select"]} if "select" in token.asked else {}, "contact", PROPERTIES)
    page = folder.log.page(token.position, min(call.wishes.page_size or PAGE, MOST))
    if page is None:
        raise bad_request("Badly formed token.")
    shown = [row for change in page.changes if (row := _row(call, folder, change, wished)) is not None]
    answer = tracking.answer(call, call.mailbox(), token, page.position, shown)
    return Reply(200, {"@odata.context": f"{call.base}/$metadata#Collection(contact)", **answer})


def _row(call: Call, folder: Folder, change: Change, wished: Options) -> dict[str, Any] | None:
    kind = {"@odata.type": "#microsoft.graph.contact"}
    if change.kind is ChangeKind.DELETE and change.gone is not None:
        return kind | {"id": change.gone[call.wishes.immutable], "@removed": {"reason": "deleted"}}
    item = folder.items.get(change.subject)
    if item is not None and change.returned and folder.mailbox.quirks.forgets_returns:
        return kind | {"id": item.id(immutable=call.wishes.immutable), "@removed": {"reason": "deleted"}}
    if not isinstance(item, Contact):
        return None
    return kind | wished.project(as_json(item, immutable=call.wishes.immutable))
