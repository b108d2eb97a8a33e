"""Measure a calendar's first sync and an idle cycle, with single events or with series, and print it as JSON.

`python -m benchmarks.series KIND COUNT`: COUNT events of the kind `single`, or as many series as have COUNT occurrences
in the calendar, to Salesforce as `occurrences` or as `series`. The servers run in the same process: their CPU counts.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from tests.support.busy_calendar import fill
from tests.support.house_people import events
from tests.support.house_tables import events_with
from tests.support.series_desk import exchange

_EACH = 13
"""Events in Salesforce that a series of the busy calendar comes to, about."""


def measure(kind: str, count: int) -> dict[str, Any]:
    """Answer events made, calls and CPU seconds of the first cycle, and of one that finds nothing to do."""
    desk = exchange(events=events_with(series=kind if kind != "single" else False))
    fill(desk.hands, count if kind == "single" else 0, 0 if kind == "single" else count // _EACH)
    began = time.process_time()
    first = desk.house.sync()
    spent = time.process_time() - began
    desk.house.wait(minutes=5)
    desk.house.sync()
    desk.house.wait(minutes=5)
    began = time.process_time()
    idle = desk.house.sync()
    return {
        "events": len(events(desk.house)),
        "calls": first["calls"],
        "cpu": spent,
        "idle_calls": idle["calls"],
        "idle_cpu": time.process_time() - began,
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
