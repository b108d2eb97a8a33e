"""Mailboxes filled with what a population has in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.clock import SteppedClock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syncline.sandbox.exchange import ExchangeServer, Folder, OpenMailbox
    from syncline.sandbox.population.words import Appointment, Card, Desk, Population

FOLDER: Final = "Salesforce_Sync"
_BEFORE: Final = timedelta(days=20)
"""How old the data is."""
_PLAIN: Final = {
    "FirstName": "GivenName", "LastName": "Surname", "Company": "CompanyName", "Title": "JobTitle",
    "Department": "Department", "AssistantName": "AssistantName", "Description": "Body",
}  # fmt: skip
_PHONES: Final = {
    "Phone": "BusinessPhone", "MobilePhone": "MobilePhone", "HomePhone": "HomePhone", "OtherPhone": "OtherTelephone",
    "Fax": "BusinessFax", "AssistantPhone": "AssistantPhone",
}  # fmt: skip
_EMAILS: Final = {"Email": "EmailAddress1", "Email2": "EmailAddress2", "Email3": "EmailAddress3"}
_PARTS: Final = {
    "Street": "Street", "City": "City", "State": "State", "Country": "CountryOrRegion", "PostalCode": "PostalCode",
}  # fmt: skip


def fill_exchange(server: ExchangeServer, population: Population) -> None:
    """Give everybody a mailbox. Nobody is sent anything; the outsider's is outside the impersonation scope."""
    now = server.clock()
    for desk in population.desks:
        rep = desk.rep
        _fill(server.add_mailbox(rep.address, rep.password, name=rep.name), desk, now)
    outsider = population.outsider
    server.add_mailbox(outsider.address, outsider.password, name=outsider.name)
    server.denied.add(outsider.address)


def _fill(mailbox: OpenMailbox, desk: Desk, now: datetime) -> None:
    clock, mailbox.clock = mailbox.clock, SteppedClock(now - _BEFORE)
    if desk.folder is not None:
        _put(mailbox, desk.folder, mailbox.make_folder(FOLDER))
    half = len(desk.elsewhere) // 2
    _put(mailbox, desk.elsewhere[:half], None)
    _put(mailbox, desk.elsewhere[half:], mailbox.make_folder("Family & friends"))
    for appointment in desk.calendar:
        _enter(mailbox, appointment)
    mailbox.clock = clock


def _put(mailbox: OpenMailbox, cards: Iterable[Card], folder: Folder | None) -> None:
    for card in cards:
        mailbox.create_contact(contact_values(card), folder=folder)


def contact_values(card: Card) -> dict[str, Any]:
    """Answer a card as the properties of an EWS contact."""
    values: dict[str, Any] = {name: card[field] for field, name in _PLAIN.items() if field in card}
    for name, fields in (("EmailAddresses", _EMAILS), ("PhoneNumbers", _PHONES)):
        if entries := {key: card[field] for field, key in fields.items() if field in card}:
            values[name] = entries
    places = {key: _place(card, kind) for key, kind in (("Business", "Mailing"), ("Other", "Other"))}
    if any(places.values()):
        values["PhysicalAddresses"] = {key: parts for key, parts in places.items() if parts}
    if "Birthdate" in card:
        values["Birthday"] = date.fromisoformat(card["Birthdate"])
    return values


def _place(card: Card, kind: str) -> dict[str, str]:
    return {part: card[kind + field] for field, part in _PARTS.items() if kind + field in card}


def _enter(mailbox: OpenMailbox, appointment: Appointment) -> None:
    values: dict[str, Any] = {
        "LegacyFreeBusyStatus": appointment.shown_as,
        "ReminderIsSet": appointment.reminder is not None,
        "Sensitivity": "Private" if appointment.private else "Normal",
    }
    if appointment.reminder is not None:
        values["ReminderMinutesBeforeStart"] = appointment.reminder
    values |= {name: text for name, text in (("Location", appointment.location), ("Body", appointment.body)) if text}
    mailbox.create_event(
        appointment.subject, appointment.start, appointment.end, zone=appointment.zone,
        attendees=appointment.attendees, organizer=appointment.organizer, values=values,
    )  # fmt: skip
