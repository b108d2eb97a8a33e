"""One field as describe shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.schema import SIZED

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.schema import Field

_SOAP: Final = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "double": "xsd:double",
    "currency": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "address": "urn:address",
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


def describe_field(field: Field, *, createable: bool, updateable: bool) -> dict[str, Any]:
    """Answer the description of a field; what the user may write is worked out by the caller."""
    return {
        **_UNUSED,
        **_flags(field),
        **_sizes(field),
        "compoundFieldName": field.compound,
        "createable": createable,
        "custom": field.custom,
        "defaultValue": field.default == "True" if field.type == "boolean" else field.default,
        "extraTypeInfo": field.info,
        "label": field.label,
        "name": field.name,
        "picklistValues": [_choice(field, value) for value in field.values],
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


def _choice(field: Field, value: str) -> dict[str, Any]:
    return {
        "active": True,
        "defaultValue": value == field.default,
        "label": _LABELS.get(value, value),
        "validFor": None,
        "value": value,
    }


_LABELS: Final = {"OutOfOffice": "Out of Office"}
