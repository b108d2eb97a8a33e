"""Keys with their certificates, made here for an app that has to know the certificate before it can be connected.

A private key never leaves: until a connection takes it, it lies in the data folder, in a file of its own (mode 0600);
then it is sealed with that connection's secrets, and the file goes. The certificate is public and is downloaded, for
Salesforce's External Client App or the app registration in Entra.

https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm asks for RSA and SHA-256.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from syncline.jobs.credentials import certificate_in
from syncline.store.files import write_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

GOOD_FOR = timedelta(days=730)
_EARLIER = timedelta(minutes=10)
"""Clocks differ: a certificate that begins a moment ago would not be good yet for somebody."""
_BITS = 3072
_ID = re.compile(r"[0-9a-f]{32}")


class UnknownKeyError(Exception):
    """There is no such key: it was taken by a connection, or thrown away."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that no connection has taken yet; only its public half."""

    id: str
    certificate: str
    """PEM."""
    made: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class KeyDrawer:
    """`new_id` answers 32 hexadecimal digits that nobody can guess."""

    folder: Path
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    bits: int = _BITS

    def make(self) -> MadeKey:
        """Make a key and its certificate, which is good for two years."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = self.new_id()
        write_once(self._path(name), make_pem(self.clock(), self.bits))
        return self._read(name)

    def all(self) -> list[MadeKey]:
        """Answer the keys that were not taken, the newest first."""
        names = [path.stem for path in self.folder.glob("*.pem")] if self.folder.is_dir() else []
        return sorted(map(self._read, names), key=lambda one: (one.made, one.id), reverse=True)

    def get(self, name: str) -> MadeKey:
        """Answer one. Raises `UnknownKeyError`."""
        return self._read(name)

    def pem(self, name: str) -> str:
        """Answer the private key and the certificate, for a connection to take. Raises `UnknownKeyError`."""
        try:
            return self._path(name).read_text(encoding="ascii")
        except FileNotFoundError:
            raise UnknownKeyError from None

    def drop(self, name: str) -> None:
        """Throw a key away, or what is left of one that a connection took."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise UnknownKeyError
        return self.folder / f"{name}.pem"

    def _read(self, name: str) -> MadeKey:
        found = certificate_in(self.pem(name))
        if found is None:
            raise UnknownKeyError
        made = found.not_valid_before_utc + _EARLIER
        return MadeKey(name, found.public_bytes(Encoding.PEM).decode(), made, found.not_valid_after_utc)


def make_pem(now: datetime, bits: int = _BITS) -> str:
    """Answer a new RSA key and its self-signed certificate, one behind the other as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Syncline")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + GOOD_FOR)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (private + signed.public_bytes(Encoding.PEM)).decode()
