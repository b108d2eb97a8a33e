"""Extended properties: how a request names them, and how their values are written.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/extendedfielduri
"""

from __future__ import annotations

from typing import NamedTuple

from .errors import ItemError
from .state.item import ExtendedKey, ExtendedValue
from .xmltext import Element, T, children, clean, escape, text_of

SETS = {
    "Meeting": "6ed8da90-450b-101b-98da-00aa003f1305",
    "Appointment": "00062002-0000-0000-c000-000000000046",
    "Common": "00062008-0000-0000-c000-000000000046",
    "PublicStrings": "00020329-0000-0000-c000-000000000046",
    "Address": "00062004-0000-0000-c000-000000000046",
    "InternetHeaders": "00020386-0000-0000-c000-000000000046",
    "CalendarAssistant": "11000e07-b51b-40d6-af21-caa85edab1d0",
    "UnifiedMessaging": "4442858e-a9e3-4e80-b900-317a210cc15b",
    "Task": "00062003-0000-0000-c000-000000000046",
    "Sharing": "00062040-0000-0000-c000-000000000046",
}
_ATTRIBUTES = (
    "DistinguishedPropertySetId", "PropertySetId", "PropertyTag", "PropertyName", "PropertyId", "PropertyType",
)  # fmt: skip
_CUSTOM = 0x8000


class ExtendedPath(NamedTuple):
    """A path as a request wrote it, and the property that it means."""

    key: ExtendedKey
    element: str
    """The path again as XML, for the answer."""


def read_path(element: Element) -> ExtendedPath:
    """Read t:ExtendedFieldURI, refusing the combinations that Exchange refuses."""
    given = {name: element.get(name) for name in _ATTRIBUTES}
    tag, guid, known = given["PropertyTag"], given["PropertySetId"], given["DistinguishedPropertySetId"]
    name, number = given["PropertyName"], given["PropertyId"]
    if tag is not None:
        if any((guid, known, name, number)) or int(tag, 16) >= _CUSTOM:
            raise ItemError("ErrorInvalidExtendedProperty")
        key = ExtendedKey("", int(tag, 16), given["PropertyType"] or "")
        given["PropertyTag"] = f"0x{int(tag, 16):x}"
    else:
        if bool(guid) == bool(known) or (name is None) == (number is None):
            raise ItemError("ErrorInvalidExtendedProperty")
        place = guid.lower() if guid else SETS[known or ""]
        key = ExtendedKey(place, name if name is not None else int(number or "0"), given["PropertyType"] or "")
    attributes = "".join(f' {attribute}="{escape(value)}"' for attribute, value in given.items() if value is not None)
    return ExtendedPath(key, f"<t:ExtendedFieldURI{attributes}/>")


def read_property(element: Element) -> tuple[ExtendedKey, ExtendedValue]:
    """Read t:ExtendedProperty."""
    path = read_path(_only(element, "ExtendedFieldURI")).key
    values = element.find(f"{T}Values")
    if path.type.endswith("Array"):
        if values is None:
            raise ItemError("ErrorInvalidExtendedPropertyValue")
        return path, [clean(text_of(value)) for value in children(values)]
    if values is not None:
        raise ItemError("ErrorInvalidExtendedPropertyValue")
    return path, _checked(path, clean(text_of(element.find(f"{T}Value"))))


def _only(element: Element, name: str) -> Element:
    found = element.find(f"{T}{name}")
    if found is None:
        raise ItemError("ErrorInvalidExtendedProperty")
    return found


def _checked(key: ExtendedKey, text: str) -> str:
    try:
        if key.type in {"Integer", "Short", "Long"}:
            return str(int(text))
        if key.type == "Boolean":
            return "true" if {"true": True, "1": True, "false": False, "0": False}[text.strip().lower()] else "false"
    except (ValueError, KeyError) as error:
        raise ItemError("ErrorInvalidExtendedPropertyValue") from error
    return text


def write_property(path: ExtendedPath, value: ExtendedValue) -> str:
    """Write t:ExtendedProperty."""
    if isinstance(value, list):
        inside = "".join(f"<t:Value>{escape(part)}</t:Value>" for part in value)
        return f"<t:ExtendedProperty>{path.element}<t:Values>{inside}</t:Values></t:ExtendedProperty>"
    return f"<t:ExtendedProperty>{path.element}<t:Value>{escape(value)}</t:Value></t:ExtendedProperty>"
