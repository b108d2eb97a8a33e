"""Record types: which there are, which a user may give, and which a record gets by itself.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_recordtype.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.schema import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.state import OrgState
    from syncline.sandbox.salesforce.tables import Row

MASTER: Final = "012000000000000AAA"
_FIELD: Final = "RecordTypeId : reference : cunfsga : Record Type ID : to=RecordType; as=RecordType"


@dataclass(frozen=True, slots=True)
class RecordType:
    """One record type. `profiles` may give it (None: all); `default` is what their records get unasked.

    `picklists` holds, by restricted picklist field, the values that records of this type may have.
    """

    id: str
    sobject: str
    name: str
    developer_name: str
    default: bool
    profiles: frozenset[str] | None
    picklists: Mapping[str, tuple[str, ...]]


def field(state: OrgState, sobject: str) -> None:
    """Give an object the field that its first record type brings."""
    if "RecordTypeId" not in state.schema.objects[sobject].fields:
        state.schema.objects[sobject].add(parse(_FIELD))


def available(acting: Acting, sobject: str) -> list[RecordType]:
    """Answer the record types of an object that the user's profile may give."""
    profile = acting.profile
    return [
        kind for kind in acting.state.record_types.get(sobject, ()) if kind.profiles is None or profile in kind.profiles
    ]


def fill(acting: Acting, sobject: SObject, row: Row) -> Row:
    """Answer a new row with the record type that it gets by itself."""
    if "RecordTypeId" in row:
        return row
    default = next((kind.id for kind in available(acting, sobject.name) if kind.default), None)
    return {**row, "RecordTypeId": default} if default else row


def check(acting: Acting, sobject: SObject, given: Mapping[str, Any], row: Row) -> None:
    """Refuse a record type that is not the user's, and picklist values that are not the record type's."""
    record_type = row.get("RecordTypeId")
    if record_type is None or record_type == MASTER:
        return
    kind = next((kind for kind in acting.state.record_types.get(sobject.name, ()) if kind.id == record_type), None)
    if "RecordTypeId" in given and (kind is None or kind not in available(acting, sobject.name)):
        message = f"Record Type ID: this ID value isn't valid for the user: {record_type}"
        raise RefusedError("INVALID_CROSS_REFERENCE_KEY", message, fields=("RecordTypeId",))
    for name, values in kind.picklists.items() if kind else ():
        value = row.get(name)
        if name in given and value is not None and value not in values:
            message = f"{sobject.fields[name].label}: bad value for restricted picklist field: {value}"
            raise RefusedError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, fields=(name,))


def infos(acting: Acting, sobject: SObject, base: str) -> list[dict[str, Any]]:
    """Answer describe's recordTypeInfos; the master stands last and is the default where there is no other."""
    mine = {kind.id for kind in available(acting, sobject.name)}
    kinds = acting.state.record_types.get(sobject.name, ())
    own = [_info(sobject, base, kind, available=kind.id in mine) for kind in kinds]
    unique = not any(info["defaultRecordTypeMapping"] for info in own)
    return [*own, _shown(sobject, base, MASTER, "Master", "Master", default=unique, available=True)]


def _info(sobject: SObject, base: str, kind: RecordType, *, available: bool) -> dict[str, Any]:
    default = kind.default and available
    return _shown(sobject, base, kind.id, kind.name, kind.developer_name, default=default, available=available)


def _shown(
    sobject: SObject, base: str, record_type: str, name: str, developer_name: str, *, default: bool, available: bool
) -> dict[str, Any]:
    return {
        "active": True,
        "available": available,
        "defaultRecordTypeMapping": default,
        "developerName": developer_name,
        "master": record_type == MASTER,
        "name": name,
        "recordTypeId": record_type,
        "urls": {"layout": f"{base}/sobjects/{sobject.name}/describe/layouts/{record_type}"},
    }
