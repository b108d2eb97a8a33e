"""How long it takes from a contact saved on one side to the contact on the other, with many mailboxes."""

from __future__ import annotations

import io
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.cli_world import PROGRAM, sync_folder

from benchmarks.service.seeding import address_of
from benchmarks.service.works import wait, works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from benchmarks.service.works import Works

PUSHED_EVERY, POLLED_EVERY = 300.0, 60.0
"""Seconds of a cycle: the promised one where servers tell of changes, a shorter one where nobody does."""
_GAP = 0.7
"""Seconds between two people's changes."""
_CREATING = (b"/composite/sobjects", b"CreateItem")
_LISTENED_TO = "SELECT count(*) FROM store_turn WHERE whose = 'push' AND name LIKE 'acme/%'"
_TOPICS = 3
"""Lines to one org: contacts, events, accounts."""


@dataclass
class Arrivals:
    """Stands in front of both servers, and notes when each record that is looked out for was made there."""

    expected: dict[bytes, float] = field(default_factory=dict)
    """By e-mail address, when it was saved on the other side."""
    took: list[float] = field(default_factory=list)

    def around(self, application: WSGIApplication) -> WSGIApplication:
        """Answer the application, with everything looked at that is sent to it."""

        def looking(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            answer = application(environ, start_response)
            if not any(one in body for one in _CREATING):
                return answer  # as it comes: a streaming one takes half an hour
            made = list(answer)
            for email in [one for one in list(self.expected) if one in body]:
                self.took.append(time.monotonic() - self.expected.pop(email))
            return made

        return looking


def latencies(mailboxes: int, samples: int) -> dict[tuple[str, str], list[float]]:
    """Measure by polling and with open lines, both ways; answers seconds by way and direction, the shortest first."""
    arrivals, found = Arrivals(), dict[tuple[str, str], list[float]]()
    with works(mailboxes, POLLED_EVERY, arrivals.around) as made:
        people = _People(made, arrivals, samples)
        polling = made.plant.worker(POLLED_EVERY)
        made.warm()
        found |= people.both_ways(f"polling every {POLLED_EVERY:g} s")
        polling.kill()
        made.plant.worker(PUSHED_EVERY)
        with _listener(made):
            wait(lambda: int(str(made.plant.ask(_LISTENED_TO)[0][0])) >= mailboxes, 0.5)
            wait(lambda: made.telling.subscriptions >= _TOPICS, 0.5)
            found |= people.both_ways("told by the servers")
    return found


@dataclass
class _People:
    """Save contacts, each somebody else's."""

    made: Works
    arrivals: Arrivals
    samples: int
    _saved: int = 0

    def both_ways(self, way: str) -> dict[tuple[str, str], list[float]]:
        """Answer how long the changes of each direction took."""
        return {
            (way, "mailbox to Salesforce"): self._changes(self._in_mailbox),
            (way, "Salesforce to mailbox"): self._changes(self._in_salesforce),
        }

    def _changes(self, save: Callable[[str, str], None]) -> list[float]:
        self.arrivals.took.clear()
        for number in range(self.samples):
            self._saved += 1
            email = f"sample{self._saved}@customer.example"
            self.arrivals.expected[email.encode()] = time.monotonic()
            save(address_of(number * self.made.mailboxes // self.samples), email)
            threading.Event().wait(_GAP)
        wait(lambda: len(self.arrivals.took) == self.samples, 0.1)
        return sorted(self.arrivals.took)

    def _in_mailbox(self, address: str, email: str) -> None:
        world = self.made.plant.world
        mailbox = world.exchange.mailboxes[address]
        names = {"GivenName": world.faker.first_name(), "Surname": world.faker.last_name()}
        mailbox.create_contact({**names, "EmailAddresses": {"EmailAddress1": email}}, folder=sync_folder(mailbox))

    def _in_salesforce(self, address: str, email: str) -> None:
        world = self.made.plant.world
        world.org.as_user(address).create("Contact", {"LastName": world.faker.last_name(), "Email": email})


@contextmanager
def _listener(made: Works) -> Iterator[None]:
    """Listen while the block runs, as a process of its own."""
    listener = subprocess.Popen(  # noqa: S603 - our own program
        [*PROGRAM, "listen"], env=made.plant.environment(99), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        listener.kill()
        listener.wait()
