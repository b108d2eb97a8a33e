"""Mailboxes of Microsoft 365 filled with what a population has in them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.population.into_exchange import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.microsoft365 import Folder, Microsoft365Server, OpenMailbox
    from syncline.sandbox.population.words import Appointment, Card, Desk, Population, Rep

_BEFORE: Final = timedelta(days=20)
"""How old the data is."""
_PLAIN: Final = {
    "FirstName": "givenName", "LastName": "surname", "Company": "companyName", "Title": "jobTitle",
    "Department": "department", "AssistantName": "assistantName", "Description": "personalNotes",
    "MobilePhone": "mobilePhone",
}  # fmt: skip
_LISTS: Final = {"Phone": "businessPhones", "HomePhone": "homePhones"}
_TAGS: Final = {"Fax": "String 0x3a24", "OtherPhone": "String 0x3a1f", "AssistantPhone": "String 0x3a2e"}
"""What Graph has no property for stands where Outlook keeps it ([MS-OXPROPS])."""
_EMAILS: Final = ("Email", "Email2", "Email3")
_PLACES: Final = {"Mailing": "businessAddress", "Other": "otherAddress"}
_PARTS: Final = {
    "Street": "street", "City": "city", "State": "state", "Country": "countryOrRegion", "PostalCode": "postalCode",
}  # fmt: skip


def fill_microsoft365(server: Microsoft365Server, population: Population) -> None:
    """Give everybody a mailbox. Nobody is sent anything; the outsider's is outside the application's scope."""
    for desk in population.desks:
        _fill(_mailbox(server, desk.rep), desk)
    _mailbox(server, population.outsider)
    server.denied.add(population.outsider.address)


def _mailbox(server: Microsoft365Server, rep: Rep) -> OpenMailbox:
    return server.add_mailbox(rep.address, given_name=rep.first, surname=rep.last, zone=rep.place.windows)


def _fill(mailbox: OpenMailbox, desk: Desk) -> None:
    clock, mailbox.clock = mailbox.clock, SteppedClock(mailbox.clock() - _BEFORE)
    if desk.folder is not None:
        _put(mailbox, desk.folder, mailbox.make_folder(FOLDER))
    half = len(desk.elsewhere) // 2
    _put(mailbox, desk.elsewhere[:half], None)
    _put(mailbox, desk.elsewhere[half:], mailbox.make_folder("Family & friends"))
    for appointment in desk.calendar:
        mailbox.create_event(event_values(appointment), organizer=appointment.organizer)
    mailbox.clock = clock


def _put(mailbox: OpenMailbox, cards: Iterable[Card], folder: Folder | None) -> None:
    for card in cards:
        mailbox.create_contact(contact_values(card), folder=folder)


def contact_values(card: Card) -> dict[str, Any]:
    """Answer a card as a contact of Graph. Outlook keeps a birthday at 11:59."""
    values: dict[str, Any] = {name: card[field] for field, name in _PLAIN.items() if field in card}
    values |= {name: [card[field]] for field, name in _LISTS.items() if field in card}
    if addresses := [{"address": card[field]} for field in _EMAILS if field in card]:
        values["emailAddresses"] = addresses
    for kind, name in _PLACES.items():
        if parts := {part: card[kind + field] for field, part in _PARTS.items() if kind + field in card}:
            values[name] = parts
    if "Birthdate" in card:
        values["birthday"] = f"{card['Birthdate']}T11:59:00Z"
    tagged = [{"id": tag, "value": card[field]} for field, tag in _TAGS.items() if field in card]
    return values | ({"singleValueExtendedProperties": tagged} if tagged else {})


def event_values(appointment: Appointment) -> dict[str, Any]:
    """Answer an appointment as an event of Graph."""
    shown = appointment.shown_as
    return {
        "subject": appointment.subject,
        "start": _point(appointment.start, appointment.zone),
        "end": _point(appointment.end, appointment.zone),
        "isAllDay": not isinstance(appointment.start, datetime),
        "showAs": shown.lower() if shown.isupper() else shown[0].lower() + shown[1:],
        "isReminderOn": appointment.reminder is not None,
        "reminderMinutesBeforeStart": appointment.reminder or 0,
        "sensitivity": "private" if appointment.private else "normal",
        "location": {"displayName": appointment.location},
        "body": {"contentType": "text", "content": appointment.body},
        "attendees": [
            {"type": "required", "emailAddress": {"name": name, "address": address}}
            for name, address in appointment.attendees
        ],
    }


def _point(value: datetime | date, zone: str) -> dict[str, str]:
    wall = value if isinstance(value, datetime) else datetime.combine(value, time())
    return {"dateTime": wall.isoformat(), "timeZone": zone}
