"""Change events in Avro.

https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_event_fields_header.htm
"""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from fastavro import parse_schema, schemaless_writer

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS: Final = {"type": "array", "items": "string"}
_KINDS: Final = [
    "CREATE", "UPDATE", "DELETE", "UNDELETE", "GAP_CREATE", "GAP_UPDATE", "GAP_DELETE", "GAP_UNDELETE",
    "GAP_OVERFLOW", "SNAPSHOT",
]  # fmt: skip
_HEADER: Final = {
    "type": "record",
    "name": "ChangeEventHeader",
    "fields": [
        {"name": "entityName", "type": "string"},
        {"name": "recordIds", "type": _TEXTS},
        {"name": "changeType", "type": {"type": "enum", "name": "ChangeType", "symbols": _KINDS}},
        {"name": "changeOrigin", "type": "string"},
        {"name": "transactionKey", "type": "string"},
        {"name": "sequenceNumber", "type": "int"},
        {"name": "commitTimestamp", "type": "long"},
        {"name": "commitNumber", "type": "long"},
        {"name": "commitUser", "type": "string"},
        {"name": "nulledFields", "type": _TEXTS},
        {"name": "diffFields", "type": _TEXTS},
        {"name": "changedFields", "type": _TEXTS},
    ],
}


@cache
def schema_json(entity: str) -> str:
    """Answer the schema of an entity's change events: the header, and who changed it when."""
    names = ("LastModifiedById", "LastModifiedDate")
    fields = [{"name": name, "type": ["null", "string"], "default": None} for name in names]
    header = {"name": "ChangeEventHeader", "type": _HEADER}
    return json.dumps(
        {
            "type": "record",
            "name": f"{entity}ChangeEvent",
            "namespace": "com.sforce.eventbus",
            "fields": [header, *fields],
        }
    )


@cache
def schema_id(entity: str) -> str:
    """Answer its fingerprint."""
    return hashlib.sha256(schema_json(entity).encode()).hexdigest()[:22]


@cache
def _parsed(entity: str) -> Any:
    return parse_schema(json.loads(schema_json(entity)))


def encode(entity: str, event: Mapping[str, Any]) -> bytes:
    """Write one event."""
    out = io.BytesIO()
    schemaless_writer(out, _parsed(entity), dict(event))
    return out.getvalue()
