"""Namespaces, and XML text read and written: answers are joined from strings, several times cheaper than a tree."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
M = f"{{{MESSAGES}}}"
T = f"{{{TYPES}}}"
S = f"{{{SOAP}}}"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\r]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#xD;"}


def clean(text: str) -> str:
    """Drop the characters that XML 1.0 cannot carry at all (https://www.w3.org/TR/xml/#charsets)."""
    return _FORBIDDEN.sub("", text) if _FORBIDDEN.search(text) else text


def escape(text: str) -> str:
    """Write text or an attribute's value; a carriage return becomes a reference, or every reader would drop it."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text) if _SPECIAL.search(text) else text


def instant(value: datetime) -> str:
    """Write an instant as Exchange does: UTC, whole seconds."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def boolean(value: object) -> str:
    """Write xs:boolean."""
    return "true" if value else "false"


def local(element: Element) -> str:
    """Name without the namespace."""
    tag = element.tag
    return tag[tag.index("}") + 1 :] if "}" in tag else tag


def children(element: Element) -> list[Element]:
    """Child elements without comments and processing instructions."""
    return [child for child in element if isinstance(child.tag, str)]


def text_of(element: Element | None) -> str:
    """Text of an element, empty when it has none or is not there."""
    return (element.text or "") if element is not None else ""


def outer(element: Element) -> str:
    """Write an element of the types namespace again, with our prefix and nothing from its surroundings."""
    name = local(element)
    attributes = "".join(
        f' {key!s}="{escape(str(value))}"' for key, value in element.attrib.items() if "{" not in str(key)
    )
    inside = inner(element)
    return f"<t:{name}{attributes}>{inside}</t:{name}>" if inside else f"<t:{name}{attributes}/>"


def inner(element: Element) -> str:
    """Write what is inside an element: its children, or its text."""
    parts = children(element)
    return "".join(outer(child) for child in parts) if parts else escape(element.text or "")


def line_of(element: Element) -> int:
    """In which line of the request an element begins."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def truth(text: str) -> bool:
    """Read xs:boolean that the schema has let through."""
    return text.strip() in {"true", "1"}
