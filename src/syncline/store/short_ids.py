"""Short ids for what is kept by rep, collection, side and record, so that people can point at one of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from syncline.store.database.text import safe

if TYPE_CHECKING:
    from syncline.store.rows import ErrorRow, UnresolvedRow

_LENGTH = 12


def spot_id(row: ErrorRow | UnresolvedRow) -> str:
    """Answer the id of an error or unresolved item; it stays the same as long as the item is there.

    The database's function `store_short_id` answers the same of what it holds.
    """
    identity = "\0".join(map(safe, [row.rep, row.collection or "", row.side or "", row.record_id]))
    return hashlib.sha256(identity.encode()).hexdigest()[:_LENGTH]
