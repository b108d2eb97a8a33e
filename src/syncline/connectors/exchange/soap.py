"""EWS elements, made and read: namespaces, property paths, a strict parser."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements

MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
M = f"{{{MESSAGES}}}"
T = f"{{{TYPES}}}"
E = f"{{{ERRORS}}}"
S = f"{{{SOAP}}}"

_PREFIXES = {"s": SOAP, "m": MESSAGES, "t": TYPES}
_UNLAWFUL_REFERENCE = re.compile(
    rb"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE
)


def _make(
    namespace: str, name: str, *children: Element, text: str | None = None, attributes: dict[str, str] | None = None
) -> Element:
    element = etree.Element(namespace + name, attributes, nsmap=_PREFIXES)
    element.text = text
    element.extend(children)
    return element


m = partial(_make, M)
"""Make an element of the messages namespace: `m("GetItem", *children, text=..., attributes={...})`."""
t = partial(_make, T)
"""Make an element of the types namespace."""


def folder_reference(folder: str) -> Element:
    """Name a folder by its id."""
    return t("FolderId", attributes={"Id": folder})


def distinguished(name: str) -> Element:
    """Name one of the folders that every mailbox has, such as `contacts`."""
    return t("DistinguishedFolderId", attributes={"Id": name})


def item_reference(item: str, change_key: str = "") -> Element:
    """Name an item by its id, in a certain version if `change_key` is given."""
    return t("ItemId", attributes={"Id": item, "ChangeKey": change_key} if change_key else {"Id": item})


def field_path(uri: str, index: str = "") -> Element:
    """Name a property; `index` picks an entry of a dictionary such as `contacts:EmailAddress`."""
    if index:
        return t("IndexedFieldURI", attributes={"FieldURI": uri, "FieldIndex": index})
    return t("FieldURI", attributes={"FieldURI": uri})


def paths(elements: Iterable[Element]) -> Element:
    """Ask for properties beyond those of the base shape."""
    return t("AdditionalProperties", *elements)


def equals(path: Element, constant: str) -> Element:
    """Restrict a search to items whose property has this value."""
    return t("IsEqualTo", path, t("FieldURIOrConstant", t("Constant", attributes={"Value": constant})))


def any_of(conditions: list[Element]) -> Element:
    """Restrict a search to items for which one of the conditions holds."""
    return m("Restriction", conditions[0] if len(conditions) == 1 else t("Or", *conditions))


def parse(document: bytes) -> Element:
    """Parse a whole document. Raises `etree.XMLSyntaxError` for half of one, or for something else.

    Exchange writes characters that XML 1.0 forbids as references (`&#x1;`); they are dropped rather than the answer.
    """
    try:
        return etree.fromstring(document, _parser())
    except etree.XMLSyntaxError:
        mended = _UNLAWFUL_REFERENCE.sub(b"", document)
        if mended == document:
            raise
        return etree.fromstring(mended, _parser())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
