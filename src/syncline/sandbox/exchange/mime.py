"""MimeContent: a contact as vCard 3.0, a calendar item as iCalendar, everything else as an internet message.

The essentials only; clients that want the whole item read its properties.
"""

from __future__ import annotations

import base64
from datetime import UTC
from email.message import EmailMessage
from typing import TYPE_CHECKING

from . import bodies

if TYPE_CHECKING:
    from datetime import datetime

    from .state.item import Address, Item


def write_mime(item: Item) -> str:
    """Write t:MimeContent."""
    content = {"Contact": _card, "CalendarItem": _calendar}.get(item.kind, _message)(item)
    return f'<t:MimeContent CharacterSet="UTF-8">{base64.b64encode(content).decode()}</t:MimeContent>'


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _lines(*pairs: tuple[str, str]) -> bytes:
    return "".join(f"{name}:{value}\r\n" for name, value in pairs if value).encode()


def _text(item: Item) -> str:
    body = item.values.get("Body")
    return bodies.convert(body, "Text").text if body else ""


def _card(item: Item) -> bytes:
    values = item.values
    names = [_escaped(values.get(part, "")) for part in ("Surname", "GivenName", "MiddleName")]
    emails = [("EMAIL;TYPE=INTERNET", one.email) for one in values.get("EmailAddresses", {}).values()]
    return _lines(
        ("BEGIN", "VCARD"),
        ("VERSION", "3.0"),
        ("N", ";".join(names)),
        ("FN", _escaped(values.get("DisplayName") or values.get("FileAs") or "")),
        ("ORG", _escaped(values.get("CompanyName", ""))),
        ("TITLE", _escaped(values.get("JobTitle", ""))),
        *emails,
        ("NOTE", _escaped(_text(item))),
        ("END", "VCARD"),
    )


def _stamp(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _calendar(item: Item) -> bytes:
    values = item.values
    return _lines(
        ("BEGIN", "VCALENDAR"),
        ("METHOD", "PUBLISH"),
        ("PRODID", "Microsoft Exchange Server 2010"),
        ("VERSION", "2.0"),
        ("BEGIN", "VEVENT"),
        ("UID", values["UID"]),
        ("DTSTAMP", _stamp(item.modified)),
        ("DTSTART", _stamp(values["Start"])),
        ("DTEND", _stamp(values["End"])),
        ("SUMMARY", _escaped(values.get("Subject", ""))),
        ("LOCATION", _escaped(values.get("Location", ""))),
        ("DESCRIPTION", _escaped(_text(item))),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _named(addresses: tuple[Address, ...]) -> str:
    return ", ".join(_one_line(one.email) for one in addresses)


def _message(item: Item) -> bytes:
    message = EmailMessage()
    message["Subject"] = _one_line(item.values.get("Subject", ""))
    if item.values.get("ToRecipients"):
        message["To"] = _named(item.values["ToRecipients"])
    message["Date"] = item.created.astimezone(UTC)
    message.set_content(_text(item))
    return message.as_bytes()
