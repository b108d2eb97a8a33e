"""Who gets a mail when an item is created, changed or deleted.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/calendars-and-ews-in-exchange
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .calendar import PEOPLE
from .errors import ItemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .context import Context
    from .state.item import Address, Item

_SILENT = "SendToNone"


def invited(values: Mapping[str, Any]) -> dict[str, str]:
    """Everyone invited, by address without case."""
    people = (attendee.address.email for name in PEOPLE for attendee in values.get(name, ()))
    return {email.casefold(): email for email in people if email}


def invite(context: Context, values: dict[str, Any], how: str) -> None:
    """Send the invitations of a new meeting."""
    if how == _SILENT or not values.get("IsMeeting"):
        return
    context.send("invitation", invited(values).values(), values.get("Subject", ""))
    values["MeetingRequestWasSent"] = True


def update(context: Context, item: Item, before: Mapping[str, Any], how: str) -> None:
    """Send the updates of a changed meeting, and cancellations to whom it no longer invites.

    With a way that names the *changed*, a change of attendees concerns only those who were added or taken out.
    """
    if how == _SILENT or not item.values.get("IsOrganizer", True):
        return
    old, new = invited(before), invited(item.values)
    subject = item.values.get("Subject", "")
    context.send("cancellation", (email for key, email in old.items() if key not in new), subject)
    added = [email for key, email in new.items() if key not in old]
    context.send("invitation", added, subject)
    if "Changed" not in how or old.keys() == new.keys():
        context.send("update", (email for key, email in new.items() if key in old), subject)
    item.values["MeetingRequestWasSent"] = bool(new) or item.values.get("MeetingRequestWasSent", False)
    item.values["AppointmentSequenceNumber"] = item.values.get("AppointmentSequenceNumber", 0) + 1


def cancel(context: Context, item: Item, how: str) -> None:
    """Send what the deletion of a meeting means: cancellations of the organizer, a decline of anybody else."""
    if how == _SILENT or not item.values.get("IsMeeting"):
        return
    subject = item.values.get("Subject", "")
    if item.values.get("IsOrganizer", True):
        context.send("cancellation", invited(item.values).values(), subject)
    else:
        context.send("message", [item.values["Organizer"].email], f"Declined: {subject}")


def send_message(context: Context, values: dict[str, Any]) -> None:
    """Send a message to all its recipients."""
    people: Iterable[Address] = [
        one for name in ("ToRecipients", "CcRecipients", "BccRecipients") for one in values.get(name, ())
    ]
    addresses = [one.email for one in people if one.email]
    if not addresses:
        raise ItemError("ErrorMissingRecipients")
    context.send("message", addresses, values.get("Subject", ""))
    values["IsDraft"] = False
    values["IsSubmitted"] = True
