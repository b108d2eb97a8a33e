"""Servers under certificates of their own making."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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
    certificate, key = self_signed(folder, name, days=days)
    server = Server(("127.0.0.1", 0), application)
    server.ssl_adapter = BuiltinSSLAdapter(str(certificate), str(key))
    server.prepare()
    with ThreadPoolExecutor(1) as pool:
        serving = pool.submit(server.serve)
        try:
            yield f"https://localhost:{server.bind_addr[1]}", certificate
        finally:
            server.stop()
            serving.result(timeout=5)


def self_signed(folder: Path, name: str, *, days: int = 1) -> tuple[Path, Path]:
    """Write a certificate for `name` and its key; answers both files."""
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
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
