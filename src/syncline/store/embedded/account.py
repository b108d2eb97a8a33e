"""As whom PostgreSQL runs: it refuses to run as root (https://www.postgresql.org/docs/current/postgres-user.html)."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.store.errors import EmbeddedDatabaseError

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "pgserver"


@dataclass(frozen=True, slots=True)
class Account:
    """A system user, and whether running as it means to leave root."""

    uid: int
    gid: int
    switch: bool

    def options(self) -> dict[str, Any]:
        """Arguments for `subprocess`."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def own(self, folder: Path) -> None:
        """Give a folder to the account and to nobody else."""
        folder.chmod(stat.S_IRWXU)
        if self.switch:
            os.chown(folder, self.uid, self.gid)
            _let_through(folder)

    def reach(self, program: Path) -> None:
        """Make sure that the account can run a program and read what lies beside it."""
        if self.switch:
            _let_through(program)


def account_for(folder: Path) -> Account:
    """Choose the account for a data folder: ourselves, or for root the folder's owner, or a system user made for it.

    Raises `EmbeddedDatabaseError` when root cannot make that user.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    entry = _entry() or _make(folder)
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(_NAME)
    except KeyError:
        return None


def _make(folder: Path) -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _NAME]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed command
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedDatabaseError(
            folder,
            f"cannot run as root, and a system user {_NAME} could not be made",
            f"run Syncline as an ordinary user, make a user {_NAME}, or set DATABASE_URL",
        ) from error
    return pwd.getpwnam(_NAME)


def _let_through(path: Path) -> None:
    """Let the account pass the folders above: to pass is not to list, and what lies in them keeps its own mode."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
