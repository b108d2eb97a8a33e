"""Over real sockets: certificates, time-outs, many threads on one connection."""

from __future__ import annotations

import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import StopConnectionError, TimedOutError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.sandbox.server import SocketServer
from tests.contract.mailbox_stage import ANN, CONTACTS, follow, make, only
from tests.support.certificates import serving_tls
from tests.support.exchange_stage import PASSWORD, REP, ExchangeStage
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THREADS = 8


@contextmanager
def tls(stage: ExchangeStage, folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Serve over TLS under a certificate of one's own that names `name`; answers the address and the certificate."""
    with serving_tls(stage.server, folder, name) as (address, certificate):
        yield f"{address}/EWS/Exchange.asmx", certificate


def connect(
    stage: ExchangeStage, url: str, *, ca_bundle: Path | None = None, wait: float = GUARD
) -> ExchangeConnection:
    settings = ExchangeSettings(
        url, "svc@acme.example", PASSWORD, ca_bundle=ca_bundle, read_timeout=wait, connect_timeout=wait
    )
    return ExchangeConnection(settings, clock=stage.now)


def test_a_private_authority_is_trusted_by_its_file(stage: ExchangeStage, tmp_path: Path) -> None:
    with tls(stage, tmp_path, "localhost") as (url, bundle), connect(stage, url, ca_bundle=bundle) as connection:
        mailbox = connection.open(REP, {}, installation="here", org_id="00D1")
        assert mailbox.changes(CONTACTS, None).more is False


@pytest.mark.parametrize(("name", "trusted"), [("localhost", False), ("mail.other.example", True)])
def test_a_certificate_that_proves_nothing(stage: ExchangeStage, tmp_path: Path, name: str, *, trusted: bool) -> None:
    with (
        tls(stage, tmp_path, name) as (url, bundle),
        connect(stage, url, ca_bundle=bundle if trusted else None) as connection,
        pytest.raises(StopConnectionError) as caught,
    ):
        connection.open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)
    assert caught.value.code == "certificate"
    assert "ca_bundle" in caught.value.remedy
    assert stage.server.requests == Counter()


def test_a_server_that_accepts_and_then_says_nothing(stage: ExchangeStage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/EWS/Exchange.asmx"
        with connect(stage, url, wait=0.05) as connection, pytest.raises(TimedOutError):
            connection.open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)


def test_many_threads_share_a_connection(stage: ExchangeStage) -> None:
    addresses = [f"rep{one}@acme.example" for one in range(THREADS)]
    for address in addresses:
        stage.server.add_mailbox(address, "secret")

    def cycle(address: str) -> set[str]:
        mailbox = connection.open(address, {}, installation="here", org_id="00D1")
        done = {make(mailbox, CONTACTS, {**ANN, "Surname": address}, f"{address}{one}").id for one in range(3)}
        pages, _ = follow(mailbox, CONTACTS, None)
        assert {one.id for page in pages for one in page.mentions} == done
        assert {only(one).values["Surname"] for one in mailbox.read(CONTACTS, sorted(done))} == {address}
        return done

    with SocketServer(stage.server) as server:
        with connect(stage, f"{server.url}/EWS/Exchange.asmx") as connection, ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(cycle, addresses))
        assert Counter(connection.calls) == stage.server.requests
    assert len(set().union(*found)) == 3 * THREADS
