"""Identifiers as Exchange makes them: opaque, case-sensitive, as long as real ones, and new whenever an object moves.

An id is Base64 over the mailbox's GUID and a store entry id: 70 bytes for an item, 46 for a folder ([MS-OXWSITEMID],
[MS-OXCDATA] 2.2.4). A change key is Base64 over the object's type and its change number.
"""

from __future__ import annotations

import base64
import binascii
import struct
import uuid
from dataclasses import dataclass
from typing import Literal

_HEADER = struct.Struct("<BBH36sBH")
_MAILBOX_ITEM = 3
_ITEM_LENGTH, _FOLDER_LENGTH = 70, 46
_KEY = struct.Struct("<II16s6s")
_KEY_TYPES = {"CalendarItem": 15, "Contact": 17, "Task": 19, "CalendarFolder": 2, "ContactsFolder": 3, "TasksFolder": 4}
_KEY_TYPE_ITEM, _KEY_TYPE_FOLDER = 9, 1
_PROVIDER = uuid.UUID("dcfd51d4-3a1c-4f0b-9b6e-65a34b1c2c27").bytes


class MalformedIdError(ValueError):
    """Not an id that this server can have made."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What an id says: `kind`, and where the object was when the id was made.

    `day` tells an occurrence of the series that the number means: days since 1900 until the rule's date, 0 for none.
    """

    kind: Literal["item", "folder"]
    mailbox: uuid.UUID
    folder: int
    number: int
    day: int = 0


def _counter(number: int) -> bytes:
    return number.to_bytes(6, "big")


def item_id(mailbox: uuid.UUID, folder: int, number: int, day: int = 0) -> str:
    """Make the id of an item in a folder, or of an occurrence of it."""
    place = mailbox.bytes + _counter(folder) + bytes(2) + mailbox.bytes + _counter(number) + day.to_bytes(2, "big")
    return _encode(mailbox, _ITEM_LENGTH, bytes(4) + _PROVIDER + struct.pack("<H", 7) + place)


def folder_id(mailbox: uuid.UUID, number: int) -> str:
    """Make the id of a folder."""
    place = mailbox.bytes + _counter(number) + bytes(2)
    return _encode(mailbox, _FOLDER_LENGTH, bytes(4) + _PROVIDER + struct.pack("<H", 1) + place)


def search_key(mailbox: uuid.UUID, number: int) -> str:
    """Make the key that tells an item from all others wherever it is moved: 16 bytes."""
    return base64.b64encode(uuid.uuid5(mailbox, str(number)).bytes).decode()


def _encode(mailbox: uuid.UUID, length: int, entry: bytes) -> str:
    return base64.b64encode(_HEADER.pack(0, _MAILBOX_ITEM, 36, str(mailbox).encode(), 0, length) + entry).decode()


def parse(identifier: str) -> Reference:
    """Read an id, whether or not its object still exists."""
    try:
        raw = base64.b64decode(identifier, validate=True)
        zero, kind, guid_length, guid, _flag, length = _HEADER.unpack_from(raw)
        mailbox = uuid.UUID(guid.decode("ascii"))
    except (binascii.Error, struct.error, ValueError) as error:
        raise MalformedIdError from error
    entry = raw[_HEADER.size :]
    if (zero, kind, guid_length, length) != (0, _MAILBOX_ITEM, 36, len(entry)) or entry[4:20] != _PROVIDER:
        raise MalformedIdError
    folder = int.from_bytes(entry[38:44], "big")
    if length == _FOLDER_LENGTH:
        return Reference("folder", mailbox, folder, folder)
    if length != _ITEM_LENGTH:
        raise MalformedIdError
    return Reference("item", mailbox, folder, *(int.from_bytes(part, "big") for part in (entry[62:68], entry[68:])))


def attachment_id(item: str, number: int) -> str:
    """Make the id of an attachment of an item."""
    return base64.b64encode(base64.b64decode(item) + number.to_bytes(8, "big")).decode()


def parse_attachment_id(identifier: str) -> tuple[str, int]:
    """Read which item an attachment belongs to, and its number."""
    try:
        raw = base64.b64decode(identifier, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedIdError from error
    return base64.b64encode(raw[:-8]).decode(), int.from_bytes(raw[-8:], "big")


def entry_id(identifier: str) -> bytes:
    """Cut the store's own entry id out of an id."""
    return base64.b64decode(identifier)[_HEADER.size :]


def from_entry_id(mailbox: uuid.UUID, entry: bytes) -> str:
    """Make an id of a store's entry id."""
    if len(entry) not in {_ITEM_LENGTH, _FOLDER_LENGTH}:
        raise MalformedIdError
    return _encode(mailbox, len(entry), entry)


def change_key(kind: str, mailbox: uuid.UUID, change: int) -> str:
    """Make the change key of an object of this element name at a change number."""
    number = _KEY_TYPES.get(kind, _KEY_TYPE_FOLDER if kind.endswith("Folder") else _KEY_TYPE_ITEM)
    return base64.b64encode(_KEY.pack(number, 22, mailbox.bytes, _counter(change))).decode()


def parse_change_key(key: str) -> int:
    """Read the change number of a change key."""
    try:
        _number, length, _mailbox, change = _KEY.unpack(base64.b64decode(key, validate=True))
    except (binascii.Error, struct.error, ValueError) as error:
        raise MalformedIdError from error
    if length != 22:  # noqa: PLR2004 - sixteen bytes of replica and six of counter
        raise MalformedIdError
    return int.from_bytes(change, "big")
