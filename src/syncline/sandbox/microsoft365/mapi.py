"""Extended properties that nobody wrote: what the store knows of an item under a MAPI tag.

https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxprops/
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from .state.extended import Extended, Value, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .state.item import Item

_ADDRESS: Final = "{00062004-0000-0000-c000-000000000046}"


def computed(item: Item) -> Extended:
    """Answer the properties of an item with those that follow from others."""
    found: Extended = dict(item.extended)
    for key, (identifier, answer) in _COMPUTED.items():
        value = answer(item)
        if value is not None and key not in found:
            found[key] = Value(identifier, value)
    return found


def _search_key(item: Item) -> str:
    """PidTagSearchKey stays with an item that is moved ([MS-OXCPRPT] 2.2.1.9)."""
    return base64.b64encode(item.folder.mailbox.guid.bytes + item.number.to_bytes(4, "big")).decode()


def _birthday(item: Item) -> str | None:
    """PidLidBirthdayLocal: the day at midnight, without any zone ([MS-OXOCNTC] 2.2.1.5.2)."""
    birthday = item.values.get("birthday")
    return f"{birthday[:10]}T00:00:00Z" if birthday else None


_ANSWERS: Final[dict[str, Callable[[Item], str | None]]] = {
    "Binary 0x300b": _search_key,
    f"SystemTime {_ADDRESS} Id 0x80de": _birthday,
}
_COMPUTED: Final = {key_of(identifier): (identifier, answer) for identifier, answer in _ANSWERS.items()}
