"""The two messages of the Pub/Sub API that are needed, in protobuf's wire format.

Fields and numbers are those of https://github.com/forcedotcom/pub-sub-api/blob/main/pubsub_api.proto; the format is
https://protobuf.dev/programming-guides/encoding/. A change is all that is heard: payloads are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_SEVEN, _MORE = 0x7F, 0x80
_WIDEST = 64


class Preset(IntEnum):
    """`ReplayPreset`: where a subscription starts."""

    LATEST = 0
    CUSTOM = 2


@dataclass(frozen=True, slots=True)
class Fetched:
    """A `FetchResponse`: how many events it held, where the stream stands, how many more may come unasked."""

    events: int
    replay: bytes
    pending: int


def fetch_request(topic: str, number: int, replay: bytes = b"") -> bytes:
    """Write a `FetchRequest` for so many events, after `replay` if there is one. Only the first one needs it."""
    start = _field(2, _VARINT) + _varint(Preset.CUSTOM) + _bytes(3, replay) if replay else b""
    return _bytes(1, topic.encode()) + start + _field(4, _VARINT) + _varint(number)


def topic_request(topic: str) -> bytes:
    """Write a `TopicRequest`."""
    return _bytes(1, topic.encode())


def can_subscribe(message: bytes) -> bool:
    """Read from a `TopicInfo` whether its topic may be followed. Raises `BadAnswerError`."""
    return dict(_fields(message)).get(4) == 1


def fetch_response(message: bytes) -> Fetched:
    """Read a `FetchResponse`. Raises `BadAnswerError`."""
    events, replay, pending = 0, b"", 0
    for number, value in _fields(message):
        if number == 1 and isinstance(value, bytes):
            events += 1
            replay = next((held for at, held in _fields(value) if at == 2 and isinstance(held, bytes)), replay)  # noqa: PLR2004 - its number
        elif number == 2 and isinstance(value, bytes):  # noqa: PLR2004 - as above
            replay = value or replay
        elif number == 4 and isinstance(value, int):  # noqa: PLR2004 - as above
            pending = value
    return Fetched(events, replay, pending)


def _field(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _bytes(number: int, value: bytes) -> bytes:
    return _field(number, _BYTES) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > _SEVEN:
        out.append(value & _SEVEN | _MORE)
        value >>= 7
    return bytes([*out, value])


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Answer what a message holds: numbers and bytes; fixed-width values come as bytes."""
    at = 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            value, at = _read_varint(message, at)
            yield number, value
            continue
        length, at = (8, at) if kind == _FIXED64 else (4, at) if kind == _FIXED32 else _length(message, at, kind)
        if at + length > len(message):
            raise BadAnswerError("A message of the Pub/Sub API ends too early.")
        yield number, message[at : at + length]
        at += length


def _length(message: bytes, at: int, kind: int) -> tuple[int, int]:
    if kind != _BYTES:
        raise BadAnswerError("A message of the Pub/Sub API holds what is not in its format.")
    return _read_varint(message, at)


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message) and shift < _WIDEST:
        byte = message[at]
        value |= (byte & _SEVEN) << shift
        at, shift = at + 1, shift + 7
        if not byte & _MORE:
            return value, at
    raise BadAnswerError("A message of the Pub/Sub API ends too early.")
