"""The JSON key of a service account, as the Cloud console hands it out.

https://cloud.google.com/iam/docs/keys-create-delete
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from syncline.connectors.errors import SignInAgainError

TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """Who signs in: `email` is the service account, `id` names the key, `token_url` is where tokens are asked for."""

    email: str
    id: str
    token_url: str
    client_id: str
    private_key: RSAPrivateKey = field(repr=False)


@lru_cache(maxsize=8)
def read_key(text: str) -> ServiceKey:
    """Read a key file. Raises `SignInAgainError` for anything else; no part of it is told. Read once: it takes long."""
    try:
        held = json.loads(text)
        private = load_pem_private_key(str(held["private_key"]).encode(), password=None)
        email, key_id = str(held["client_email"]), str(held.get("private_key_id") or "")
    except (ValueError, KeyError, TypeError, UnsupportedAlgorithm):
        raise _unreadable() from None  # the cause could quote the key
    if not isinstance(private, RSAPrivateKey):
        raise _unreadable()
    token_url = str(held.get("token_uri") or TOKEN_URL)
    return ServiceKey(email, key_id, token_url, str(held.get("client_id") or ""), private)


def _unreadable() -> SignInAgainError:
    detail = "The service account's key is not a JSON key file of Google Cloud."
    return SignInAgainError(detail, code="google_key_unreadable")
