"""Syncline's planner and store between two sides in memory. Run as a process of its own: CPU and memory are its own.

CPU is the whole process's in a cycle - planner, engine, store, the driver of PostgreSQL - less what the two sides take.
The garbage collector does not walk what was there before the first cycle, as it does not beside (`vdirsyncer_engine`).

`python -m benchmarks.syncline_engine CONTACTS [memory]` prints one JSON object; `memory` takes the store in memory in
place of PostgreSQL.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.world import World

from benchmarks.people import people
from syncline.records.words import Side
from syncline.store.memory import MemoryStore
from syncline.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.store.port import Store


class Stopwatch:
    """The CPU time spent inside the sides, which is not the engine's."""

    def __init__(self) -> None:
        self.spent = 0.0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Answer the call, timed."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.process_time()
            try:
                return call(*args, **kwargs)
            finally:
                self.spent += time.process_time() - begun

        return timed


class Timed:
    """An endpoint whose calls are timed."""

    def __init__(self, endpoint: Any, watch: Stopwatch) -> None:
        self._endpoint = endpoint
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._endpoint, name)
        answer = self._watch.around(found) if callable(found) else found
        self.__dict__[name] = answer
        return answer


def cycle(world: World) -> tuple[float, int]:
    """Run one cycle; answers the engine's and store's own CPU seconds, and how many records were written."""
    watch = Stopwatch()
    mailbox, org = world.mailbox, world.org
    world.mailbox, world.org = Timed(mailbox, watch), Timed(org, watch)  # type: ignore[assignment]
    begun = time.process_time()
    counts = world.cycle()
    spent = time.process_time() - begun - watch.spent
    world.mailbox, world.org = mailbox, org
    ways = [way for one in counts.values() for way in one.values()]
    return spent, sum(way[name] for way in ways for name in ("created", "updated", "deleted"))


def main() -> None:
    """Measure a first sync and an idle cycle."""
    count = int(sys.argv[1])
    with ExitStack() as stack:
        world = World(store=_store(stack, sys.argv[2:]))
        shelf = world.shelf(Side.MAILBOX)
        for person in people(count):
            shelf.put(person)
        gc.collect()
        gc.freeze()
        first, written = cycle(world)
        cycle(world)
        idle, idle_written = cycle(world)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = {
        "contacts": count,
        "first_cpu": first,
        "written": written,
        "idle_cpu": idle,
        "idle_written": idle_written,
        "peak_mb": peak / 1024,
    }
    print(json.dumps(result))


def _store(stack: ExitStack, arguments: list[str]) -> Store:
    if arguments == ["memory"]:
        return MemoryStore()
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    return stack.enter_context(open_store(Path(folder), None, None))


if __name__ == "__main__":
    main()
