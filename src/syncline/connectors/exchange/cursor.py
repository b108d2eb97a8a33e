"""Where reading a folder stopped, as text that only this connector understands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.cursors import check_version
from syncline.connectors.errors import ResyncError

if TYPE_CHECKING:
    from datetime import datetime

_VERSION = 1
_DRAIN_AFTER = 3600
"""Seconds after which a folder is read even though its tag says that nothing changed."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A folder, the folder it stood in, the server's SyncState, and the folder's tag when it was last read to its end.

    `drained` is when that was, in seconds since 1970 by the server's clock; without it, or without a tag, the folder is
    read again.
    """

    folder: str
    parent: str
    state: str
    tag: str | None = None
    drained: int | None = None

    def text(self) -> str:
        """Write the cursor."""
        held: dict[str, Any] = {"v": _VERSION, "folder": self.folder, "parent": self.parent, "state": self.state}
        if self.tag is not None and self.drained is not None:
            held |= {"tag": self.tag, "drained": self.drained}
        return json.dumps(held, separators=(",", ":"))

    def idle(self, tag: str | None, now: datetime | None) -> bool:
        """Whether the folder holds nothing new, by its tag and the server's clock."""
        if self.tag is None or self.drained is None or tag != self.tag or now is None:
            return False
        return 0 <= now.timestamp() - self.drained <= _DRAIN_AFTER


def read_cursor(text: str) -> Cursor:
    """Read a cursor. Raises `ResyncError` for anything else."""
    try:
        held = json.loads(text)
        check_version(held["v"], _VERSION)
        return Cursor(held["folder"], held["parent"], held["state"], held.get("tag"), held.get("drained"))
    except (ValueError, KeyError, TypeError) as error:
        raise ResyncError("the cursor cannot be read") from error
