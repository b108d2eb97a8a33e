"""The key of a service account: the client signs with it, the server knows the public half."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PROJECT: Final = "syncline-sandbox"
ADDRESS: Final = f"syncline@{PROJECT}.iam.gserviceaccount.com"
CLIENT_ID: Final = "104729104729104729104"


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """One key of a service account, both halves as PEM text."""

    id: str
    private_key: str
    public_key: str

    def key_file(self, token_uri: str) -> dict[str, str]:
        """Answer the JSON that Google lets an admin download, with a token address of one's own.

        https://developers.google.com/identity/protocols/oauth2/service-account#creatinganaccount
        """
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": self.id,
            "private_key": self.private_key,
            "client_email": ADDRESS,
            "client_id": CLIENT_ID,
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_uri,
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "universe_domain": "googleapis.com",
        }


def make_service_key(key_id: str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c") -> ServiceKey:
    """Make a fresh RSA key of 2048 bits."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return ServiceKey(key_id, private.decode(), public.decode())
