"""How each type of property is read from XML and written back: `CODECS[type]`.

Dates without a zone are taken as UTC, as Exchange takes them when a request carries no time zone context. Values that
the server does not interpret (a recurrence, an enhanced location) are kept as the XML text of their children.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from . import zones
from .custom_zones import read_definition
from .errors import ItemError
from .state.item import Address, Attendee, Body
from .xmltext import Element, T, boolean, children, clean, escape, inner, instant, local, text_of, truth

if TYPE_CHECKING:
    from collections.abc import Callable


class Codec(NamedTuple):
    """`write` gets the element's name and the value."""

    read: Callable[[Element], Any]
    write: Callable[[str, Any], str]


def read_instant(text: str) -> datetime:
    """Read xs:dateTime or xs:date."""
    text = text.strip()
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise ItemError("ErrorInvalidValueForProperty") from error
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


def _read_time(element: Element) -> datetime:
    """Wall times of a calendar item stay without a zone until the item's own zone is known."""
    text = text_of(element).strip()
    if local(element) in {"Start", "End"}:
        try:
            value = datetime.fromisoformat(text)
        except ValueError as error:
            raise ItemError("ErrorInvalidValueForProperty") from error
        return value.astimezone(UTC) if value.tzinfo else value
    return read_instant(text)


def read_zone(element: Element) -> zones.Zone:
    """Read a zone that Windows knows by its id, else the one that the rules inside describe."""
    name = element.get("Id") or element.get("Name") or element.get("TimeZoneName") or "UTC"
    return zones.find(name) if zones.is_known(name) or not len(element) else read_definition(element)


def write_zone(name: str, zone: zones.Zone) -> str:
    """Write a zone; one that a client described comes back with its description."""
    return f'<t:{name} Id="{escape(zone.id)}" Name="{escape(zone.name)}">{zone.inside}</t:{name}>'


def _write_text(name: str, value: str) -> str:
    return f"<t:{name}>{escape(value)}</t:{name}>" if value else f"<t:{name}/>"


def _read_bytes(element: Element) -> bytes:
    try:
        return base64.b64decode(text_of(element))
    except binascii.Error as error:
        raise ItemError("ErrorInvalidValueForProperty") from error


def _write_strings(name: str, value: list[str]) -> str:
    inside = "".join(f"<t:String>{escape(part)}</t:String>" for part in value)
    return f"<t:{name}>{inside}</t:{name}>"


def _read_entries(element: Element) -> dict[str, str]:
    return {str(entry.get("Key")): text_of(entry) for entry in children(element) if text_of(entry)}


def _write_entries(name: str, value: dict[str, str]) -> str:
    inside = "".join(f'<t:Entry Key="{key}">{escape(text)}</t:Entry>' for key, text in sorted(value.items()))
    return f"<t:{name}>{inside}</t:{name}>"


def read_email(entry: Element) -> Address:
    """Read one entry of a contact's e-mail addresses."""
    address = text_of(entry).strip()
    return Address(entry.get("Name") or address, address, entry.get("RoutingType") or "SMTP", "Contact")


def _read_emails(element: Element) -> dict[str, Address]:
    return {str(entry.get("Key")): read_email(entry) for entry in children(element) if text_of(entry).strip()}


def _write_emails(name: str, value: dict[str, Address]) -> str:
    inside = "".join(
        f'<t:Entry Key="{key}" Name="{escape(one.name)}" RoutingType="{escape(one.routing)}" '
        f'MailboxType="{one.mailbox_type}">{escape(one.email)}</t:Entry>'
        for key, one in sorted(value.items())
    )
    return f"<t:{name}>{inside}</t:{name}>"


ADDRESS_PARTS = ("Street", "City", "State", "CountryOrRegion", "PostalCode")


def _read_places(element: Element) -> dict[str, dict[str, str]]:
    places = {
        str(entry.get("Key")): {local(part): text_of(part) for part in children(entry) if text_of(part)}
        for entry in children(element)
    }
    return {key: parts for key, parts in places.items() if parts}


def _write_places(name: str, value: dict[str, dict[str, str]]) -> str:
    inside = "".join(
        f'<t:Entry Key="{key}">{"".join(_write_text(part, parts[part]) for part in ADDRESS_PARTS if part in parts)}'
        "</t:Entry>"
        for key, parts in sorted(value.items())
    )
    return f"<t:{name}>{inside}</t:{name}>"


def read_address(mailbox: Element | None) -> Address:
    """Read a t:Mailbox element."""
    email = text_of(mailbox.find(f"{T}EmailAddress")).strip() if mailbox is not None else ""
    name = text_of(mailbox.find(f"{T}Name")) if mailbox is not None else ""
    routing = text_of(mailbox.find(f"{T}RoutingType")) if mailbox is not None else ""
    return Address(name or email, email, routing or "SMTP", "Mailbox")


