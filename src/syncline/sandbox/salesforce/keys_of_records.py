"""Fields that records may be addressed by instead of their ids.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_upsert.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import Field, SObject


def key_field(acting: Acting, sobject: SObject, name: str) -> Field:
    """Find a field that records may be addressed by."""
    field = acting.field(sobject, name)
    if field is None or not (field.has("i") or field.has("e")):
        message = f"Provided external ID field does not exist or is not accessible: {name}"
        raise RefusedError("NOT_FOUND", message, status=404)
    return field


def matches(acting: Acting, sobject: SObject, field: Field, value: object) -> list[str]:
    """Answer the ids of the live records that hold a value in a key field; case counts only where the field says so."""
    table = acting.state.tables[sobject.name]
    table.index(field.name)
    live = [found for found in table.ids(field.name, value) if not table.rows[found].get("IsDeleted")]
    return [found for found in live if table.rows[found][field.name] == value] if field.has("S") else live
