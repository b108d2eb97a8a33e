"""Where the server's socket lies: nobody but its owner (and root) may get at it, since it asks for no password."""

from __future__ import annotations

import stat
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from syncline.store.errors import EmbeddedDatabaseError

if TYPE_CHECKING:
    from syncline.store.embedded.account import Account

SOCKET = ".s.PGSQL.5432"
_LONGEST = 107
"""Bytes in the path of a Unix socket: https://man7.org/linux/man-pages/man7/unix.7.html"""


def socket_folder(data: Path, account: Account, temporary: Path | None = None) -> Path:
    """Make the folder `run` in the data folder; where that path is too long for a socket, one in `temporary`.

    Raises `EmbeddedDatabaseError` when somebody else has laid hands on the latter.
    """
    folder = data / "run"
    if not _fits(folder):
        name = blake2b(str(data).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
        folder = (temporary or Path(tempfile.gettempdir())) / f"syncline-{account.uid}-{name}"
    folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    _check(folder, account, data)
    account.own(folder)
    return folder


def _fits(folder: Path) -> bool:
    return len(str(folder / SOCKET).encode("utf-8", "surrogateescape")) <= _LONGEST


def _check(folder: Path, account: Account, data: Path) -> None:
    found = folder.lstat()
    ours = found.st_uid in {account.uid, 0} and stat.S_ISDIR(found.st_mode)
    if not ours or not _fits(folder):
        raise EmbeddedDatabaseError(
            data, f"cannot put its socket into {folder}", "use a data folder with a shorter path, or set DATABASE_URL"
        )
