"""One row as JSON: scalar values, compound addresses, and the attributes that stand first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce.values import show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.salesforce.schema import Field, SObject
    from syncline.sandbox.salesforce.tables import Row

_PARTS = ("City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street")
_CODES = ("CountryCode", "StateCode")


def value(field: Field, row: Row) -> Any:
    """Answer one field of a row as JSON."""
    if field.type != "address":
        return show(row.get(field.name))
    stem = field.name.removesuffix("Address")
    parts = {part[0].lower() + part[1:]: show(row.get(stem + part)) for part in _PARTS}
    if stem + "CountryCode" in row:
        parts |= {part[0].lower() + part[1:]: row.get(stem + part) for part in _CODES}
    return parts if any(part is not None for part in parts.values()) else None


def attributes(sobject: SObject, record_id: str, base: str) -> dict[str, str]:
    """Answer the type and address of a record; `base` is /services/data/vNN.0."""
    return {"type": sobject.name, "url": f"{base}/sobjects/{sobject.name}/{record_id}"}


def record(sobject: SObject, row: Row, fields: Iterable[Field], base: str) -> dict[str, Any]:
    """Answer a row with the given fields, in their order."""
    return {
        "attributes": attributes(sobject, row["Id"], base),
        **{field.name: value(field, row) for field in fields},
    }
