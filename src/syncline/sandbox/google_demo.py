"""The Google server on a socket of its own, filled with a population, and its part of the set-up file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google import GoogleServer
from syncline.sandbox.google.app import OUTBOX
from syncline.sandbox.google.postman import Postman
from syncline.sandbox.population import fill_google

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from syncline.sandbox.clock import Clock
    from syncline.sandbox.population import Population

GOOGLE: Final = "google"
CONNECTION: Final = "acme-google"


def start_google(
    serve: Callable[[GoogleServer], str],
    write: Callable[[str, str], str],
    population: Population,
    seed: int,
    clock: Clock,
    propagation: timedelta,
    closing: list[Callable[[], None]],
) -> tuple[GoogleServer, dict[str, Any], dict[str, Any]]:
    """Answer the server, what `servers` tells of it, and its connection in the set-up file.

    `serve` puts it on a port and answers the address; `write` keeps a secret under a name and answers where. Writes to
    contacts show in listings after `propagation`; what ends with the server is put into `closing`. `outbox_url` answers
    every mail that Google would have sent, as JSON and to anybody.
    """
    server = GoogleServer(clock, seed=seed)
    server.propagation = propagation
    fill_google(server, population)
    closing.append(Postman(server.channels).start().stop)
    url = serve(server)
    key_file = write("google-key.json", server.key_file(url))
    addresses = {"calendar_url": f"{url}/calendar/v3", "people_url": f"{url}/v1"}
    told = {
        **addresses,
        "key_file": key_file,
        "outbox_url": f"{url}{OUTBOX}",
        "mailboxes": [{"address": desk.rep.address} for desk in population.desks],
        "denied": population.outsider.address,
    }
    return server, told, {"kind": GOOGLE, **addresses, "service_account_key": {"file": key_file}}
