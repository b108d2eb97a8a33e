"""The Microsoft 365 server on a socket of its own, filled with a population, and its part of the set-up file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.certificates import Authority
from syncline.sandbox.microsoft365 import OUTBOX, Microsoft365Server, WebCourier
from syncline.sandbox.population import fill_microsoft365
from syncline.sandbox.posture import TLS_HOST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from syncline.sandbox.certificates import Certificate
    from syncline.sandbox.clock import Clock
    from syncline.sandbox.population import Population

MICROSOFT365: Final = "microsoft365"
CONNECTION: Final = "acme-m365"


def start_microsoft365(
    serve: Callable[[Microsoft365Server, Certificate], str],
    write: Callable[[str, str], str],
    population: Population,
    seed: int,
    folder: Path,
    clock: Clock,
) -> tuple[Microsoft365Server, dict[str, Any], dict[str, Any]]:
    """Answer the server, what `servers` tells of it, and its connection in the set-up file.

    `serve` puts it on a port over TLS and answers the address; `write` keeps a secret under a name and answers where.
    `ca_bundle` is the authority to trust, a file in `folder`. `outbox_url` answers every mail that would have been
    sent, as JSON and to anybody.
    """
    server = Microsoft365Server(clock, seed=seed)
    server.tenant.subscriptions.courier = WebCourier()
    fill_microsoft365(server, population)
    home = folder / MICROSOFT365
    home.mkdir()
    authority = Authority(home, clock())
    url = serve(server, authority.issue([TLS_HOST, "127.0.0.1"]))
    addresses = {"authority": f"{url}/{server.tenant.id}", "graph_url": f"{url}/v1.0"}
    sign_in = {"tenant": server.tenant.id, "client_id": server.client_id, "ca_bundle": str(authority.bundle.resolve())}
    told = {
        **addresses,
        **sign_in,
        "client_secret": server.secret,
        "outbox_url": f"{url}{OUTBOX}",
        "mailboxes": [
            {"address": desk.rep.address, "id": server.user(desk.rep.address).id} for desk in population.desks
        ],
        "denied": population.outsider.address,
    }
    secret = {"client_secret": {"file": write("microsoft365.secret", server.secret)}}
    return server, told, {"kind": MICROSOFT365, **addresses, **sign_in, **secret}
