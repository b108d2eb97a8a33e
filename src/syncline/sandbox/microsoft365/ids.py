"""Identifiers. All are case-sensitive.

An item has two: the ordinary one changes whenever the item moves to another folder, the immutable one stays.
https://learn.microsoft.com/graph/outlook-immutable-id
"""

from __future__ import annotations

import base64
import binascii
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from .errors import malformed_id

if TYPE_CHECKING:
    import uuid

_ORDINARY: Final = b"\x00\x03\x24\x00"
_IMMUTABLE: Final = b"\x00\x09\x00\x2e"
_FOLDER: Final = b"\x00\x03\x24\x2e"
_LAYOUT: Final = struct.Struct(">4s16sQI")
_CHANGE: Final = struct.Struct(">4s8sQ")


class Parsed(NamedTuple):
    """What an id says: whose mailbox, which number there, and the day of an occurrence (0 for other things)."""

    immutable: bool
    folder: bool
    guid: bytes
    number: int
    day: int


def item_id(guid: uuid.UUID, place: int, day: int = 0) -> str:
    """Answer the ordinary id of what was put somewhere as number `place`; `day` is an occurrence's ordinal."""
    return _encode(_ORDINARY, guid, place, day)


def immutable_id(guid: uuid.UUID, number: int, day: int = 0) -> str:
    """Answer the id that an item keeps for life."""
    return _encode(_IMMUTABLE, guid, number, day)


def folder_id(guid: uuid.UUID, number: int) -> str:
    """Answer a folder's only id."""
    return _encode(_FOLDER, guid, number, 0)


def change_key(guid: uuid.UUID, change: int) -> str:
    """Answer the version of an item."""
    return base64.b64encode(_CHANGE.pack(b"\x11\x00\x00\x00", guid.bytes[:8], change)).decode()


def parse(text: str) -> Parsed:
    """Read an id of any kind; 400 if it cannot be one."""
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
        mark, guid, number, day = _LAYOUT.unpack(raw)
    except (binascii.Error, struct.error, ValueError):
        raise malformed_id() from None
    if mark not in {_ORDINARY, _IMMUTABLE, _FOLDER}:
        raise malformed_id()
    return Parsed(mark == _IMMUTABLE, mark == _FOLDER, guid, number, day)


def _encode(mark: bytes, guid: uuid.UUID, number: int, day: int) -> str:
    return base64.urlsafe_b64encode(_LAYOUT.pack(mark, guid.bytes, number, day)).decode()
