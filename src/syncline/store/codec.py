"""Rows to JSON and back. Instants are ISO 8601 with their offset; tuples are lists; what is empty is left out.

Whole numbers have 64 bits at most.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from syncline.records.link import NOTHING_SEEN, Seen
from syncline.records.record import Record, Values

if TYPE_CHECKING:
    from syncline.records.link import Link

_Kept = TypeVar("_Kept")


def _plain(thing: object) -> object:
    """Put into JSON's own kinds what the encoders do not know."""
    if isinstance(thing, Mapping):
        return dict(thing)
    if isinstance(thing, datetime):
        return thing.isoformat()
    raise TypeError(f"a {type(thing).__name__} cannot be stored")


_quick_encode = msgspec.json.Encoder(enc_hook=_plain).encode
_slow_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_plain).encode
_quick_decode = msgspec.json.Decoder().decode


def encode(thing: object) -> str:
    """Write JSON; mappings of any kind become objects. Raises `TypeError` for what JSON does not know."""
    return encoded(thing).decode() or _slow_encode(builtins(thing))


def encoded(thing: object) -> bytes:
    """Write JSON where all text is UTF-8, else answer nothing: halves of surrogate pairs are none."""
    try:
        return _quick_encode(thing)
    except UnicodeEncodeError:
        return b""


def builtins(thing: object) -> Any:
    """Put structs into dictionaries, all the way down."""
    return msgspec.to_builtins(thing, enc_hook=_plain)


def decode(text: str) -> Any:
    """Read JSON that `encode` wrote, halves of surrogate pairs included."""
    try:
        return _quick_decode(text)
    except UnicodeEncodeError:
        return json.loads(text)


def _read(text: str, decoder: msgspec.json.Decoder[_Kept]) -> _Kept:
    """Read JSON straight into what the decoder is for."""
    try:
        return decoder.decode(text)
    except UnicodeEncodeError:
        return msgspec.convert(json.loads(text), decoder.type)


def values_of(text: str) -> dict[str, Any]:
    """Read field values."""
    values: dict[str, Any] = decode(text)
    return values


_records = msgspec.json.Decoder(Record)


def record_of(text: str) -> Record | None:
    """Read a record; the empty text is None."""
    return _read(text, _records) if text else None


class State(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What a link knows of its records: the values last agreed, and where each side was seen to differ from them.

    And what was sent to it without an answer.
    """

    base: Values
    salesforce: Seen = NOTHING_SEEN
    mailbox: Seen = NOTHING_SEEN
    child: bool = False
    salesforce_sent: Seen = NOTHING_SEEN
    mailbox_sent: Seen = NOTHING_SEEN


_states = msgspec.json.Decoder(State)


def state_of(link: Link) -> State:
    """Answer what a link knows, as it is written."""
    seen = (link.salesforce_seen or NOTHING_SEEN, link.mailbox_seen or NOTHING_SEEN)
    return State(link.base, *seen, link.child, link.salesforce_sent or NOTHING_SEEN, link.mailbox_sent or NOTHING_SEEN)


def read_state(text: str) -> State:
    """Read what a link knows."""
    return _read(text, _states)
