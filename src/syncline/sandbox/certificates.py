"""A private certification authority, and certificates that it issues for the servers of the sandbox."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files in PEM form: a server's certificate and its private key."""

    certificate: Path
    key: Path


class Authority:
    """Issues certificates; `bundle` is the file that a client has to trust."""

    def __init__(self, folder: Path, now: datetime) -> None:
        """Write the authority's own certificate into `folder`; it is valid for a year from `now`."""
        self._folder = folder
        self._now = now
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Syncline sandbox authority")
        self.bundle = folder / "sandbox-ca.pem"
        builder = _begun(self._name, self._name, self._key.public_key(), now - _DAY, now + _YEAR)
        usage = x509.BasicConstraints(ca=True, path_length=0)
        signed = builder.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())
        self.bundle.write_bytes(signed.public_bytes(Encoding.PEM))

    def issue(self, names: Sequence[str], *, expired: bool = False) -> Certificate:
        """Issue a certificate for host names and IP addresses; an expired one ran out yesterday."""
        key = ec.generate_private_key(ec.SECP256R1())
        begin, end = (self._now - _YEAR, self._now - _DAY) if expired else (self._now - _DAY, self._now + _YEAR)
        builder = _begun(_named(names[0]), self._name, key.public_key(), begin, end)
        alternatives = x509.SubjectAlternativeName([_alternative(name) for name in names])
        signed = builder.add_extension(alternatives, critical=False).sign(self._key, hashes.SHA256())
        stem = names[0].replace("*", "any")
        issued = Certificate(self._folder / f"{stem}.pem", self._folder / f"{stem}.key")
        issued.certificate.write_bytes(signed.public_bytes(Encoding.PEM))
        issued.key.touch(mode=0o600)
        issued.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return issued


def _named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begin: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
