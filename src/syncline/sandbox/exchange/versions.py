"""Change keys: whether a client writes what it has seen last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import ItemError
from .ids import MalformedIdError, parse_change_key

if TYPE_CHECKING:
    from .state.item import Item
    from .xmltext import Element


def is_stale(reference: Element, item: Item) -> bool:
    """Tell whether a reference's change key is not the item's; it must have one."""
    key = reference.get("ChangeKey")
    if not key:
        raise ItemError("ErrorChangeKeyRequiredForWriteOperations")
    try:
        return parse_change_key(key) != item.change
    except MalformedIdError as error:
        raise ItemError("ErrorInvalidChangeKey") from error


def require_current(reference: Element, item: Item) -> None:
    """Refuse a reference that is not to the item's current version."""
    if not reference.get("ChangeKey"):
        raise ItemError("ErrorChangeKeyRequired")
    if is_stale(reference, item):
        raise ItemError("ErrorStaleObject", "The change key is not that of the item's current version.")
