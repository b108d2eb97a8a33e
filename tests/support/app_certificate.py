"""A certificate with its key, as an app signs in with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from tests.support.cli_files import private_key

FROM = datetime(2026, 3, 2, tzinfo=UTC)


@cache
def app_certificate(days: int = 365) -> str:
    """A certificate, good for so many days, and its key in one PEM text."""
    key = load_pem_private_key(private_key(2048).encode(), None)
    assert isinstance(key, RSAPrivateKey)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Syncline")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(FROM).not_valid_after(FROM + timedelta(days=days))
    return f"{private_key(2048)}\n{builder.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()}"
