"""Google accounts filled with what a population has in its mailboxes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.population.appointments import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.google import GoogleServer, OpenAccount
    from syncline.sandbox.population.words import Appointment, Card, Desk, Population

GROUP: Final = "Salesforce Sync"
_BEFORE: Final = timedelta(days=20)
"""How old the data is."""
_ZONES: Final = {place.windows: place.iana for place in PLACES}
_PHONES: Final = {
    "Phone": "work", "MobilePhone": "mobile", "HomePhone": "home", "OtherPhone": "other", "Fax": "workFax",
    "AssistantPhone": "assistant",
}  # fmt: skip
_EMAILS: Final = {"Email": "work", "Email2": "home", "Email3": "other"}
_ADDRESSES: Final = {"Mailing": "work", "Other": "other"}
_PARTS: Final = {
    "Street": "streetAddress", "City": "city", "State": "region", "Country": "country", "PostalCode": "postalCode",
}  # fmt: skip
_COMPANY: Final = {"Company": "name", "Title": "title", "Department": "department"}
_NAMES: Final = {"FirstName": "givenName", "LastName": "familyName"}


def fill_google(server: GoogleServer, population: Population) -> None:
    """Give everybody an account. Nobody is sent anything; the outsider's has neither calendar nor contacts."""
    now = server.clock()
    clock, server.world.ticks.clock = server.world.ticks.clock, SteppedClock(now - _BEFORE)
    for desk in population.desks:
        rep = desk.rep
        _fill(server.add_account(rep.address, name=rep.name, time_zone=rep.place.iana), desk)
    outsider = server.add_account(population.outsider.address, name=population.outsider.name)
    outsider.has_calendar = outsider.has_contacts = False
    server.world.ticks.clock = clock


def _fill(account: OpenAccount, desk: Desk) -> None:
    if desk.folder is not None:
        _put(account, desk.folder, [account.create_group(GROUP)])
    half = len(desk.elsewhere) // 2
    _put(account, desk.elsewhere[:half], [])
    _put(account, desk.elsewhere[half:], [account.create_group("Family & friends")])
    for appointment in desk.calendar:
        _enter(account, appointment)


def _put(account: OpenAccount, cards: Iterable[Card], groups: list[str]) -> None:
    for card in cards:
        account.create_contact(person_values(card), groups=groups)


def person_values(card: Card) -> dict[str, Any]:
    """Answer a card as the fields of a person of the People API."""
    fields: dict[str, list[dict[str, Any]]] = {
        "names": [_renamed(card, _NAMES)],
        "organizations": [_renamed(card, _COMPANY)],
        "emailAddresses": [{"value": card[key], "type": kind} for key, kind in _EMAILS.items() if key in card],
        "phoneNumbers": [{"value": card[key], "type": kind} for key, kind in _PHONES.items() if key in card],
        "addresses": [
            {"type": kind} | parts
            for prefix, kind in _ADDRESSES.items()
            if (parts := _renamed(card, {prefix + field: part for field, part in _PARTS.items()}))
        ],
        "biographies": [{"value": card["Description"]}] if "Description" in card else [],
        "birthdays": [{"date": _day(card["Birthdate"])}] if "Birthdate" in card else [],
        "relations": [{"person": card["AssistantName"], "type": "assistant"}] if "AssistantName" in card else [],
    }
    return {name: full for name, entries in fields.items() if (full := [one for one in entries if one])}


def _renamed(card: Card, names: dict[str, str]) -> dict[str, str]:
    return {name: card[field] for field, name in names.items() if field in card}


def _day(text: str) -> dict[str, int]:
    day = date.fromisoformat(text)
    return {"year": day.year, "month": day.month, "day": day.day}


def _enter(account: OpenAccount, appointment: Appointment) -> None:
    values: dict[str, Any] = {
        "transparency": "transparent" if appointment.shown_as == "Free" else "opaque",
        "status": "tentative" if appointment.shown_as == "Tentative" else "confirmed",
        "visibility": "private" if appointment.private else "default",
        "reminders": _reminders(appointment.reminder),
    }
    values |= {
        name: text for name, text in (("location", appointment.location), ("description", appointment.body)) if text
    }
    account.create_event(
        appointment.subject, appointment.start, appointment.end, zone=_ZONES[appointment.zone],
        attendees=appointment.attendees, organizer=appointment.organizer, values=values,
    )  # fmt: skip


def _reminders(minutes: int | None) -> dict[str, Any]:
    overrides = [] if minutes is None else [{"method": "popup", "minutes": minutes}]
    return {"useDefault": False} | ({"overrides": overrides} if overrides else {})
