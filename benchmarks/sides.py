"""The two sides in memory, as they stand after a first sync, without an engine: what their records weigh.

`python -m benchmarks.sides CONTACTS` prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path

from tests.support.world import World

from benchmarks.people import people
from syncline.connectors.port import Draft
from syncline.records.words import Collection, Side
from syncline.store.codec import decode, encode
from syncline.store.opening import open_store


def main() -> None:
    """Fill both sides as a first sync does, in a process that has loaded all that Syncline loads."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), None, None)
        try:
            world = World(store=store)
            shelf = world.shelf(Side.MAILBOX)
            for person in people(count):
                shelf.put(person)
            for number, record in enumerate(shelf.records.values()):
                values = decode(encode(record.values))  # the other side has texts of its own, as if off a wire
                world.org.create(Collection.CONTACTS, [Draft(f"id-{number:08d}", values)])
        finally:
            store.close()
    print(json.dumps({"contacts": count, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
