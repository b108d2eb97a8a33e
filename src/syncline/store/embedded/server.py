"""Start the embedded server or join the one that runs; whoever leaves last stops it.

Users hold a shared lock on a file for as long as they live, so that a killed process counts as gone. Starting and
stopping happen under an exclusive lock on another file.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

import psycopg

from syncline.store.embedded.account import account_for
from syncline.store.embedded.programs import MAJOR, initialise, launch, log_tail
from syncline.store.embedded.sockets import SOCKET, socket_folder
from syncline.store.embedded.stale import clear_lock, lives
from syncline.store.errors import EmbeddedDatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 60.0
_PAUSE = 0.02
_PID_LINE, _SOCKET_LINE = 0, 4


class EmbeddedServer:
    """This process's use of the server on a data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data.resolve()
        self._folder = self._data / "postgres"
        self._using: IO[str] | None = None

    def start(self) -> str:
        """Make sure that the server runs, again if it died; answer its URL. Raises `EmbeddedDatabaseError`."""
        with _alone(self._data):
            self._let_go()
            self._using = _open(self._data / "postgres.users")
            fcntl.flock(self._using, fcntl.LOCK_SH)
            try:
                return _answering(self._folder) or self._start()
            except BaseException:
                self._let_go()
                raise

    def release(self) -> None:
        """Leave; the last one stops the server."""
        if self._using is None:
            return
        with _alone(self._data):
            try:
                fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                _halt(self._folder)
            finally:
                self._let_go()

    def _start(self) -> str:
        account = account_for(self._folder)
        _check_major(self._folder)
        if not self._folder.exists():
            initialise(self._folder, account)
        account.own(self._folder)
        sockets = socket_folder(self._data, account)
        clear_lock(self._folder / "postmaster.pid", _PATIENCE)
        clear_lock(sockets / f"{SOCKET}.lock", _PATIENCE)
        process = launch(self._folder, sockets, account)
        return _wait(self._folder, process)

    def _let_go(self) -> None:
        if self._using is not None:
            self._using.close()
            self._using = None


def stop_embedded(data: Path) -> bool:
    """Stop the server on a data folder, whoever uses it; tell whether one ran."""
    folder = data.resolve() / "postgres"
    if not folder.exists():
        return False
    with _alone(data):
        return _halt(folder)


def _halt(folder: Path) -> bool:
    """Stop in PostgreSQL's fast way: open transactions are rolled back, what was committed is kept.

    See https://www.postgresql.org/docs/current/server-shutdown.html.
    """
    if _answering(folder) is None:
        return False
    record = folder / "postmaster.pid"
    lines = record.read_text().splitlines()
    os.kill(int(lines[_PID_LINE]), signal.SIGINT)
    deadline = time.monotonic() + _PATIENCE
    while record.exists():
        if time.monotonic() > deadline:
            raise EmbeddedDatabaseError(folder, "does not stop", "see server.log in that folder")
        time.sleep(_PAUSE)
    sockets = Path(lines[_SOCKET_LINE])
    if sockets.parent != folder.parent:
        with suppress(OSError):  # somebody else may start at this moment
            sockets.rmdir()
    return True


def _check_major(folder: Path) -> None:
    try:
        made_by = (folder / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if folder.exists():
            raise EmbeddedDatabaseError(
                folder, "holds no database", "remove the folder if it is empty, or restore it from a backup"
            ) from None
        return
    if made_by != str(MAJOR):
        raise EmbeddedDatabaseError(
            folder,
            f"was made by PostgreSQL {made_by}, and this Syncline brings {MAJOR}",
            f"start it with the version of Syncline that made it, dump it with pg_dump, move the folder away, and "
            f"restore the dump with pg_restore into the new one; or serve the folder with PostgreSQL {made_by} of "
            "your own and set DATABASE_URL",
        )


def _wait(folder: Path, process: int) -> str:
    """Wait until the server answers: after a crash it first reads its log again."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if url := _answering(folder):
            return url
        if not lives(process):
            break
        time.sleep(_PAUSE)
    raise EmbeddedDatabaseError(folder, f"does not start: {log_tail(folder)}", "see server.log in that folder")


def _answering(folder: Path) -> str | None:
    """Answer the URL of the server that serves exactly this folder; None when there is none (yet)."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        url = f"postgresql://postgres:@/postgres?host={quote(lines[_SOCKET_LINE], safe='/')}"
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except (FileNotFoundError, IndexError, psycopg.OperationalError):
        return None
    return url if row and Path(row[0]).resolve() == folder.resolve() else None


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    with _open(data / "postgres.lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _open(path: Path) -> IO[str]:
    return path.open("a", encoding="ascii")
