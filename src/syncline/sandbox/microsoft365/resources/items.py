"""What contacts and events have in common: versions that a client names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.microsoft365.errors import conflict

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.call import Call
    from syncline.sandbox.microsoft365.state.item import Item


def check_version(call: Call, item: Item) -> None:
    """Refuse a write with 412 if If-Match names another version than the current one."""
    wanted = call.headers.get("if-match", "").strip()
    if not wanted or wanted == "*":
        return
    if wanted.removeprefix("W/").strip('"') != item.change_key:
        raise conflict()
