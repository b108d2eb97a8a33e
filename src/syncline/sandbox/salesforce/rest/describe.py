"""/sobjects, /sobjects/X and /sobjects/X/describe, as field security shows them to one user.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec

from syncline.sandbox.salesforce import write
from syncline.sandbox.salesforce.errors import not_found
from syncline.sandbox.salesforce.rest import preconditions
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.rest.fields import describe_field
from syncline.sandbox.salesforce.setup import record_types
from syncline.sandbox.salesforce.soql.children import CHILDREN

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.schema import SObject

_MERGED: Final = frozenset({"Account", "Contact", "Lead"})
_LARGEST_BATCH: Final = 200


def everything(call: Call) -> Reply:
    """Answer GET /sobjects."""
    sobjects = [
        _head(call, item) for item in call.acting.state.schema.objects.values() if call.acting.object(item.name)
    ]
    return _dated(call, {"encoding": "UTF-8", "maxBatchSize": _LARGEST_BATCH, "sobjects": sobjects})


def basic(call: Call, name: str) -> Reply:
    """Answer GET /sobjects/X."""
    return Reply(200, {"objectDescribe": _head(call, call.sobject(name)), "recentItems": []})


def whole(call: Call, name: str) -> Reply:
    """Answer GET /sobjects/X/describe."""
    sobject = call.acting.object(name)
    if sobject is None:
        raise not_found()
    fields = [
        describe_field(
            field,
            call.acting.state.countries,
            createable=call.acting.writes_field(sobject, field, "c"),
            updateable=call.acting.writes_field(sobject, field, "u"),
        )
        for field in call.acting.fields(sobject)
    ]
    return _dated(
        call,
        {
            **_head(call, sobject),
            "actionOverrides": [],
            "childRelationships": _children(sobject),
            "compactLayoutable": True,
            "defaultImplementation": None,
            "extendedBy": None,
            "extendsInterfaces": None,
            "fields": fields,
            "implementedBy": None,
            "implementsInterfaces": None,
            "listviewable": None,
            "lookupLayoutable": None,
            "namedLayoutInfos": [],
            "networkScopeFieldName": None,
            "recordTypeInfos": record_types.infos(call.acting, sobject, call.base),
            "searchLayoutable": True,
            "sobjectDescribeOption": "FULL",
            "supportedScopes": [
                {"label": f"All {sobject.plural.lower()}", "name": "everything"},
                {"label": f"My {sobject.plural.lower()}", "name": "mine"},
            ],
        },
    )


def _dated(call: Call, body: dict[str, Any]) -> Reply:
    """Answer a description, or 304 if it is what this user was told before the date in the request."""
    told = sha256(msgspec.json.encode(body)).digest()
    key = (call.acting.user_id, call.base + call.path)
    known, since = call.service.described.get(key, (b"", call.acting.state.clock()))
    if known != told:
        since = call.acting.state.clock()
        call.service.described[key] = (told, since)
    return preconditions.answer(call, body, since)


def _head(call: Call, sobject: SObject) -> dict[str, Any]:
    may = call.acting.may
    deletable = sobject.name not in write.NOT_DELETED
    address = f"{call.base}/sobjects/{sobject.name}"
    return {
        "activateable": False,
        "associateEntityType": None,
        "associateParentEntity": None,
        "createable": sobject.createable and may.may("create", sobject.name),
        "custom": False,
        "customSetting": False,
        "deepCloneable": False,
        "deletable": deletable and may.may("delete", sobject.name),
        "deprecatedAndHidden": False,
        "feedEnabled": sobject.name in _MERGED,
        "hasSubtypes": False,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": sobject.prefix,
        "label": sobject.label,
        "labelPlural": sobject.plural,
        "layoutable": True,
        "mergeable": sobject.name in _MERGED,
        "mruEnabled": True,
        "name": sobject.name,
        "queryable": True,
        "replicateable": True,
        "retrieveable": True,
        "searchable": True,
        "triggerable": True,
        "undeletable": deletable and may.may("delete", sobject.name),
        "updateable": may.may("edit", sobject.name),
        "urls": {
            "rowTemplate": f"{address}/{{ID}}",
            "describe": f"{address}/describe",
            "sobject": address,
        },
    }


def _children(sobject: SObject) -> list[dict[str, Any]]:
    return [
        {
            "cascadeDelete": field not in {"ParentId", "RecurrenceActivityId"},
            "childSObject": child,
            "deprecatedAndHidden": False,
            "field": field,
            "junctionIdListNames": [],
            "junctionReferenceTo": [],
            "relationshipName": relationship,
            "restrictedDelete": False,
        }
        for relationship, (child, field) in CHILDREN.get(sobject.name, {}).items()
    ]
