"""All sandbox servers at once on real sockets, filled with made-up people, and the set-up file that syncs them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox import trouble
from syncline.sandbox.clock import Clock, system_clock
from syncline.sandbox.exchange import ExchangeServer
from syncline.sandbox.exchange.app import OUTBOX
from syncline.sandbox.google_demo import CONNECTION as GOOGLE_CONNECTION
from syncline.sandbox.google_demo import GOOGLE, start_google
from syncline.sandbox.microsoft365 import Microsoft365Server, Postman
from syncline.sandbox.microsoft365_demo import CONNECTION as MICROSOFT365_CONNECTION
from syncline.sandbox.microsoft365_demo import MICROSOFT365, start_microsoft365
from syncline.sandbox.population import INTEGRATION, fill_exchange, fill_salesforce, make_population
from syncline.sandbox.posture import TLS_HOST, Posture
from syncline.sandbox.salesforce import SalesforceOrg, make_app_key
from syncline.sandbox.server import LOOPBACK, SocketServer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path
    from wsgiref.types import WSGIApplication

    from syncline.sandbox.certificates import Certificate
    from syncline.sandbox.google import GoogleServer
    from syncline.sandbox.population import Population

SALESFORCE: Final = "salesforce"
EXCHANGE: Final = "exchange"
BUILT: Final = frozenset({SALESFORCE, EXCHANGE, MICROSOFT365, GOOGLE})
MAIL: Final = {EXCHANGE: "acme-exchange", MICROSOFT365: MICROSOFT365_CONNECTION, GOOGLE: GOOGLE_CONNECTION}
"""Mail systems and what their connections are called, in the order in which reps are dealt out to them."""
ORGS: Final = ("acme-salesforce", "globex-salesforce")
"""What the connections to orgs are called. With two, every third rep is a user of the second."""
_AT_ONCE: Final = timedelta(0)
_PLAIN: Final = Posture()
_GUARDS: Final = {"deletes": {"at_least": 5, "percent": 10, "count": 50}}
_CONTACTS: Final = {
    "direction": "both", "which": "selected", "owner": "users_records", "conflicts": "salesforce", "deletes": "keep",
    "ties": "most_recently_updated",
}  # fmt: skip
_EVENTS: Final = {
    "direction": "to_salesforce", "which": "all", "private": False, "remove_deleted": True, "attendees": False,
    "conflicts": "mailbox", "window": "today", "horizon_months": 24, "may_send_mail": False,
}  # fmt: skip


@dataclass(slots=True)
class RunningSandbox:
    """Servers that answer until `stop`. `servers` and `setup` can be written as JSON.

    `servers` tells every address and credential by kind of server. `setup` is the whole set-up file: connections, and,
    where there are both an org and mail, one configuration with all reps. Files are absolute paths.
    """

    servers: dict[str, Any] = field(default_factory=dict)
    setup: dict[str, Any] = field(default_factory=dict)
    trouble: dict[str, Any] | None = None
    """What was prepared, and the address whose POST plays the second act."""
    exchange: ExchangeServer | None = None
    salesforce: SalesforceOrg | None = None
    second_org: SalesforceOrg | None = None
    google: GoogleServer | None = None
    microsoft365: Microsoft365Server | None = None
    closing: list[Callable[[], None]] = field(default_factory=list)
    """What else has to end."""
    _sockets: list[SocketServer] = field(default_factory=list)

    def serve(self, application: WSGIApplication, certificate: Certificate | None = None) -> str:
        """Put a server on a port of its own, over TLS if there is a certificate; answers its address."""
        host = LOOPBACK if certificate is None else TLS_HOST
        socket = SocketServer(application, certificate=certificate, host=host)
        self._sockets.append(socket.start())
        return socket.url

    def deliver(self, server: Microsoft365Server) -> None:
        """Carry a server's change notifications to whoever subscribes to them."""
        self.closing.append(Postman(server.tenant.subscriptions).stop)

    def stop(self) -> None:
        """Close all ports."""
        if self.exchange is not None:
            self.exchange.subscriptions.hang_up()
        while self.closing:
            self.closing.pop()()
        while self._sockets:
            self._sockets.pop().stop()


