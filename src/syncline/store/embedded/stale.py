"""Lock files that a killed server left behind: one in its data, one beside its socket.

PostgreSQL takes any living process of the same user, even a dead one that nobody has collected yet, for the server that
the file names: https://www.postgresql.org/docs/current/storage-file-layout.html. After a container starts again, the
number in the file often belongs to somebody else. Two servers on one folder remain impossible without the file: the
shared memory's key comes from the folder.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

_PAUSE = 0.02


def clear_lock(lock: Path, patience: float) -> None:
    """Wait for a server that is ending, and remove a lock file that no server holds."""
    deadline = time.monotonic() + patience
    while (process := _named_in(lock)) is not None and time.monotonic() < deadline:
        if not is_server(process):
            lock.unlink(missing_ok=True)
            return
        time.sleep(_PAUSE)


def _named_in(lock: Path) -> int | None:
    try:
        return int(lock.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_server(process: int) -> bool:
    """Whether a process lives and, where the system tells, is a PostgreSQL."""
    return lives(process) and _state(process)[0] in {"", "postgres"}


def lives(process: int) -> bool:
    """Whether a process exists and has not ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(process)[1] != "Z"


def _state(process: int) -> tuple[str, str]:
    """Name and state as /proc gives them (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html), or nothing."""
    try:
        name, _, rest = Path(f"/proc/{process}/stat").read_text().partition(" (")[2].rpartition(") ")
    except FileNotFoundError:
        return "", ""
    return name, rest[:1]
