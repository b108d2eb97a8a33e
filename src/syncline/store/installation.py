"""Which installation this is: stamped into what Syncline makes, so that two on one mailbox can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from syncline.store.errors import StoreSetUpError
from syncline.store.files import write_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def installation_id(data: Path, make: Callable[[], UUID] = uuid4) -> str:
    """Answer the id in the file `installation` of the data folder, made at first use.

    Raises `StoreSetUpError` when the file holds something else.
    """
    path = data / "installation"
    if not path.exists():
        write_once(path, f"{make()}\n")
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        return str(UUID(text))
    except ValueError:
        raise StoreSetUpError(f"{path} does not hold an installation's id; restore it from a backup") from None
