"""Over real sockets: certificates, time-outs, many threads on one connection."""

from __future__ import annotations

import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from syncline.connectors.errors import StopConnectionError, TimedOutError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.sandbox.server import SocketServer
from tests.contract.mailbox_stage import ANN, CONTACTS, follow, make, only
from tests.support.exchange_stage import PASSWORD, REP, ExchangeStage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THREADS = 8


@contextmanager
def tls(stage: ExchangeStage, folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Serve over TLS under a certificate of one's own that names `name`; answers the address and the certificate."""
    certificate, key = _self_signed(folder, name)
    server = Server(("127.0.0.1", 0), stage.server)
    server.ssl_adapter = BuiltinSSLAdapter(str(certificate), str(key))
    server.prepare()
    with ThreadPoolExecutor(1) as pool:
        serving = pool.submit(server.serve)
        try:
            yield f"https://localhost:{server.bind_addr[1]}/EWS/Exchange.asmx", certificate
        finally:
            server.stop()
            serving.result(timeout=5)


def _self_signed(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Acme")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


def connect(stage: ExchangeStage, url: str, *, ca_bundle: Path | None = None, wait: float = 5) -> ExchangeConnection:
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
