"""Several workers on one PostgreSQL, as they run on several machines: each with a data folder of its own."""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import psycopg
from cryptography.fernet import Fernet

from syncline.store.embedded import EmbeddedServer, stop_embedded
from tests.acceptance.crash.processes import Part, Worker
from tests.support.cli_world import LiveWorld
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from tests.support.cli_machine import Outcome

_PartT = TypeVar("_PartT", bound=Part)
_STREAM = b"GetStreamingEvents>"
_MAILBOX = re.compile(rb"<t:(?:PrimarySmtpAddress|SmtpAddress)>([^<]+)<")


class Door:
    """Stands in front of the mail server: sees who is worked on by how many at once, and keeps whom it is told to."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._inside: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.most: Counter[str] = Counter()
        """By mailbox, how many requests were answered at the same time: one, as long as one cycle runs."""
        self.passed = threading.Semaphore(0)
        """Is released by every request."""
        self.kept = ""
        """The mailbox whose requests get no answer until `free`."""
        self.caught = threading.Event()
        """Somebody waits."""
        self.free = threading.Event()
        self.distance = 0.0
        """Seconds that each request is on its way."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = _Again(body)
        if _STREAM in body:  # its answer lasts for half an hour
            return self._application(environ, start_response)
        found = _MAILBOX.search(body)
        name = found.group(1).decode() if found else ""
        self._enter(name)
        try:
            if name and name == self.kept:
                self.caught.set()
                self.free.wait()
            threading.Event().wait(self.distance)
            return list(self._application(environ, start_response))
        finally:
            with self._lock:
                self._inside[name] -= 1

    def _enter(self, name: str) -> None:
        self.passed.release()
        with self._lock:
            self._inside[name] += 1
            self.most[name] = max(self.most[name], self._inside[name])


class _Again:
    """A request's body, once more."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, size: int = -1) -> bytes:
        """Read as a stream does."""
        size = len(self._body) if size < 0 else size
        piece, self._body = self._body[:size], self._body[size:]
        return piece


@dataclass
class Plant:
    """Call `worker` for each machine."""

    world: LiveWorld
    door: Door
    base: Path
    database: EmbeddedServer
    url: str
    key: str = field(default_factory=lambda: Fernet.generate_key().decode())
    installation: str = field(default_factory=lambda: str(uuid.uuid4()))
    workers: list[Worker] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    """Everything that runs, workers included."""
    reached: str = ""
    """The address of the database for what runs, where it is another one than ours."""

    def environment(self, number: int) -> dict[str, str]:
        """Answer the environment of one machine."""
        return self.world.environment(
            SYNCLINE_DATA=str(self.world.base / f"machine{number}"),
            DATABASE_URL=self.reached or self.url,
            SYNCLINE_KEY=self.key,
            SYNCLINE_INSTALLATION=self.installation,
        )

    def through(self, url: str) -> None:
        """Let everything that is started from now on reach the database over another address."""
        self.reached = url

    def run(self, *arguments: str) -> Outcome:
        """Run a command on the first machine."""
        return self.world.run(*arguments, **self.environment(0))

    def apply(self, *, generous: bool = False, pubsub: str = "") -> None:
        """Apply the world's set-up; a generous one works both ways, deletes included.

        `pubsub` is where the org tells of changes, as HOST:PORT.
        """
        setup = self.world.setup()
        if pubsub:
            setup["connections"]["acme"]["pubsub"] = pubsub
        if generous:
            setup["configurations"]["Sales"]["contacts"]["deletes"] = "both"
            setup["configurations"]["Sales"]["events"]["direction"] = "both"
            setup["guards"] = {"deletes": {"at_least": 100_000, "percent": 100, "count": 100_000}}
        outcome = self.world.apply(setup, **self.environment(0))
        assert outcome.code == 0, outcome.err

    def worker(self, every: float = 2) -> Worker:
        """Start one more worker."""
        worker = Worker(self.environment(len(self.parts)), every)
        self.workers.append(worker)
        return self._started(worker)

    def part(self, *arguments: str) -> Part:
        """Start something else on a machine of its own."""
        return self._started(Part(self.environment(len(self.parts)), *arguments))

    def _started(self, part: _PartT) -> _PartT:
        self.parts.append(part)
        part.start()
        return part

    def restart(self) -> None:
        """Stop the database under whoever uses it, and start it again at the same address."""
        stop_embedded(self.base)
        assert self.database.start() == self.url

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """Ask the database directly."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement.encode()).fetchall()

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Look again whenever a request passed, until something holds."""
        deadline = time.monotonic() + GUARD
        while time.monotonic() < deadline:
            if holds():
                return
            self.door.passed.acquire(timeout=0.1)
        raise AssertionError(f"not within {GUARD:g} s: {what}\n" + "".join(self.said()[-60:]))

    def said(self) -> list[str]:
        """Answer what everything said."""
        return [line for part in self.parts for line in part.said]


def _as_it_is(application: WSGIApplication) -> WSGIApplication:
    return application


@contextmanager
def plant(
    folder: Path,
    reps: int = 4,
    records: int = 3,
    around: Callable[[WSGIApplication], WSGIApplication] = _as_it_is,
) -> Iterator[Plant]:
    """Answer a world whose mail server has a door, and an empty database; the workers end with the block.

    `around` puts something in front of both servers.
    """
    world = LiveWorld(folder, reps=tuple(f"rep{number}@acme.example" for number in range(reps)), records=records)
    door = Door(around(world.exchange_faults))
    world.exchange_faults = door  # type: ignore[assignment] # what is served is all that is asked of it
    world.org_faults = around(world.org_faults)  # type: ignore[assignment] # as above
    with world.serving(), TemporaryDirectory(prefix="syncline-") as base:
        database = EmbeddedServer(Path(base))
        made = Plant(world, door, Path(base), database, database.start())
        try:
            yield made
        finally:
            door.free.set()
            for part in made.parts:
                part.kill()
            database.release()