def start_sandbox(
    only: Collection[str],
    seed: int,
    reps: int,
    contacts: int,
    events: int,
    folder: Path,
    clock: Clock = system_clock,
    posture: Posture = _PLAIN,
    *,
    with_trouble: bool = False,
    google_propagation: timedelta = _AT_ONCE,
    orgs: int = 1,
) -> RunningSandbox:
    """Start the servers named in `only`, with `reps` people who have so many contacts and events each.

    `posture` is how strictly Exchange is set up. `with_trouble` prepares what an admin will really meet; that needs
    both servers and three reps. `google_propagation` is how long a write to a Google contact stays invisible to
    listings. With several mail systems everybody has a mailbox in each, and each rep syncs one of them. With two `orgs`
    everybody is a user of one of them; `servers.second_salesforce` is the other.

    Secrets that a set-up file names by path are written into `folder`, readable by nobody else. Raises `ValueError`
    for servers that are not there. Addresses, ids and keys differ from run to run, people do not.
    """
    _check(only)
    population = make_population(seed, reps, contacts, events, clock().date())
    running = RunningSandbox(setup={"connections": {}, "guards": _GUARDS})
    try:
        if SALESFORCE in only:
            _start_orgs(running, population, seed, folder, clock, orgs)
        if EXCHANGE in only:
            _start_exchange(running, population, seed, folder, clock, posture)
        if MICROSOFT365 in only:
            _start_microsoft365(running, population, seed, folder, clock)
        if GOOGLE in only:
            _start_google(running, population, seed, folder, clock, google_propagation)
    except BaseException:
        running.stop()
        raise
    mail = [connection for kind, connection in MAIL.items() if kind in only]
    if running.salesforce and mail:
        running.setup["configurations"] = _configurations(population, mail, orgs)
    if running.salesforce and running.exchange and with_trouble:
        _trouble(running, running.salesforce, running.exchange, population)
    return running


def _trouble(running: RunningSandbox, org: SalesforceOrg, exchange: ExchangeServer, population: Population) -> None:
    troubles, hands = trouble.prepare(org, exchange, population)
    running.trouble = {"prepared": trouble.as_json(troubles), "second_act_url": running.serve(hands)}
    running.setup["configurations"]["Field sales"]["contacts"] = {**_CONTACTS, **trouble.CONTACTS}


def _check(only: Collection[str]) -> None:
    if unknown := sorted(set(only) - BUILT):
        raise ValueError(f"The sandbox knows no server called {', '.join(unknown)}")


def _start_orgs(
    running: RunningSandbox, population: Population, seed: int, folder: Path, clock: Clock, orgs: int
) -> None:
    first, second = _parted(population, orgs)
    running.salesforce = _start_salesforce(running, first, seed, folder, clock, SALESFORCE, ORGS[0])
    if second.desks:
        name = f"second_{SALESFORCE}"
        running.second_org = _start_salesforce(running, second, seed + 1, folder, clock, name, ORGS[1])


def _parted(population: Population, orgs: int) -> tuple[Population, Population]:
    """Part the reps between the orgs; the second one is empty where there is but one."""
    second = population.desks[2::3] if orgs > 1 else ()
    first = tuple(desk for desk in population.desks if desk not in second)
    return replace(population, desks=first), replace(population, desks=second)


