"""Who is invited to a meeting of the rep's, where the configuration lets Salesforce say so. Nobody is told of it.

A list of attendees is written whole (https://learn.microsoft.com/exchange/client-developer/web-service-reference/requiredattendees),
so it is read first: whoever stands in it that Syncline knows nothing of stays.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from syncline.connectors.exchange.get_items import ITEMS, look_items
from syncline.connectors.exchange.soap import T, field_path, t
from syncline.records.attendees import Role, read_attendees
from syncline.records.fields import ATTENDEES
from syncline.records.guests import GuestList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.soap import Element
    from syncline.connectors.port import Edit
    from syncline.records.attendees import Attendee
    from syncline.records.record import Value

_LISTS = {"RequiredAttendees": Role.REQUIRED, "OptionalAttendees": Role.OPTIONAL}


def attendee_updates(account: Account, edits: Sequence[Edit]) -> dict[str, list[Element]]:
    """Make the updates of the edits that change who is invited, by the item's id. One call reads who stands there."""
    ids = [edit.id for edit in edits if ATTENDEES in edit.changes]
    read = look_items(account, ids, [field_path(f"calendar:{name}") for name in _LISTS]) if ids else []
    found = {id_: message.first(ITEMS) for id_, message in zip(ids, read, strict=True) if message.ok}
    return {edit.id: list(_updates(edit, item)) for edit in edits if (item := found.get(edit.id)) is not None}


def new_attendees(value: Value) -> Element:
    """Make the list of a new event."""
    return t("RequiredAttendees", *map(_attendee, read_attendees(str(value))))


def _updates(edit: Edit, item: Element) -> Iterator[Element]:
    guests = GuestList.of(edit.changes, edit.held)
    standing = {name: list(item.iterfind(f"{T}{name}/{T}Attendee")) for name in _LISTS}
    added = guests.added({_address(one) for some in standing.values() for one in some})
    for name, role in _LISTS.items():
        stays = [one for one in standing[name] if guests.stays(_address(one))]
        new = [one for one in added if one.role is role]
        if new or len(stays) < len(standing[name]):
            yield _written(
                name,
                [
                    *(t("Attendee", deepcopy(box)) for one in stays if (box := one.find(f"{T}Mailbox")) is not None),
                    *map(_attendee, new),
                ],
            )


def _written(name: str, people: Sequence[Element]) -> Element:
    path = field_path(f"calendar:{name}")
    if not people:
        return t("DeleteItemField", path)
    return t("SetItemField", path, t("CalendarItem", t(name, *people)))


def _address(attendee: Element) -> str:
    return attendee.findtext(f"{T}Mailbox/{T}EmailAddress") or ""


def _attendee(one: Attendee) -> Element:
    return t("Attendee", t("Mailbox", t("EmailAddress", text=one.address)))
