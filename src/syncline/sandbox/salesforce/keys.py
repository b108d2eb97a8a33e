"""The key pair of a connected app: the client signs with the private key, the org knows the public one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import load_pem_x509_certificate

CLIENT_ID: Final = "3MVG9SandboxSynclineExternalClientApp.JwtBearer.0001"
"""What the sandbox's app is called unless a test says otherwise."""


@dataclass(frozen=True, slots=True)
class AppKey:
    """A connected app's client id and both halves of its key, as PEM text."""

    client_id: str
    private_key: str
    public_key: str


def make_app_key(client_id: str = CLIENT_ID) -> AppKey:
    """Make a fresh RSA key pair of 2048 bits."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return AppKey(client_id, private.decode(), _pem(key.public_key()))


def public_pem(pem: str) -> str:
    """Answer the public key in a PEM public key or X.509 certificate."""
    if "BEGIN CERTIFICATE" not in pem:
        return pem
    key = load_pem_x509_certificate(pem.encode()).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError("The certificate of a connected app holds an RSA key")
    return _pem(key)


def _pem(key: rsa.RSAPublicKey) -> str:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
