"""Which properties of items can be searched and sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .computed import size
from .errors import ItemError
from .extended import read_path
from .fields import BY_URI
from .mapi import read_mapi
from .shapes import dictionary_of
from .state.item import Address, Body
from .values import read_instant
from .xmltext import Element, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from .state.item import ExtendedValue, Item

_STATE: dict[str, Callable[[Item], Any]] = {
    "item:DateTimeCreated": lambda item: item.created,
    "item:DateTimeReceived": lambda item: item.created,
    "item:DateTimeSent": lambda item: item.created,
    "item:LastModifiedTime": lambda item: item.modified,
    "item:LastModifiedName": lambda item: item.modified_by,
    "item:Size": size,
    "item:HasAttachments": lambda item: any(not one.is_inline for one in item.attachments),
    "contacts:HasPicture": lambda item: any(one.is_contact_photo for one in item.attachments),
    "message:From": lambda item: _person(item.values.get("From")),
    "message:Sender": lambda item: _person(item.values.get("Sender")),
    "calendar:Organizer": lambda item: _person(item.values.get("Organizer")),
}
_PEOPLE = frozenset({"RequiredAttendees", "OptionalAttendees", "Resources", "ToRecipients", "CcRecipients"})


def _person(address: Address | None) -> str | None:
    return f"{address.name} {address.email}" if address else None


def item_value(path: Element) -> Callable[[Item], Any]:
    """Answer a getter for a path."""
    if local(path) == "ExtendedFieldURI":
        key = read_path(path).key
        return lambda item: typed(key.type, item.extended.get(key) or read_mapi(item, key))
    uri = path.get("FieldURI", "")
    if local(path) == "IndexedFieldURI":
        return _entry(*dictionary_of(uri), path.get("FieldIndex", ""))
    if uri in _STATE:
        return _STATE[uri]
    field = BY_URI.get(uri)
    if (
        field is None
        or field.type.endswith("DictionaryType")
        or field.name in {"ItemId", "ParentFolderId", "CompleteName"}
    ):
        raise ItemError("ErrorUnsupportedPathForQuery")
    return _people(field.name) if field.name in _PEOPLE else _value(field.name)


def _value(name: str) -> Callable[[Item], Any]:
    def getter(item: Item) -> Any:
        value = item.values.get(name)
        return value.text if isinstance(value, Body) else value

    return getter


def _people(name: str) -> Callable[[Item], Any]:
    def getter(item: Item) -> list[str]:
        return [str(_person(getattr(one, "address", one))) for one in item.values.get(name, ())]

    return getter


def _entry(name: str, part: str, key: str) -> Callable[[Item], Any]:
    def getter(item: Item) -> Any:
        entry = item.values.get(name, {}).get(key)
        if part:
            return (entry or {}).get(part)
        return entry.email if isinstance(entry, Address) else entry

    return getter


def typed(kind: str, value: ExtendedValue | None) -> Any:
    """Read an extended property's text as its MAPI type, so that numbers and times are compared as such."""
    if value is None or isinstance(value, list):
        return value
    if kind in {"Integer", "Short", "Long"}:
        return int(value)
    if kind == "SystemTime":
        return read_instant(value)
    return value == "true" if kind == "Boolean" else value
