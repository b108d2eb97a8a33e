"""One field as describe shows it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.schema import SIZED
from syncline.sandbox.salesforce.setup import address_picklists

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.schema import Field
    from syncline.sandbox.salesforce.setup.address_picklists import Country

_SOAP: Final = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "double": "xsd:double",
    "currency": "xsd:double",
    "percent": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "address": "urn:address",
    "junctionidlist": "urn:JunctionIdListNames",
}
_BYTES_PER_CHARACTER: Final = 3
_UNUSED: Final[dict[str, Any]] = {
    "aiPredictionField": False,
    "autoNumber": False,
    "calculated": False,
    "calculatedFormula": None,
    "cascadeDelete": False,
    "caseSensitive": False,
    "controllerName": None,
    "defaultValueFormula": None,
    "dependentPicklist": False,
    "deprecatedAndHidden": False,
    "displayLocationInDecimal": False,
    "encrypted": False,
    "filteredLookupInfo": None,
    "formulaTreatNullNumberAsZero": False,
    "highScaleNumber": False,
    "htmlFormatted": False,
    "inlineHelpText": None,
    "mask": None,
    "maskType": None,
    "referenceTargetField": None,
    "relationshipOrder": None,
    "restrictedDelete": False,
    "writeRequiresMasterRead": False,
}


def describe_field(
    field: Field, countries: tuple[Country, ...], *, createable: bool, updateable: bool
) -> dict[str, Any]:
    """Answer the description of a field; what the user may write is worked out by the caller."""
    return {
        **_UNUSED,
        **_flags(field),
        **_sizes(field),
        **_controller(field),
        "compoundFieldName": field.compound,
        "createable": createable,
        "custom": field.custom,
        "defaultValue": field.default == "True" if field.type == "boolean" else field.default,
        "extraTypeInfo": field.info,
        "label": field.label,
        "name": field.name,
        "picklistValues": [_choice(field, value, countries) for value in field.values],
        "referenceTo": list(field.references),
        "relationshipName": field.relationship,
        "soapType": _SOAP.get(field.type, "xsd:string"),
        "type": field.type,
        "updateable": updateable,
    }


def _flags(field: Field) -> dict[str, bool]:
    polymorphic = len(field.references) > 1 or field.name == "WhatId"
    return {
        "aggregatable": field.has("a"),
        "defaultedOnCreate": field.has("d"),
        "externalId": field.has("e"),
        "filterable": field.has("f"),
        "groupable": field.has("g"),
        "idLookup": field.has("i") or field.has("e"),
        "nameField": field.has("N"),
        "namePointing": polymorphic,
        "nillable": field.has("n"),
        "permissionable": field.has("p"),
        "polymorphicForeignKey": polymorphic,
        "queryByDistance": field.type == "address",
        "restrictedPicklist": field.has("r"),
        "searchPrefilterable": field.has("q"),
        "sortable": field.has("s"),
        "unique": field.has("U"),
        "caseSensitive": field.has("S"),
    }


def _sizes(field: Field) -> dict[str, int]:
    whole = field.type == "int"
    precision, scale = (0, 0) if whole or len(field.digits) < len(("precision", "scale")) else field.digits
    return {
        "byteLength": field.length * _BYTES_PER_CHARACTER if field.type in SIZED else field.length,
        "digits": field.digits[0] if whole else 0,
        "length": field.length,
        "precision": precision,
        "scale": scale,
    }


def _choice(field: Field, value: str, countries: tuple[Country, ...]) -> dict[str, Any]:
    of_address = field.name.endswith(("StateCode", "CountryCode"))
    bitmap = address_picklists.valid_for(countries, field, value) if of_address else None
    return {
        "active": True,
        "defaultValue": value == field.default,
        "label": address_picklists.label_of(countries, field, value) if of_address else _LABELS.get(value, value),
        "validFor": base64.b64encode(bitmap).decode() if bitmap is not None else None,
        "value": value,
    }


def _controller(field: Field) -> dict[str, Any]:
    """A state depends on its country."""
    if not field.name.endswith("StateCode"):
        return {}
    return {"controllerName": field.name.removesuffix("StateCode") + "CountryCode", "dependentPicklist": True}


_LABELS: Final = {"OutOfOffice": "Out of Office"}
