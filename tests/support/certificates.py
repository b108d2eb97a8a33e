"""Servers under certificates of their own making."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from syncline.sandbox.certificates import Certificate
from syncline.sandbox.server import SocketServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def serving_tls(
    application: Callable[..., Any], folder: Path, name: str, *, days: int = 1
) -> Iterator[tuple[str, Path]]:
    """Serve a WSGI application over TLS; the certificate names `name` and is valid for `days` more days.

    Answers the address, without a path, and the file of the certificate.
    """
    certificate = self_signed(folder, name, days=days)
    with SocketServer(application, certificate=certificate, host="localhost") as server:
        yield server.url, certificate.certificate


def self_signed(folder: Path, name: str, *, days: int = 1) -> Certificate:
    """Write a certificate for `name` and its key."""
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
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made
