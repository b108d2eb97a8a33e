"""Deploying metadata in source format, as `sf project deploy start` does: custom fields and permission sets.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm and .../meta_permissionset.htm.
Custom fields of events and tasks belong to Activity; a field for which no permission set or profile was deployed is
seen by nobody, https://help.salesforce.com/s/articleView?id=platform.admin_fls.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from syncline.sandbox.salesforce.setup.admin import Setup

_NS: Final = "{http://soap.sforce.com/2006/04/metadata}"
_LONGEST: Final = 255
_KEYS: Final = frozenset({"Text", "Number", "Email", "AutoNumber"})
"""Types that may be external ids; Text, Number and Email may be unique."""
_KINDS: Final = {"Text": "string", "Email": "email", "Number": "double", "Checkbox": "boolean"}


class DeployError(Exception):
    """The org refuses the metadata, in the words of a deployment."""


def deploy(setup: Setup, folder: Path) -> None:
    """Deploy everything below a folder, all or nothing. Raises `DeployError`."""
    fields = [_read(path, "CustomField") for path in sorted(folder.rglob("objects/*/fields/*.field-meta.xml"))]
    owners = [path.parent.parent.name for path in sorted(folder.rglob("objects/*/fields/*.field-meta.xml"))]
    sets = [(path, _read(path, "PermissionSet")) for path in sorted(folder.rglob("*.permissionset-meta.xml"))]
    for owner, field in zip(owners, fields, strict=True):
        _check(owner, field)
    granted = {path.name.partition(".")[0]: set(_granted(told)) for path, told in sets}
    for owner, field in zip(owners, fields, strict=True):
        _add(setup, owner, field, granted)


def _read(path: Path, kind: str) -> etree._Element:
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    if root.tag != _NS + kind:
        raise DeployError(f"{path.name}: is no {kind}")
    return root


def _text(told: etree._Element, name: str) -> str:
    return told.findtext(_NS + name) or ""


def _check(owner: str, field: etree._Element) -> None:
    name, kind = _text(field, "fullName"), _text(field, "type")
    if owner in {"Event", "Task"}:
        raise DeployError(f"{owner}.{name}: Entity Enumeration Or ID: bad value for restricted picklist field: {owner}")
    if not name.endswith("__c"):
        raise DeployError(f"{owner}.{name}: the name of a custom field ends in __c")
    if kind not in _KINDS:
        raise DeployError(f"{owner}.{name}: this org does not know fields of the type {kind}")
    if kind == "Text" and not 0 < int(_text(field, "length") or 0) <= _LONGEST:
        raise DeployError(f"{owner}.{name}: Text fields have a length of 1 to {_LONGEST}")
    if _true(field, "externalId") and kind not in _KEYS:
        raise DeployError(f"{owner}.{name}: Can not specify 'externalId' for a CustomField of type {kind}")
    if field.find(_NS + "caseSensitive") is not None and not _true(field, "unique"):
        raise DeployError(f"{owner}.{name}: Can not specify 'caseSensitive' for a field that is not unique")


def _true(field: etree._Element, name: str) -> bool:
    return _text(field, name) == "true"


def _granted(told: etree._Element) -> Iterable[str]:
    for grant in told.iterfind(_NS + "fieldPermissions"):
        if _text(grant, "readable") == "true":
            yield _text(grant, "field")


def _add(setup: Setup, owner: str, field: etree._Element, granted: dict[str, set[str]]) -> None:
    name = _text(field, "fullName")
    shown_on = ("Event", "Task") if owner == "Activity" else (owner,)
    by_object = {
        sobject: frozenset(label for label, names in granted.items() if f"{sobject}.{name}" in names)
        for sobject in shown_on
    }
    setup.add_field(
        owner,
        name,
        kind=_KINDS[_text(field, "type")],
        length=int(_text(field, "length") or 0),
        label=_text(field, "label"),
        external_id=_true(field, "externalId"),
        unique=_true(field, "unique"),
        case_sensitive=_true(field, "caseSensitive"),
        required=_true(field, "required"),
    )
    for sobject, labels in by_object.items():
        setup.grant(sobject, name, labels)
