"""A contact as Graph is to store it: made whole, or changed in single properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.microsoft365.contact_read import ADDRESSES, EMAIL, EXTENDED, LISTS, PARTS, PLAIN
from syncline.connectors.microsoft365.extended import BIRTHDAY_LOCAL, ITEM_MARKER, written
from syncline.connectors.outlook.birthdays import AT_MIDNIGHT, AT_NOON
from syncline.connectors.outlook.names import NAMES, full_name
from syncline.records.fields import CONTACT_FIELDS, Kind
from syncline.records.normal import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.port import Draft, Edit
    from syncline.records.record import Value, Values

_PLACES = {f"{kind}{label}": (name, part) for kind, name in ADDRESSES.items() for label, part in PARTS.items()}
LISTED = frozenset({*NAMES, EMAIL, *LISTS, *_PLACES})
"""Fields that are written together with what stands beside them: what is there has to be known."""


def new_contact(draft: Draft) -> dict[str, Any]:
    """Make a contact with all its values, filed under `Last, First` (or the company) as Outlook does by default."""
    body, extended = _changed(draft.values, {})
    if name := full_name(draft.values):
        body |= {"displayName": name, "fileAs": _file_as(draft.values, name)}
    extended[ITEM_MARKER] = draft.key
    return body | {"singleValueExtendedProperties": written(extended)}


def contact_changes(edit: Edit, held: Mapping[str, Any]) -> dict[str, Any]:
    """Make what changes these fields and no others; `held` is what the contact holds now, where it has to be known.

    A name that Outlook made of the fields follows them; one that a person gave stays, and is sent along, because Graph
    may make another one (https://learn.microsoft.com/graph/api/contact-update).
    """
    body, extended = _changed(edit.changes, held)
    if edit.changes.keys() & set(NAMES):
        shown = str(held.get("displayName") or "")
        before = full_name({label: text for label in NAMES if isinstance(text := held.get(PLAIN[label]), str) and text})
        name = full_name(edit.whole) if shown in {"", before} else shown
        body |= {"displayName": name} if name else {}
    return body | {"singleValueExtendedProperties": written(extended)} if extended else body


def _changed(changes: Mapping[str, Value | None], held: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    body: dict[str, Any] = {}
    extended: dict[str, str] = {}
    for label, value in changes.items():
        text = None if value is None else _text(label, value)
        if label in PLAIN:
            body[PLAIN[label]] = text
        elif label in LISTS:
            rest = list(held.get(LISTS[label]) or [])[1:]
            body[LISTS[label]] = [text, *rest] if text else rest
        elif label in EXTENDED:
            extended[EXTENDED[label]] = text or ""
        elif label in _PLACES:
            name, part = _PLACES[label]
            body.setdefault(name, _address(held.get(name)))[part] = text
        elif label == EMAIL:
            body["emailAddresses"] = _addresses(text, list(held.get("emailAddresses") or []))
        elif label == "Birthday":
            body["birthday"] = f"{text}{AT_NOON}" if text else None
            # Without the birthday itself, nobody reads the date that stands beside it.
            extended |= {BIRTHDAY_LOCAL: f"{text}{AT_MIDNIGHT}"} if text else {}
    return body, extended


def _text(label: str, value: Value) -> str:
    return clean(str(value), lines=CONTACT_FIELDS[label].kind is Kind.LONG_TEXT)


def _address(held: Any) -> dict[str, Any]:
    known = held if isinstance(held, dict) else {}
    return {part: known.get(part) for part in PARTS.values()}


def _addresses(text: str | None, held: list[Any]) -> list[Any]:
    """Put another first address before the others. Where there was only one, none is left without it."""
    return [{"address": text, "name": text}, *held[1:]] if text else held[1:]


def _file_as(values: Values, name: str) -> str:
    names = [clean(str(values[label]), lines=False) for label in ("Surname", "GivenName") if label in values]
    return ", ".join(names) or name
