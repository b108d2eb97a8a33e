"""What may be shown of a connection's credentials: in whose name it works, by which key, and how long that is good."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.x509 import Certificate

    from syncline.store.rows import ConnectionRow

_BEGIN = "-----BEGIN CERTIFICATE-----"
_ACCOUNTS = {"exchange": "service_account", "microsoft365": "tenant", "salesforce": "username"}
"""Settings that name the account through which a connection works, by kind."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Nothing of this is secret."""

    account: str = ""
    """Account or tenant; of Google's the service account's address."""
    key: str = ""
    """The id of a key, where the provider gives them any."""
    ends: datetime | None = None
    """When the certificate ends; None where there is none to see."""

    certificate: str = ""
    """As PEM: public, to be given to whoever has to know it."""

    @property
    def said(self) -> str:
        """Both on one line."""
        return f"{self.account}, key {self.key}" if self.key else self.account


def credentials_of(row: ConnectionRow) -> Credentials:
    """Answer what may be shown; a Google key has to have been read with the row."""
    if row.kind == "google":
        return _google(row.secrets.get("service_account_key", ""))
    account = str(row.settings.get(_ACCOUNTS.get(row.kind, ""), ""))
    found = next((one for one in map(certificate_in, row.secrets.values()) if one is not None), None)
    if found is None:
        return Credentials(account)
    return Credentials(account, "", found.not_valid_after_utc, found.public_bytes(Encoding.PEM).decode())


def _google(key: str) -> Credentials:
    """https://cloud.google.com/iam/docs/keys-create-delete shows the file; it says of no key when it ends."""
    try:
        held = json.loads(key)
    except ValueError:
        return Credentials()
    return Credentials(held.get("client_email", ""), held.get("private_key_id", "")) if held else Credentials()


def certificate_in(pem: str) -> Certificate | None:
    """Answer the certificate that stands in a PEM text beside a private key; None where there is none."""
    return load_pem_x509_certificate(pem[pem.index(_BEGIN) :].encode()) if _BEGIN in pem else None
