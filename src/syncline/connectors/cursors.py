"""Whose cursor is it? Each connector writes its own kind of text, which says so in `v`: a number is Exchange's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from syncline.connectors.errors import OTHER_MAIL_SYSTEM, ResyncError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.words import Collection

C = TypeVar("C")

_EXCHANGE = "exchange"


def check_version(found: Any, own: str | int) -> None:
    """Raise `ResyncError` unless a cursor is of our own version; one of another connector says the mailbox moved."""
    if found == own:
        return
    if _family(found) != _family(own):
        raise ResyncError("the mailbox was read through another mail system before", code=OTHER_MAIL_SYSTEM)
    raise ResyncError("the cursor was written by another version of Syncline")


def readable(cursors: Mapping[Collection, str | None], read: Callable[[str], C]) -> dict[Collection, C]:
    """Read cursors; one that cannot be read raises only when its own collection is asked for changes."""
    found: dict[Collection, C] = {}
    for collection, text in cursors.items():
        if text is not None:
            try:
                found[collection] = read(text)
            except ResyncError:
                continue
    return found


def _family(version: Any) -> str:
    return version.partition("-")[0] if isinstance(version, str) else _EXCHANGE
