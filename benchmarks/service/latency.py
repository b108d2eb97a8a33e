"""How long it takes from a contact saved in a mailbox to the contact in Salesforce, with many mailboxes."""

from __future__ import annotations

import io
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.cli_world import PROGRAM

from benchmarks.service.seeding import address_of
from benchmarks.service.works import wait, works

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from benchmarks.service.works import Works

PUSHED_EVERY, POLLED_EVERY = 300.0, 60.0
"""Seconds of a cycle: the promised one where servers tell of changes, a shorter one where nobody does."""
_GAP = 0.7
"""Seconds between two people's changes."""
_LISTENED_TO = "SELECT count(*) FROM store_turn WHERE whose = 'push' AND name LIKE 'acme/%'"


@dataclass
class Arrivals:
    """Stands in front of the org, and notes when each record that is looked out for was made."""

    expected: dict[bytes, float] = field(default_factory=dict)
    """By e-mail address, when it was saved in the mailbox."""
    took: list[float] = field(default_factory=list)

    def around(self, application: WSGIApplication) -> WSGIApplication:
        """Answer the application, with everything looked at that is sent to it."""

        def looking(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            answer = list(application(environ, start_response))
            if b"/composite/sobjects" in body:
                for email in [one for one in list(self.expected) if one in body]:
                    self.took.append(time.monotonic() - self.expected.pop(email))
            return answer

        return looking


def latencies(mailboxes: int, samples: int) -> dict[str, list[float]]:
    """Measure by polling and with an open line; answers seconds by way, the shortest first."""
    arrivals, found = Arrivals(), dict[str, list[float]]()
    with works(mailboxes, POLLED_EVERY, arrivals.around) as made:
        polling = made.plant.worker(POLLED_EVERY)
        made.warm()
        found[f"polling every {POLLED_EVERY:g} s"] = _changes(made, arrivals, samples, 0)
        polling.kill()
        made.plant.worker(PUSHED_EVERY)
        with _listener(made):
            wait(lambda: int(str(made.plant.ask(_LISTENED_TO)[0][0])) >= mailboxes, 0.5)
            found["streaming notifications"] = _changes(made, arrivals, samples, samples)
    return found


def _changes(made: Works, arrivals: Arrivals, samples: int, first: int) -> list[float]:
    """Let somebody else save a contact every moment; answers how long each took."""
    arrivals.took.clear()
    for number in range(samples):
        address = address_of(number * made.mailboxes // samples)
        mailbox = made.plant.world.exchange.mailboxes[address]
        email = f"sample{first + number}@customer.example"
        names = {"GivenName": made.plant.world.faker.first_name(), "Surname": made.plant.world.faker.last_name()}
        folder = next(one for one in list(mailbox.folders.values()) if one.name == "Salesforce_Sync")
        arrivals.expected[email.encode()] = time.monotonic()
        mailbox.create_contact({**names, "EmailAddresses": {"EmailAddress1": email}}, folder=folder)
        threading.Event().wait(_GAP)
    wait(lambda: len(arrivals.took) == samples, 0.1)
    return sorted(arrivals.took)


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
