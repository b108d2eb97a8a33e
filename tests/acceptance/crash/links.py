"""`python -m tests.acceptance.crash.links DATA`: every link in the embedded database, without what differs by run."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import psycopg

from syncline.store.embedded import EmbeddedServer

_LABELS = ("GivenName", "Surname", "EmailAddress1", "Subject", "Start")


def main(data: Path) -> None:
    """Write one JSON list: rep, collection, why it ended, and whom or what it is about."""
    server = EmbeddedServer(data)
    try:
        with psycopg.connect(server.start()) as connection:
            rows = connection.execute("SELECT rep, collection, ended, state FROM store_link").fetchall()
    finally:
        server.release()
    told = [[rep, collection, ended, _about(state)] for rep, collection, ended, state in rows]
    sys.stdout.write(json.dumps(sorted(told)))


def _about(state: str) -> list[str]:
    base = json.loads(state)["base"]
    return [str(base.get(label, "")) for label in _LABELS]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
