"""CreateItem: https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange import meeting_responses
from syncline.sandbox.exchange.computed import item_reference
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.mail import invite, send_message
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.properties import Draft, read_item, settle_new
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.xmltext import Element, M, local

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder
    from syncline.sandbox.exchange.state.item import Item

_HOMES = {
    "Contact": "contacts",
    "CalendarItem": "calendar",
    "DistributionList": "contacts",
    "Message": "drafts",
    "Item": "drafts",
}


def run(context: Context, request: Element) -> str:
    """Make items, each with its own success or error."""

    def act(element: Element) -> str:
        context.room(element)
        if local(element) in meeting_responses.NAMES:
            return f"<m:Items>{meeting_responses.create(context, request, element)}</m:Items>"
        draft = read_item(element, context.mailbox)
        folder = _folder(context, request, draft)
        _check(request, draft, folder)
        return f"<m:Items>{_create(context, request, draft, folder)}</m:Items>"

    return each("CreateItem", child(request, "Items"), act, empty="<m:Items/>")


def _folder(context: Context, request: Element, draft: Draft) -> Folder:
    target = request.find(f"{M}SavedItemFolderId")
    if target is not None:
        return context.target(target, missing="ErrorSavedItemFolderNotFound")
    sends = draft.kind == "Message" and request.get("MessageDisposition") == "SendAndSaveCopy"
    return context.mailbox.well_known("sentitems" if sends else _HOMES[draft.kind])


def _check(request: Element, draft: Draft, folder: Folder) -> None:
    if draft.kind == "CalendarItem":
        if request.get("SendMeetingInvitations") is None:
            raise ItemError("ErrorSendMeetingInvitationsRequired")
        if folder.kind != "CalendarFolder":
            raise ItemError("ErrorCannotCreateCalendarItemInNonCalendarFolder")
    elif draft.kind in {"Contact", "DistributionList"} and folder.kind != "ContactsFolder":
        raise ItemError("ErrorCannotCreateContactInNonContactFolder")
    elif draft.kind == "Message" and request.get("MessageDisposition") is None:
        raise ItemError("ErrorMessageDispositionRequired")


def _create(context: Context, request: Element, draft: Draft, folder: Folder) -> str:
    mailbox = context.mailbox
    values = settle_new(draft, mailbox, context.zone)
    if draft.kind == "Message" and request.get("MessageDisposition") != "SaveOnly":
        send_message(context, values)
        if request.get("MessageDisposition") == "SendOnly":
            return ""
    if draft.kind == "CalendarItem":
        invite(context, values, request.get("SendMeetingInvitations", "SendToNone"))
    item: Item = mailbox.add_item(draft.kind, folder, values, draft.extended)
    item.attachments.extend(draft.attachments)
    return f"<t:{item.kind}>{item_reference(item)}</t:{item.kind}>"
