"""Microsoft's own libraries drive the Microsoft 365 server, unmodified. Set up by `make interop`."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from syncline.sandbox.certificates import Authority
from syncline.sandbox.clock import system_clock
from syncline.sandbox.microsoft365 import Microsoft365Server
from syncline.sandbox.server import SocketServer

HERE = Path(__file__).parent
PYTHON = HERE / ".venv" / "bin" / "python"
ANN = "ann.meyer@acme.example"
SECONDS = 120

pytestmark = pytest.mark.interop


def _credential() -> tuple[str, str]:
    """Answer a private key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "syncline")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), made.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def server() -> Microsoft365Server:
    made = Microsoft365Server(system_clock)
    made.add_mailbox(ANN, given_name="Ann", surname="Meyer", aliases=["a.meyer@acme.example"])
    return made


@pytest.fixture(scope="module")
def seen(server: Microsoft365Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    assert PYTHON.exists(), "Microsoft's libraries are not installed: run `make interop`"
    authority = Authority(tmp_path_factory.mktemp("authority"), system_clock())
    private_key, certificate = _credential()
    server.app.add_certificate(certificate)
    with SocketServer(server, certificate=authority.issue(["localhost"]), host="localhost") as socket:
        told = {
            "authority": f"{socket.url}/{server.tenant.id}",
            "wrong_authority": f"{socket.url}/00000000-0000-4000-8000-000000000000",
            "graph_url": f"{socket.url}/v1.0",
            "client_id": server.client_id,
            "client_secret": server.secret,
            "private_key": private_key,
            "certificate": certificate,
            "address": ANN,
        }
        trust = {"REQUESTS_CA_BUNDLE": str(authority.bundle), "SSL_CERT_FILE": str(authority.bundle)}
        run = subprocess.run(  # noqa: S603 - our own script, with our own arguments
            [str(PYTHON), str(HERE / "drive_graph.py")],
            input=json.dumps(told), env=os.environ | trust, capture_output=True, text=True, timeout=SECONDS,
            check=False,
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    made: dict[str, Any] = json.loads(run.stdout)
    return made


def test_msal_signs_in_by_secret_and_by_certificate(seen: dict[str, Any]) -> None:
    told = seen["sign_in"]
    assert (told["by_secret"], told["by_certificate"]) == (True, True)
    assert told["wrong_secret"] == ["invalid_client", [7000215]]
    assert told["wrong_tenant"]


def test_the_sdk_finds_people_by_address(seen: dict[str, Any]) -> None:
    assert seen["users"] == [[ANN, [f"SMTP:{ANN}", "smtp:a.meyer@acme.example"]]]


def test_the_sdk_makes_follows_changes_and_deletes_contacts(seen: dict[str, Any]) -> None:
    assert seen["contacts"] == {
        "pages": [2, 1],
        "changed": ["Countess", "Ada", "Ada@c.example"],
        "after": [[False, False], [True, True]],
        "listed": ["Ada", "Edith"],
        "refused": "400 ErrorInvalidIdMalformed",
    }


def test_the_sdk_makes_follows_changes_and_deletes_events(seen: dict[str, Any], server: Microsoft365Server) -> None:
    assert seen["events"] == {
        "start": ["2026-07-06T07:00:00.0000000", "UTC"],
        "same": True,
        "told": [["Offer"], ["Offer, second version"]],
        "gone": [True],
    }
    assert [mail.kind for mail in server.outbox] == ["invitation", "update", "cancellation"]


def test_the_sdk_sends_batches(seen: dict[str, Any]) -> None:
    assert seen["batch"] == {"statuses": [201, 400]}