def write_address(address: Address) -> str:
    """Write a t:Mailbox element."""
    email = f"<t:EmailAddress>{escape(address.email)}</t:EmailAddress>" if address.email else ""
    return (
        f"<t:Mailbox><t:Name>{escape(address.name)}</t:Name>{email}<t:RoutingType>{escape(address.routing)}"
        f"</t:RoutingType><t:MailboxType>{address.mailbox_type}</t:MailboxType></t:Mailbox>"
    )


def _read_one(element: Element) -> Address:
    return read_address(element.find(f"{T}Mailbox"))


def _read_people(element: Element) -> tuple[Address, ...]:
    return tuple(read_address(mailbox) for mailbox in children(element))


def _read_attendees(element: Element) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(
            read_address(attendee.find(f"{T}Mailbox")), text_of(attendee.find(f"{T}ResponseType")) or "Unknown", None
        )
        for attendee in children(element)
    )


def _write_attendee(attendee: Attendee) -> str:
    replied = f"<t:LastResponseTime>{instant(attendee.replied)}</t:LastResponseTime>" if attendee.replied else ""
    return (
        f"<t:Attendee>{write_address(attendee.address)}<t:ResponseType>{attendee.response}</t:ResponseType>"
        f"{replied}</t:Attendee>"
    )


def _write_attendees(name: str, value: tuple[Attendee, ...]) -> str:
    return f"<t:{name}>{''.join(map(_write_attendee, value))}</t:{name}>"


def write_body(name: str, body: Body) -> str:
    """Write a body element."""
    return f'<t:{name} BodyType="{body.type}">{escape(body.text)}</t:{name}>'


def write_duration(length: timedelta) -> str:
    """Write xs:duration as Exchange does: PT30M, P1D, P1DT2H."""
    hours, rest = divmod(length.seconds, 3600)
    time = (f"{hours}H" if hours else "") + (f"{rest // 60}M" if rest >= 60 else "")  # noqa: PLR2004 - a minute
    return ("P" + (f"{length.days}D" if length.days else "") + (f"T{time}" if time else "")) if length else "PT0S"


def _opaque(name: str, value: str) -> str:
    return f"<t:{name}>{value}</t:{name}>"


_TEXT = Codec(lambda element: clean(element.text or ""), _write_text)
_NUMBER = Codec(lambda element: int(text_of(element)), lambda name, value: f"<t:{name}>{value}</t:{name}>")
_OPAQUE = Codec(inner, _opaque)
_PEOPLE = Codec(
    _read_people, lambda name, value: f"<t:{name}>{''.join(write_address(one) for one in value)}</t:{name}>"
)

CODECS: dict[str, Codec] = {
    "string": _TEXT,
    "int": _NUMBER,
    "ReminderMinutesBeforeStartType": _NUMBER,
    "boolean": Codec(
        lambda element: truth(text_of(element)), lambda name, value: f"<t:{name}>{boolean(value)}</t:{name}>"
    ),
    "dateTime": Codec(
        _read_time, lambda name, value: f"<t:{name}>{instant(value)}</t:{name}>"
    ),
    "base64Binary": Codec(
        _read_bytes, lambda name, value: f"<t:{name}>{base64.b64encode(value).decode()}</t:{name}>"
    ),
    "ArrayOfStringsType": Codec(
        lambda element: [text_of(part) for part in children(element) if text_of(part)], _write_strings
    ),
    "BodyType": Codec(lambda element: Body(element.get("BodyType", "Text"), text_of(element)), write_body),
    "EmailAddressDictionaryType": Codec(_read_emails, _write_emails),
    "PhoneNumberDictionaryType": Codec(_read_entries, _write_entries),
    "ImAddressDictionaryType": Codec(_read_entries, _write_entries),
    "PhysicalAddressDictionaryType": Codec(_read_places, _write_places),
    "SingleRecipientType": Codec(_read_one, lambda name, value: f"<t:{name}>{write_address(value)}</t:{name}>"),
    "ArrayOfRecipientsType": _PEOPLE,
    "TimeZoneDefinitionType": Codec(read_zone, write_zone),
    "TimeZoneType": Codec(read_zone, lambda name, value: f'<t:{name} TimeZoneName="{escape(value.id)}"/>'),
    "NonEmptyArrayOfAttendeesType": Codec(_read_attendees, _write_attendees),
} | dict.fromkeys(
    ("Opaque", "RecurrenceType", "EnhancedLocationType", "FlagType", "CompleteNameType",
     "EffectiveRightsType"),
    _OPAQUE,
)  # fmt: skip


def codec(kind: str) -> Codec:
    """The codec of a type; enumerations and other simple types are text."""
    return CODECS.get(kind, _TEXT)
