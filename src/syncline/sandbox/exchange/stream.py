"""The stream that ExportItems answers and UploadItems takes: an item with every property it has.

Exchange's own is a FastTransfer stream of all MAPI properties, recipients and attachments ([MS-OXWSBTRF],
[MS-OXCFXICS]); to clients it is opaque, and so is this one. It is sealed: only what this process wrote is read again.
"""

from __future__ import annotations

import hashlib
import hmac
import pickle
import secrets
from typing import TYPE_CHECKING, Any

from .errors import ItemError

if TYPE_CHECKING:
    from .state.folder import Folder
    from .state.item import Item

_SEAL = hashlib.sha256
_KEY = secrets.token_bytes(32)
_FACTS = ("kind", "values", "extended", "attachments", "created", "modified_by", "search_key")


def written(item: Item) -> bytes:
    """Write an item."""
    content = pickle.dumps({name: getattr(item, name) for name in _FACTS})
    return _seal(content) + content


def upload(stream: bytes, folder: Folder) -> Item:
    """Put the item of a stream into a folder as a new one. Raises `ItemError` for what is no stream of ours."""
    size = _SEAL().digest_size
    seal, content = stream[:size], stream[size:]
    if not hmac.compare_digest(seal, _seal(content)):
        raise ItemError("ErrorCorruptData")
    facts: dict[str, Any] = pickle.loads(content)  # noqa: S301 - sealed by this process
    mailbox = folder.mailbox
    item = mailbox.add_item(facts["kind"], folder, facts["values"], facts["extended"], by=facts["modified_by"])
    item.attachments, item.created, item.search_key = facts["attachments"], facts["created"], facts["search_key"]
    return item


def _seal(content: bytes) -> bytes:
    return hmac.new(_KEY, content, _SEAL).digest()
