"""What processes cost, as Linux tells it: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_UTIME, _STIME, _DEAD_UTIME, _DEAD_STIME = 11, 12, 13, 14


def cpu(process: int) -> float:
    """CPU seconds of a process and of those it started: the living, and the dead it has collected."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    own = sum(int(fields[place]) for place in (_UTIME, _STIME, _DEAD_UTIME, _DEAD_STIME)) / _TICKS
    return own + sum(map(_quietly, _children(process)))


def memory(process: int) -> float:
    """Resident megabytes of a process alone."""
    line = next(one for one in Path(f"/proc/{process}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _quietly(process: int) -> float:
    try:
        return cpu(process)
    except FileNotFoundError:  # it ended just now
        return 0.0
