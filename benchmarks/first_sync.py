"""A first sync of one mailbox into Salesforce: by Syncline, by its own requests alone, and by a plain script.

Syncline's time runs from its first request to its last, and holds what a command loads between them (exchangelib, about
half a second), which a worker that runs already has in memory: few records look slower than they are. The floor
sends what Syncline sent, byte for byte and one after another, to the same servers, and reads the answers. The plain
script is what somebody writes on an afternoon: exchangelib lists the folder, simple-salesforce creates.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import requests
from exchangelib import IMPERSONATION, Account, Configuration, Credentials, close_connections
from simple_salesforce import Salesforce
from tests.support.cli_world import FOLDER, LiveWorld, app_key
from tests.support.salesforce_org import PlainHttp

from benchmarks.recorder import Recorder, Sent

if TYPE_CHECKING:
    from collections.abc import Callable

REP = "rep0@acme.example"


@dataclass(frozen=True)
class Measured:
    """One way's figures; `bytes` are those of the requests' bodies."""

    rate: float
    requests: int
    bytes: int


def first_sync(records: int, latency: float) -> dict[str, Measured]:
    """Measure all three, each on servers of its own but the floor, which takes those of Syncline."""
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory(prefix="syncline-bench-") as folder:
        world, recorder = _world(Path(folder), records, latency)
        with world.serving():
            assert world.apply().code == 0
            recorder.sent.clear()
            assert world.run("sync", "--once").code == 0
            assert world.counts("Contact") == records
            sent, hosts = list(recorder.sent), dict(world.urls)
            found["Syncline"] = _measured(records, sent[-1].at - sent[0].at, recorder)
            took = _timed(lambda: _send_all(hosts, sent))
            found["the same requests in a bare loop"] = Measured(records / took, *_size(sent))
            world.run("stop")
    with tempfile.TemporaryDirectory(prefix="syncline-bench-") as folder:
        world, recorder = _world(Path(folder), records, latency)
        with world.serving():
            recorder.sent.clear()
            took = _timed(lambda: _plain(world))
            assert world.counts("Contact") == records
            found["exchangelib + simple-salesforce"] = _measured(records, took, recorder)
            close_connections()
    return found


def _world(folder: Path, records: int, latency: float) -> tuple[LiveWorld, Recorder]:
    world = LiveWorld(folder, reps=(REP,), records=0)
    for _ in range(records):
        world.add_contact(REP)
    recorder = Recorder(latency)
    world.exchange_faults = recorder.around("exchange", world.exchange_faults)  # type: ignore[assignment]
    world.org_faults = recorder.around("salesforce", world.org_faults)  # type: ignore[assignment]
    return world, recorder


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _measured(records: int, took: float, recorder: Recorder) -> Measured:
    return Measured(records / took, *_size(recorder.sent))


def _size(sent: list[Sent]) -> tuple[int, int]:
    return len(sent), sum(len(one.body) for one in sent)


_SESSION = requests.Session()


def _send_all(hosts: dict[str, str], sent: list[Sent]) -> None:
    for one in sent:
        _SESSION.request(one.method, hosts[one.server] + one.path, data=one.body, headers=one.headers, timeout=60)


def _plain(world: LiveWorld) -> None:
    """Record by record."""
    session = requests.Session()
    session.mount("https://", PlainHttp(world.urls["salesforce"]))
    salesforce = Salesforce(
        username=REP, consumer_key=app_key().client_id, privatekey=app_key().private_key, session=session
    )
    configuration = Configuration(
        service_endpoint=f"{world.urls['exchange']}/EWS/Exchange.asmx",
        credentials=Credentials(world.exchange.service_account, world.exchange.password),
        auth_type="basic",
    )
    account = Account(REP, config=configuration, autodiscover=False, access_type=IMPERSONATION)
    folder = next(one for one in account.contacts.children if one.name == FOLDER)
    for card in folder.all():
        row = {"FirstName": card.given_name, "LastName": card.surname, "Email": card.email_addresses[0].email}
        salesforce.Contact.create(row)
