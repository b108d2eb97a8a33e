"""The XML of the older Bulk API.

https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/asynch_api_reference_jobinfo.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from lxml import etree

from syncline.sandbox.salesforce.bulk.errors import JobError
from syncline.sandbox.salesforce.rest.call import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.bulk.job import Record

_NAMESPACE = "http://www.force.com/2009/06/asyncapi/dataload"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_MEDIA = "application/xml;charset=UTF-8"


def document(name: str, told: Mapping[str, Any]) -> Document:
    """Write one thing as a document; what is null is left out."""
    return wrapped(name, _inside(told))


def wrapped(name: str, inside: str) -> Document:
    """Write a document around finished XML."""
    return Document(f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{_NAMESPACE}">{inside}</{name}>', _MEDIA)


def element(name: str, told: Mapping[str, Any]) -> str:
    """Write one of several things."""
    return f"<{name}>{_inside(told)}</{name}>"


def _inside(told: Mapping[str, Any]) -> str:
    return "".join(_property(name, value) for name, value in told.items())


def _property(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(_property(name, one) for one in value)
    if isinstance(value, dict):
        return element(name, value)
    return f"<{name}>{str(value).lower() if isinstance(value, bool) else escape(str(value))}</{name}>"


def _root(content: bytes, code: str) -> etree._Element:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise JobError(code, "Unable to parse XML") from error


def read(content: bytes) -> dict[str, Any]:
    """Read a jobInfo. Raises JobError."""
    return {etree.QName(one).localname: one.text for one in _root(content, "InvalidJob").iterchildren("*")}


def records(content: bytes) -> list[Record]:
    """Read sObjects; xsi:nil is null. Raises JobError."""
    return [
        {
            etree.QName(one).localname: None if one.get(_NIL) == "true" else one.text or ""
            for one in sobject.iterchildren("*")
        }
        for sobject in _root(content, "InvalidBatch").iterchildren("*")
    ]
