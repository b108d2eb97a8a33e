"""Sync states: opaque to clients, complete in themselves, so that they outlive every connection.

A state names its mailbox, its folder and the mailbox's epoch, and carries a check sum; whatever does not fit is
ErrorInvalidSyncStateData, after which a client must begin anew
(https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-synchronization-related-errors-in-ews-in-exchange).
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from typing import TYPE_CHECKING

from syncline.sandbox.changes import Position

from .errors import ItemError

if TYPE_CHECKING:
    from .state.mailbox import Mailbox

_LAYOUT = struct.Struct("<4s16sIQQQQ")
_MARK = b"SYN1"


def write_state(position: Position, mailbox: Mailbox, folder: int) -> str:
    """Write a position as a sync state."""
    raw = _LAYOUT.pack(_MARK, mailbox.guid.bytes, mailbox.sync_epoch, folder, *position)
    return base64.b64encode(raw + zlib.crc32(raw).to_bytes(4, "big")).decode()


def read_state(state: str, mailbox: Mailbox, folder: int) -> Position:
    """Read a sync state back; it must have been made for this folder."""
    try:
        raw = base64.b64decode(state, validate=True)
        mark, guid, epoch, number, base, top, place = _LAYOUT.unpack(raw[:-4])
    except (binascii.Error, struct.error, ValueError) as error:
        raise ItemError("ErrorInvalidSyncStateData") from error
    expected = (_MARK, mailbox.guid.bytes, mailbox.sync_epoch, folder)
    if (mark, guid, epoch, number) != expected or zlib.crc32(raw[:-4]).to_bytes(4, "big") != raw[-4:]:
        raise ItemError("ErrorInvalidSyncStateData")
    return Position(base, top, place)
