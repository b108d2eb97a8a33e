"""An application's registration and its service principal in the tenant."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.x509 import Certificate

EXCHANGE_ROLES: Final = frozenset(
    {"Contacts.ReadWrite", "Calendars.ReadWrite", "MailboxSettings.Read", "Mail.ReadBasic"}
)
"""What is assigned in Exchange by RBAC for Applications, for the mailboxes of a scope.

https://learn.microsoft.com/exchange/permissions-exo/application-rbac
"""
DIRECTORY_ROLES: Final = frozenset({"User.Read.All"})


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret; aware `expires`."""

    value: str
    expires: datetime


@dataclass(slots=True, eq=False)
class App:
    """`roles` are consented to in Entra and reach all mailboxes; `exchange_roles` reach those of the scope."""

    client_id: str
    secrets: list[Secret] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    roles: set[str] = field(default_factory=lambda: set(DIRECTORY_ROLES))
    exchange_roles: set[str] = field(default_factory=lambda: set(EXCHANGE_ROLES))
    installed: bool = True
    """Whether the tenant has a service principal of the application: an administrator's consent makes it."""
    wanted_roles: frozenset[str] = DIRECTORY_ROLES
    """What consent grants."""

    def add_certificate(self, pem: str) -> None:
        """Register a certificate's public half."""
        self.certificates.append(load_pem_x509_certificate(pem.encode()))

    def certificate(self, thumbprint: str) -> Certificate | None:
        """Find a certificate by its thumbprint, SHA-1 or SHA-256, in Base64url or hexadecimal."""
        return next((one for one in self.certificates if thumbprint.rstrip("=") in _thumbprints(one)), None)


def _thumbprints(certificate: Certificate) -> set[str]:
    der = certificate.public_bytes(Encoding.DER)
    digests = [hashlib.sha1(der, usedforsecurity=False).digest(), hashlib.sha256(der).digest()]
    return {
        text
        for digest in digests
        for text in (base64.urlsafe_b64encode(digest).decode().rstrip("="), digest.hex(), digest.hex().upper())
    }