def _start_salesforce(
    running: RunningSandbox, population: Population, seed: int, folder: Path, clock: Clock, name: str, connection: str
) -> SalesforceOrg:
    """Serve an org with the population's users; `name` is its entry among the servers."""
    from syncline.sandbox.salesforce.pubsub import PubSubServer  # noqa: PLC0415 - loads gRPC

    org = SalesforceOrg(clock=clock, seed=seed)
    key = make_app_key()
    org.add_app(key)
    fill_salesforce(org, population)
    login_url = running.serve(org)
    private_key = _write(folder / f"{name}.key", key.private_key)
    pubsub = PubSubServer(org)
    running.closing.append(pubsub.stop)
    reps = [desk.rep for desk in population.desks]
    sign_in = {"login_url": login_url, "client_id": key.client_id, "username": INTEGRATION}
    running.servers[name] = {
        **sign_in,
        "private_key": private_key,
        "pubsub_address": pubsub.address,
        "users": [
            {"username": rep.address, "email": rep.address, "id": org.user_id(rep.address), "profile": rep.profile}
            for rep in reps
        ],
    }
    running.setup["connections"][connection] = {
        "kind": SALESFORCE, **sign_in, "private_key": {"file": private_key}, "pubsub": pubsub.address,
    }  # fmt: skip
    return org


def _start_exchange(
    running: RunningSandbox, population: Population, seed: int, folder: Path, clock: Clock, posture: Posture
) -> None:
    """`autodiscover_url` answers POX; SOAP is beside it under `autodiscover.svc`.

    `outbox_url` answers every mail that the server would have sent, as JSON and to anybody. Over TLS there is
    `ca_bundle`, the authority to trust.
    """
    password = f"service-{seed}"
    server = ExchangeServer(clock, password=password, seed=seed)
    posture.take(server)
    fill_exchange(server, population)
    running.exchange = server
    issued = posture.certificate(folder, clock())
    certificate, bundle = issued if issued is not None else (None, None)
    url = running.serve(server, certificate)
    sign_in = {"ews_url": f"{url}/EWS/Exchange.asmx", "service_account": server.service_account}
    running.servers[EXCHANGE] = {
        **sign_in,
        **({"ca_bundle": str(bundle)} if bundle is not None else {}),
        "autodiscover_url": f"{url}/autodiscover/autodiscover.xml",
        "outbox_url": f"{url}{OUTBOX}",
        "password": password,
        "mailboxes": [{"address": desk.rep.address, "password": desk.rep.password} for desk in population.desks],
        "denied": population.outsider.address,
    }
    secret = _write(folder / "exchange.password", password)
    running.setup["connections"]["acme-exchange"] = {
        "kind": EXCHANGE, **sign_in, **posture.setup(bundle), "password": {"file": secret},
    }  # fmt: skip


def _start_microsoft365(running: RunningSandbox, population: Population, seed: int, folder: Path, clock: Clock) -> None:
    def write(name: str, secret: str) -> str:
        return _write(folder / name, secret)

    server, told, connection = start_microsoft365(running.serve, write, population, seed, folder, clock)
    running.microsoft365 = server
    running.deliver(server)
    running.servers[MICROSOFT365] = told
    running.setup["connections"][MICROSOFT365_CONNECTION] = connection


def _start_google(
    running: RunningSandbox, population: Population, seed: int, folder: Path, clock: Clock, propagation: timedelta
) -> None:
    def write(name: str, secret: str) -> str:
        return _write(folder / name, secret)

    running.google, told, connection = start_google(
        running.serve, write, population, seed, clock, propagation, running.closing
    )
    running.servers[GOOGLE] = told
    running.setup["connections"][GOOGLE_CONNECTION] = connection


def _configurations(population: Population, mail: list[str], orgs: int) -> dict[str, Any]:
    """Deal the reps of each org out to the mail systems; the first configuration is called as if it were the only one.

    Configurations without reps are left out, but for the first.
    """
    made: dict[str, Any] = {}
    for org, part in zip(ORGS, _parted(population, orgs), strict=True):
        reps = [desk.rep.address for desk in part.desks]
        for number, name in enumerate(mail):
            own = reps[number :: len(mail)]
            called = ", ".join(word for word, first in ((org, org == ORGS[0]), (name, not number)) if not first)
            if own or not made:
                made[f"Field sales ({called})" if called else "Field sales"] = {
                    "active": True, "org": org, "mail": name, "reps": own, "contacts": _CONTACTS, "events": _EVENTS,
                }  # fmt: skip
    return made


def _write(path: Path, secret: str) -> str:
    """Write a file that nobody else may read; answers where it is."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret)
    return str(path.resolve())
