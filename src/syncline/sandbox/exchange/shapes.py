"""What an answer contains: a request's ItemShape compiled into a list of writers, once per request and kind of item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import bodies
from .computed import COMPUTED
from .errors import ItemError
from .extended import ExtendedPath, read_path, write_property
from .fields import BY_URI, ITEM_FIELDS, Field, shape_names
from .mapi import read_mapi
from .mime import write_mime
from .values import codec, write_body
from .xmltext import Element, T, children, local, text_of, truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from .state.item import Item

    Writer = Callable[[Item], str]

_DICTIONARIES = {
    "contacts:EmailAddress": "EmailAddresses",
    "contacts:PhoneNumber": "PhoneNumbers",
    "contacts:ImAddress": "ImAddresses",
}


class ItemShape:
    """`light` shapes belong to FindItem and SyncFolderItems, which leave out bodies, attendees and the like."""

    def __init__(self, element: Element, *, light: bool = False) -> None:
        self._base = text_of(element.find(f"{T}BaseShape"))
        self._body_type = text_of(element.find(f"{T}BodyType")) or "Best"
        self._light = light
        self._names: set[str] = set()
        self._indexed: dict[str, set[tuple[str, str]]] = {}
        self._extended: list[ExtendedPath] = []
        self.wants_mime = truth(text_of(element.find(f"{T}IncludeMimeContent")))
        additional = element.find(f"{T}AdditionalProperties")
        for path in children(additional) if additional is not None else ():
            self._add(path)
        self._writers: dict[str, tuple[Writer, ...]] = {}

    @property
    def asked(self) -> frozenset[str]:
        """Names of the properties asked for beyond the base shape."""
        return frozenset(self._names)

    def _add(self, path: Element) -> None:
        if local(path) == "ExtendedFieldURI":
            self._extended.append(read_path(path))
            return
        uri = path.get("FieldURI", "")
        if local(path) == "IndexedFieldURI":
            name, part = dictionary_of(uri)
            self._indexed.setdefault(name, set()).add((path.get("FieldIndex", ""), part))
            return
        if uri.startswith("folder:"):
            raise ItemError("ErrorInvalidPropertyRequest")
        if uri == "item:MimeContent":
            self.wants_mime = True
        elif uri in BY_URI:
            self._names.add(BY_URI[uri].name)

    def write(self, item: Item) -> str:
        """Write the whole element of an item."""
        writers = self._writers.get(item.kind)
        if writers is None:
            writers = self._writers[item.kind] = tuple(self._compile(item.kind))
        return f"<t:{item.kind}>{''.join([writer(item) for writer in writers])}</t:{item.kind}>"

    def _compile(self, kind: str) -> list[Writer]:
        names = shape_names(kind, self._base) | self._names | {"ItemId"}
        writers: list[Writer] = []
        for field in ITEM_FIELDS[kind]:
            if field.name == "ExtendedProperty":
                writers.extend(_extended(path) for path in self._extended)
            elif field.name == "MimeContent" and self.wants_mime:
                writers.append(write_mime)
            elif field.name in names and not (self._light and field.heavy):
                writers.append(self._field(field))
            elif field.name in self._indexed:
                writers.append(_parts(field, self._indexed[field.name]))
        return writers

    def _field(self, field: Field) -> Writer:
        if field.name in COMPUTED:
            return COMPUTED[field.name]
        return _body(self._body_type) if field.name == "Body" else _plain(field)


def dictionary_of(uri: str) -> tuple[str, str]:
    """Which dictionary an IndexedFieldURI means, and which part of its entries."""
    if uri in _DICTIONARIES:
        return _DICTIONARIES[uri], ""
    if uri.startswith("contacts:PhysicalAddress:"):
        return "PhysicalAddresses", uri.rsplit(":", 1)[1]
    raise ItemError("ErrorInvalidPropertyRequest")


def _plain(field: Field) -> Writer:
    write, name = codec(field.type).write, field.name

    def writer(item: Item) -> str:
        value = item.values.get(name)
        return "" if value is None else write(name, value)

    return writer


def _body(wanted: str) -> Writer:
    def writer(item: Item) -> str:
        body = item.values.get("Body")
        return "" if body is None else write_body("Body", bodies.convert(body, wanted))

    return writer


def _parts(field: Field, wanted: set[tuple[str, str]]) -> Writer:
    write = codec(field.type).write

    def writer(item: Item) -> str:
        held: dict[str, Any] = item.values.get(field.name, {})
        found: dict[str, Any] = {}
        for key, part in wanted:
            if key not in held:
                continue
            if not part:
                found[key] = held[key]
            elif part in held[key]:
                found.setdefault(key, {})[part] = held[key][part]
        return write(field.name, found) if found else ""

    return writer


def _extended(path: ExtendedPath) -> Writer:
    def writer(item: Item) -> str:
        value = item.extended.get(path.key)
        if value is None:
            value = read_mapi(item, path.key)
        return "" if value is None else write_property(path, value)

    return writer
