"""Schema validation of requests, as Exchange does it before it looks at anything else.

What is not valid is ErrorSchemaValidation for the whole request, with the line of the first mistake
(https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-schema-versions-in-exchange).
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from . import schema_types as notation
from .errors import SchemaFault
from .fields import BY_URI, FOLDER_BY_URI, ITEM_FIELDS
from .xmltext import MESSAGES, TYPES, T, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .soap import Envelope
    from .xmltext import Element

_XS = "http://www.w3.org/2001/XMLSchema"
_BUILT_IN = frozenset(
    ["string", "int", "boolean", "dateTime", "date", "base64Binary", "language", "anyURI", "duration"]
)
_OTHER_URI = "(meeting|meetingRequest|task|distributionlist|postitem|conversation|persona|role):[A-Za-z]+"
_FURTHER = """folder:SearchParameters folder:ManagedFolderInformation folder:PermissionSet
folder:SharingEffectiveRights folder:PolicyTag folder:ArchiveTag"""
_TIMES = {"?": ' minOccurs="0"', "*": ' minOccurs="0" maxOccurs="unbounded"', "+": ' maxOccurs="unbounded"', "": ""}
_ITEM_TYPES = {"Item": "ItemType", "Contact": "ContactItemType", "CalendarItem": "CalendarItemType"}


def prepare() -> None:
    """Compile the schema, once a process: libxml2 does not stand being asked to by threads that parse meanwhile."""
    with _ONE_AT_A_TIME:
        _schema()


def check(envelope: Envelope) -> None:
    """Raise SchemaFault if an operation or one of the headers is not valid."""
    with _ONE_AT_A_TIME:
        schema = _schema()
        for element in (*envelope.headers.values(), envelope.operation):
            known = element is envelope.operation or element.tag.removeprefix(T) in _HEADERS
            if known and not schema.validate(element):
                raise _fault(element, schema)


_ONE_AT_A_TIME = threading.Lock()
"""A schema keeps the errors of its last validation, and libxml2 compiles one at a time."""
_HEADERS = frozenset(word.partition(":")[0] for word in notation.HEADERS.split())


def _fault(element: Element, schema: etree.XMLSchema) -> SchemaFault:
    log: Any = schema.error_log
    first = next(iter(log), None)
    if first is None:
        return SchemaFault("The request is not valid.", line_of(element))
    return SchemaFault(first.message, first.line, first.column)


class _InMemory(etree.Resolver):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def resolve(self, _url: str, _public: str, context: object) -> object:  # type: ignore[override]
        return self.resolve_string(self._text, context, base_url=None)


@cache
def _schema() -> etree.XMLSchema:
    parser = etree.XMLParser()
    parser.resolvers.add(_InMemory(_document(TYPES, "".join(_types()))))
    imported = f'<xs:import namespace="{TYPES}" schemaLocation="types.xsd"/>'
    operations = "".join(_operation(line) for line in notation.MESSAGES.strip().splitlines())
    return etree.XMLSchema(
        etree.fromstring(_document(MESSAGES, imported + operations), parser, base_url="memory:///m.xsd")
    )


def _document(namespace: str, inside: str) -> str:
    return (
        f'<xs:schema xmlns:xs="{_XS}" xmlns:t="{TYPES}" targetNamespace="{namespace}" elementFormDefault="qualified">'
        f"{inside}</xs:schema>"
    )


def _operation(line: str) -> str:
    name, *words = line.split()
    return f'<xs:element name="{name}">{_complex("", words)}</xs:element>'


def _types() -> Iterator[str]:
    for line in notation.SIMPLE.strip().splitlines():
        name, _, values = line.partition(" = ")
        yield _simple(name, values)
    for line in notation.COMPLEX.strip().splitlines():
        name, *words = line.split()
        yield _complex(name, words)
    yield _uris()
    yield _bounded("ReminderMinutesBeforeStartType", -2147483648, 2629800)
    yield _bounded("MaxSyncChangesReturnedType", 1, 512)
    yield _bounded("StreamingSubscriptionConnectionTimeoutType", 1, 30)
    yield _bounded("SubscriptionTimeoutType", 1, 1440)
    yield _items()
    yield _group("P", notation.PATHS)
    yield _group("E", notation.EXPRESSIONS)
    yield from (_element(word) for word in notation.HEADERS.split())


def _simple(name: str, values: str) -> str:
    if values.startswith("/"):
        facets = f"<xs:pattern value={quoteattr(values.strip('/'))}/>"
    else:
        facets = "".join(f'<xs:enumeration value="{escape(value)}"/>' for value in values.split("|"))
    return f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">{facets}</xs:restriction></xs:simpleType>'


def _bounded(name: str, least: int, most: int) -> str:
    return (
        f'<xs:simpleType name="{name}"><xs:restriction base="xs:int"><xs:minInclusive value="{least}"/>'
        f'<xs:maxInclusive value="{most}"/></xs:restriction></xs:simpleType>'
    )


def _uris() -> str:
    known = "|".join((*BY_URI, *FOLDER_BY_URI, *_FURTHER.split()))
    return (
        f"{_simple('KnownURIType', known)}{_simple('OtherURIType', f'/{_OTHER_URI}/')}"
        '<xs:simpleType name="UnindexedFieldURIType"><xs:union memberTypes="t:KnownURIType t:OtherURIType"/>'
        "</xs:simpleType>"
    )


def _items() -> str:
    return "".join(
        _complex(_ITEM_TYPES.get(kind, f"{kind}Type"), [_property(field.name, field.type) for field in fields])
        for kind, fields in ITEM_FIELDS.items()
    )


_LOOSE = frozenset(
    [
        "Opaque",
        "EffectiveRightsType",
        "NonEmptyArrayOfResponseObjectsType",
        "CompleteNameType",
        "TimeZoneType",
        "EnhancedLocationType",
    ]
)


def _property(name: str, kind: str) -> str:
    many = "*" if name == "ExtendedProperty" else "?"
    return f"{name}:{'any' if kind in _LOOSE else kind}{many}"


def _group(name: str, words: str) -> str:
    inside = "".join(_element(word) for word in words.split())
    return f'<xs:group name="{name}"><xs:choice>{inside}</xs:choice></xs:group>'


def _qualified(kind: str) -> str:
    if kind == "any":
        return "xs:anyType"
    return f"xs:{kind}" if kind in _BUILT_IN else f"t:{kind}"


def _element(word: str) -> str:
    times = word[-1] if word[-1] in "?*+" else ""
    name, _, kind = word.rstrip("?*+").partition(":")
    return f'<xs:element name="{name}" type="{_qualified(kind)}"{_TIMES[times]}/>'


def _complex(name: str, words: list[str]) -> str:
    start = f'<xs:complexType name="{name}">' if name else "<xs:complexType>"
    attributes = "".join(_attribute(word) for word in words if word.startswith("@"))
    if words and words[0].startswith("="):
        extension = f'<xs:extension base="{_qualified(words[0][1:])}">{attributes}</xs:extension>'
        return f"{start}<xs:simpleContent>{extension}</xs:simpleContent></xs:complexType>"
    inside = _particles([word for word in words if not word.startswith("@")])
    return f"{start}<xs:sequence>{inside}</xs:sequence>{attributes}</xs:complexType>"


def _attribute(word: str) -> str:
    name, _, kind = word[1:].rstrip("!").partition(":")
    use = ' use="required"' if word.endswith("!") else ""
    return f'<xs:attribute name="{name}" type="{_qualified(kind)}"{use}/>'


def _particles(words: list[str]) -> str:
    found = []
    rest = iter(words)
    for word in rest:
        if word != "(":
            found.append(_particle(word))
            continue
        inside = ""
        for option in rest:
            if option.startswith(")"):
                found.append(f"<xs:choice{_TIMES[option[1:]]}>{inside}</xs:choice>")
                break
            inside += _particle(option) if option != "|" else ""
    return "".join(found)


def _particle(word: str) -> str:
    if word.startswith("&"):
        return f'<xs:group ref="t:{word[1]}"{_TIMES[word[2:]]}/>'
    return _element(word)
