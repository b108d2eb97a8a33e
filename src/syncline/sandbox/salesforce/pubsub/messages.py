"""The messages of the Pub/Sub API, made with protobuf's own library.

Names, numbers and types are those of https://github.com/forcedotcom/pub-sub-api/blob/main/pubsub_api.proto, of what is
served here.
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVICE: Final = "eventbus.v1.PubSub"
_PACKAGE: Final = "eventbus.v1"
_STRING, _BYTES, _INT32, _BOOL, _MESSAGE, _ENUM = 9, 12, 5, 8, 11, 14
_ENUMS: Final = {"ReplayPreset": ("LATEST", "EARLIEST", "CUSTOM")}
_FIELDS: Final[dict[str, tuple[tuple[str, int, int, str], ...]]] = {
    "TopicInfo": (
        ("topic_name", 1, _STRING, ""), ("tenant_guid", 2, _STRING, ""), ("can_publish", 3, _BOOL, ""),
        ("can_subscribe", 4, _BOOL, ""), ("schema_id", 5, _STRING, ""), ("rpc_id", 6, _STRING, ""),
    ),
    "TopicRequest": (("topic_name", 1, _STRING, ""),),
    "EventHeader": (("key", 1, _STRING, ""), ("value", 2, _BYTES, "")),
    "ProducerEvent": (
        ("id", 1, _STRING, ""), ("schema_id", 2, _STRING, ""), ("payload", 3, _BYTES, ""),
        ("headers", 4, _MESSAGE, "*EventHeader"),
    ),
    "ConsumerEvent": (("event", 1, _MESSAGE, "ProducerEvent"), ("replay_id", 2, _BYTES, "")),
    "FetchRequest": (
        ("topic_name", 1, _STRING, ""), ("replay_preset", 2, _ENUM, "ReplayPreset"), ("replay_id", 3, _BYTES, ""),
        ("num_requested", 4, _INT32, ""), ("auth_refresh", 5, _STRING, ""),
    ),
    "FetchResponse": (
        ("events", 1, _MESSAGE, "*ConsumerEvent"), ("latest_replay_id", 2, _BYTES, ""), ("rpc_id", 3, _STRING, ""),
        ("pending_num_requested", 4, _INT32, ""),
    ),
    "SchemaRequest": (("schema_id", 1, _STRING, ""),),
    "SchemaInfo": (("schema_json", 1, _STRING, ""), ("schema_id", 2, _STRING, ""), ("rpc_id", 3, _STRING, "")),
}  # fmt: skip


def _classes() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="pubsub_api.proto", package=_PACKAGE, syntax="proto3")
    for name, values in _ENUMS.items():
        enum = file.enum_type.add(name=name)
        for number, value in enumerate(values):
            enum.value.add(name=value, number=number)
    for name, fields in _FIELDS.items():
        message = file.message_type.add(name=name)
        for field, number, kind, of in fields:
            type_name = f".{_PACKAGE}.{of.lstrip('*')}" if of else None
            message.field.add(
                name=field, number=number, type=kind, label=3 if of[:1] == "*" else 1, type_name=type_name
            )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = {name: pool.FindMessageTypeByName(f"{_PACKAGE}.{name}") for name in _FIELDS}
    return {name: message_factory.GetMessageClass(one) for name, one in found.items()}


MESSAGES: Final = _classes()
"""Classes by name."""
