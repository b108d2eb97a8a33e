"""AcceptItem, TentativelyAcceptItem, DeclineItem and CancelCalendarItem, which are items of CreateItem.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-respond-to-meeting-requests-by-using-ews-in-exchange
https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-create-appointments-and-meetings-by-using-ews-in-exchange-2013
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import series
from .calendar import PEOPLE
from .computed import item_reference
from .disposal import dispose
from .errors import ItemError
from .mail import invited
from .state.item import Attendee
from .xmltext import T, local

if TYPE_CHECKING:
    from .context import Context
    from .state.item import Item
    from .xmltext import Element

_ANSWERS = {"AcceptItem": "Accept", "TentativelyAcceptItem": "Tentative", "DeclineItem": "Decline"}
_SUBJECTS = {"Accept": "Accepted", "Tentative": "Tentative", "Decline": "Declined"}
_UNFIT = {
    "AcceptItem": "AcceptItem",
    "TentativelyAcceptItem": "Tentative",
    "DeclineItem": "DeclineItem",
    "CancelCalendarItem": "CancelItem",
}
CANCEL = "CancelCalendarItem"
NAMES = frozenset({*_ANSWERS, CANCEL})


def create(context: Context, request: Element, element: Element) -> str:
    """Answer a meeting, or call it off; answers the calendar item that this was about."""
    name = local(element)
    how = request.get("MessageDisposition")
    if how is None:
        raise ItemError("ErrorMessageDispositionRequired")
    reference = element.find(f"{T}ReferenceItemId")
    if reference is None:
        raise ItemError("ErrorInvalidReferenceItem")
    item = context.item(reference)
    if item.kind != "CalendarItem" or series.master_of(item) is not None:
        raise ItemError(f"ErrorInvalidItemForOperation{_UNFIT[name]}")
    told = f"<t:CalendarItem>{item_reference(item)}</t:CalendarItem>"
    if name == CANCEL:
        _cancel(context, item)
    else:
        _answer(context, item, _ANSWERS[name], sends=how != "SaveOnly")
    return told


def _cancel(context: Context, item: Item) -> None:
    if not item.values.get("IsOrganizer", True):
        raise ItemError("ErrorCalendarIsNotOrganizer")
    context.send("cancellation", invited(item.values).values(), item.values.get("Subject", ""))
    dispose(item, "MoveToDeletedItems")


def _answer(context: Context, item: Item, answer: str, *, sends: bool) -> None:
    if item.values.get("IsOrganizer", True):
        raise ItemError(f"ErrorCalendarIsOrganizerFor{answer}")
    if item.values.get("IsCancelled"):
        raise ItemError(f"ErrorCalendarIsCancelledFor{answer}")
    item.values |= {"MyResponseType": answer, "AppointmentReplyTime": context.clock()}
    if sends:
        organizer = item.values["Organizer"].email
        context.send("message", [organizer], f"{_SUBJECTS[answer]}: {item.values.get('Subject', '')}")
        _track(context, item, organizer, answer)
    context.mailbox.change_item(item)
    if answer == "Decline":
        dispose(item, "MoveToDeletedItems")


def _track(context: Context, item: Item, organizer: str, answer: str) -> None:
    """Write the answer into the organizer's own copy, as Exchange does when the mail arrives."""
    mailbox = context.directory.find(organizer)
    if mailbox is None:
        return
    own = {address.casefold() for address in context.mailbox.addresses}
    for copy in list(mailbox.items.values()):
        if copy.kind != "CalendarItem" or copy.values.get("UID") != item.values.get("UID"):
            continue
        for name in PEOPLE:
            if copy.values.get(name):
                copy.values[name] = tuple(
                    Attendee(one.address, answer, context.clock()) if one.address.email.casefold() in own else one
                    for one in copy.values[name]
                )
        mailbox.change_item(copy)
