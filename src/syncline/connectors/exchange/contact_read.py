"""A contact as EWS answers it, read into a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.contact_places import CONTACT_PLACES
from syncline.connectors.exchange.items import body_of, common_paths, facts_of, time_of
from syncline.connectors.exchange.properties import BIRTHDAY_LOCAL, EMAIL1_ORIGINAL
from syncline.connectors.exchange.soap import Element, T, field_path
from syncline.connectors.outlook.addresses import in_directory, told_beside
from syncline.connectors.outlook.birthdays import birthday_of
from syncline.records.fields import CONTACT_FIELDS, Kind
from syncline.records.normal import clean
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.exchange.items import Facts
    from syncline.records.record import Value

_CONTACT = f"{T}Contact"
_LIST = f"{T}DistributionList"
_LINES = {label for label, field in CONTACT_FIELDS.items() if field.kind is Kind.LONG_TEXT}
_PLAIN = {T + place.name: label for label, place in CONTACT_PLACES.items() if not place.key}
_ENTRIES = {
    (T + place.name, place.key): label for label, place in CONTACT_PLACES.items() if place.key and not place.part
}
_PARTS = {(place.key, T + place.part): label for label, place in CONTACT_PLACES.items() if place.part}
_DICTIONARIES = {tag for tag, _ in _ENTRIES}
_ADDRESSES = f"{T}PhysicalAddresses"
_UNKNOWN = "?"
"""Stands for an address that nobody could tell."""


def _nobody(_name: str) -> None:
    """Know no name."""


def contact_paths() -> list[Element]:
    """Ask for what `contact_record` reads, and for nothing else."""
    return [
        *common_paths(EMAIL1_ORIGINAL, BIRTHDAY_LOCAL),
        field_path("contacts:Birthday"),
        *(place.path() for place in CONTACT_PLACES.values()),
    ]


def contact_record(item: Element, address_of: Callable[[str], str | None] = _nobody) -> Record:
    """Read what stands in a contacts folder; distribution lists and strays are records without values.

    `address_of` answers the SMTP address of a name in the directory. A contact with a name that it does not know says
    so (`unknown_address`): to read the address as empty would be to take it from the other side.
    """
    facts = facts_of(item)
    if item.tag != _CONTACT:
        return _stray(facts, "distribution_list" if item.tag == _LIST else "not_a_contact")
    values = _values(item, facts, address_of)
    return Record(
        id=facts.id,
        version=facts.version,
        values={label: value for label, value in values.items() if value != _UNKNOWN},
        not_representable="unknown_address" if values.get("EmailAddress1") == _UNKNOWN else None,
        modified=facts.modified,
        created=facts.created,
        trace=facts.trace,
        marker=facts.marker,
    )


def _stray(facts: Facts, reason: str) -> Record:
    return Record(facts.id, facts.version, {}, modified=facts.modified, trace=facts.trace, not_representable=reason)


def _values(item: Element, facts: Facts, address_of: Callable[[str], str | None]) -> dict[str, Value]:
    texts: dict[str, str] = {}
    for child in item:
        tag = str(child.tag)
        if tag in _PLAIN:
            texts[_PLAIN[tag]] = child.text or ""
        elif tag == _ADDRESSES:
            _read_addresses(child, texts)
        elif tag in _DICTIONARIES:
            _read_entries(child, tag, texts, lambda entry: _smtp(entry, facts, address_of))
    values: dict[str, Value] = {}
    for label, text in texts.items():
        kept = clean(text, lines=label in _LINES)
        if kept:
            values[label] = kept
    if body := body_of(item):
        values["Body"] = body
    local = time_of(facts.extended.get(BIRTHDAY_LOCAL.key))
    if birthday := birthday_of(time_of(item.findtext(f"{T}Birthday")), local):
        values["Birthday"] = birthday.isoformat()
    return values


def _read_entries(dictionary: Element, tag: str, texts: dict[str, str], smtp: Callable[[Element], str]) -> None:
    for entry in dictionary:
        label = _ENTRIES.get((tag, entry.get("Key", "")))
        if label == "EmailAddress1":
            texts[label] = smtp(entry)
        elif label is not None:
            texts[label] = entry.text or ""


def _read_addresses(dictionary: Element, texts: dict[str, str]) -> None:
    for entry in dictionary:
        key = entry.get("Key", "")
        for part in entry:
            label = _PARTS.get((key, str(part.tag)))
            if label is not None:
                texts[label] = part.text or ""


def _smtp(entry: Element, facts: Facts, address_of: Callable[[str], str | None]) -> str:
    """Answer the SMTP address. A directory's name (X.500) usually has it beside; else the directory is asked."""
    address = (entry.text or "").strip()
    if entry.get("RoutingType", "SMTP") != "EX" and not in_directory(address):
        return address
    if beside := told_beside(facts.extended.get(EMAIL1_ORIGINAL.key, "")):
        return beside
    return (address_of(address) or _UNKNOWN) if address else ""
