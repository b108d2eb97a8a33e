"""The data folder: the key, the installation's id, the embedded database, and who runs on it."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from syncline.cli.failures import WRONG_USE, CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE = 0o700
_POLL = 0.1


class DataFolder:
    """One installation's folder. Nothing is made before `create`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    def create(self) -> None:
        """Make the folder, for its owner alone. One that is there is left as it is."""
        try:
            self.path.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        except OSError as error:
            message = f"the data folder {self.path} cannot be made: {error.strerror}"
            raise CommandError("data_folder", message, "Name another one with --data.", WRONG_USE) from error

    def require(self) -> None:
        """Insist that a set-up was applied here before. Raises `CommandError`."""
        if not self.path.is_dir():
            message = f"there is no data folder {self.path}"
            remedy = "Apply a set-up file first (syncline apply FILE), or name the right folder with --data."
            raise CommandError("no_data_folder", message, remedy, WRONG_USE)

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Be the one process of this name on this folder. Raises `CommandError` when another one is."""
        with self._pid_file(name).open("a+") as file:
            if not _locked(file):
                message = f"syncline {name} already runs on {self.path}"
                raise CommandError("already_running", message, "Stop it first: syncline stop")
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            try:
                yield
            finally:
                file.truncate(0)

    def stop_processes(self, patience: float) -> list[str]:
        """Ask whatever runs here to stop, and wait until it has. Answers the names of what was stopped."""
        return [file.stem for file in sorted(self.path.glob("*.pid")) if _stop(file, patience)]

    def _pid_file(self, name: str) -> Path:
        return self.path / f"{name}.pid"


def _locked(file: TextIO) -> bool:
    """Take the lock that tells a living process from a pid that was left behind; answers whether it was free."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stop(path: Path, patience: float) -> bool:
    with path.open("a+") as file:
        if _locked(file):
            return False
        file.seek(0)
        pid = int(file.read() or 0)
        if not pid:
            return False
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while not _locked(file):
            if time.monotonic() > deadline:
                message = f"process {pid} did not stop within {patience:.0f} seconds"
                raise CommandError("still_running", message, f"It finishes a request; wait, or end it: kill {pid}")
            time.sleep(_POLL)
    return True
