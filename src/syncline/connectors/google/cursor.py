"""Where reading a collection stopped, as text that only this connector understands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from syncline.connectors.cursors import check_version
from syncline.connectors.errors import ResyncError

_VERSION = "google-1"
_REFRESH_AFTER = 24 * 3600
"""Seconds after which a new sync token is taken although nothing changed: they do not live for ever."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The calendar or the group that is read, its sync token, and the token of the next page within a listing.

    `taken` is when the sync token was handed out, in seconds since 1970 by the server's clock. Without a sync token the
    listing is a full one.
    """

    folder: str
    token: str = ""
    page: str = ""
    taken: int = 0

    def text(self) -> str:
        """Write the cursor."""
        held: dict[str, Any] = {"v": _VERSION, "folder": self.folder, "token": self.token, "taken": self.taken}
        if self.page:
            held["page"] = self.page
        return json.dumps(held, separators=(",", ":"))

    def outlives(self, now: float) -> bool:
        """Whether the sync token may be used for longer, where nothing changed since: the cursor comes to rest."""
        return bool(self.token) and not self.page and 0 <= now - self.taken < _REFRESH_AFTER


def read_cursor(text: str) -> Cursor:
    """Read a cursor. Raises `ResyncError` for anything else; one of another mail system says that the mailbox moved."""
    try:
        held = json.loads(text)
        check_version(held["v"], _VERSION)
        return Cursor(held["folder"], held["token"], held.get("page", ""), int(held["taken"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ResyncError("the cursor cannot be read") from error
