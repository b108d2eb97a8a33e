"""vdirsyncer's engine between two storages in memory, with its status in an SQLite file, as it is used.

Its own `sync`, untouched, on the same people with the same fields as vCards. Its time is all that its process spends in
`sync`: SQLite, which is a part of that process, and the two dictionaries that its storages are; ours is without the
sides', and PostgreSQL is a process of its own, as it is where it runs. Both start with a garbage collector that does
not walk what was there before: what the sides hold is no engine's business.

`python -m benchmarks.vdirsyncer_engine ITEMS` prints one JSON object.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tempfile
import time
from pathlib import Path

from vdirsyncer.storage.memory import MemoryStorage
from vdirsyncer.sync import sync
from vdirsyncer.sync.status import SqliteStatus
from vdirsyncer.vobject import Item

from benchmarks.people import people, vcard


async def measure(count: int, folder: str) -> dict[str, float]:
    """Measure a first sync and an idle run; CPU seconds."""
    one, two = MemoryStorage(), MemoryStorage()
    for number, person in enumerate(people(count)):
        one.items[str(number)] = (str(number), Item(vcard(number, person)))
    status = SqliteStatus(str(Path(folder) / "status.db"))
    gc.collect()
    gc.freeze()
    begun = time.process_time()
    await sync(one, two, status)
    first = time.process_time() - begun
    begun = time.process_time()
    await sync(one, two, status)
    idle = time.process_time() - begun
    status.close()
    return {"contacts": count, "first_cpu": first, "written": len(two.items), "idle_cpu": idle}


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(measure(int(sys.argv[1]), folder))))


if __name__ == "__main__":
    main()
