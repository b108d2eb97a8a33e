"""Extended properties: values that applications put on items, by an id of their own.

https://learn.microsoft.com/graph/api/resources/extended-properties-overview
"""

from __future__ import annotations

import re
import uuid
from typing import Any, Final, NamedTuple, TypeAlias

from syncline.sandbox.microsoft365.errors import bad_request, invalid_body

_FORM: Final = re.compile(
    r"(?P<type>[A-Za-z]+)\s+(?:\{(?P<set>[0-9A-Fa-f-]{36})\}\s+(?:Name\s+(?P<name>.+)|Id\s+(?P<id>0x[0-9A-Fa-f]+))"
    r"|(?P<tag>0x[0-9A-Fa-f]+))"
)
_TYPES: Final = frozenset(
    {"ApplicationTime", "Binary", "Boolean", "CLSID", "Currency", "Double", "Error", "Float", "Integer", "Long"}
    | {"Object", "Short", "String", "SystemTime"}
)


class Key(NamedTuple):
    """What an id means: types and numbers are told apart without regard to case, names with it."""

    type: str
    property_set: str
    name: str


class Value(NamedTuple):
    """A value under the id that the client wrote."""

    id: str
    value: str


Extended: TypeAlias = dict[Key, Value]


def key_of(text: str) -> Key:
    """Read an id; 400 if it follows none of the documented forms."""
    found = _FORM.fullmatch(text.strip())
    if found is None or found["type"] not in _TYPES:
        raise bad_request(f"The property id '{text}' is not valid.", "ErrorInvalidArgument")
    if found["tag"]:
        return Key(found["type"], "", str(int(found["tag"], 16)))
    return Key(found["type"], str(uuid.UUID(found["set"])), found["name"] or str(int(found["id"], 16)))


def read(given: Any, before: Extended) -> Extended:
    """Answer the properties with those of a request's `singleValueExtendedProperties` over them; null deletes."""
    if not isinstance(given, list):
        raise invalid_body("Expected a collection for the property 'singleValueExtendedProperties'.")
    after = dict(before)
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("id"), str):
            raise bad_request("An extended property needs an id.", "ErrorInvalidArgument")
        value = one.get("value")
        if value is not None and not isinstance(value, str):
            raise invalid_body("Cannot convert a primitive value to the expected type 'Edm.String'.")
        key = key_of(one["id"])
        after.pop(key, None)
        if value is not None:
            after[key] = Value(one["id"], value)
    return after
