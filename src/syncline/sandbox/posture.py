"""How strictly the sandbox's Exchange server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .certificates import Authority
from .exchange.builds import BUILDS
from .exchange.gate import ExtendedProtection

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from .certificates import Certificate
    from .exchange import ExchangeServer

TLS_HOST = "localhost"


@dataclass(frozen=True, slots=True)
class Posture:
    """Ways to sign in, in the order in which they are offered; the binding to TLS; the build; whether there is TLS."""

    schemes: tuple[str, ...] = ("NTLM", "Basic")
    extended_protection: ExtendedProtection = ExtendedProtection.NONE
    build: str = "2016 CU23"
    tls: bool = False

    def take(self, server: ExchangeServer) -> None:
        """Set a server up like this."""
        server.sign_in.schemes = self.schemes
        server.sign_in.extended_protection = self.extended_protection
        server.version = BUILDS[self.build]

    def certificate(self, folder: Path, now: datetime) -> tuple[Certificate, Path] | None:
        """Answer a certificate for `TLS_HOST` and the bundle that a client trusts; None without TLS."""
        if not self.tls:
            return None
        authority = Authority(folder, now)
        return authority.issue([TLS_HOST, "127.0.0.1"]), authority.bundle

    def setup(self, bundle: Path | None) -> dict[str, str]:
        """Answer what the set-up file has to say about it."""
        auth = {"auth": "basic" if "Basic" in self.schemes else "ntlm"}
        return auth | ({"ca_bundle": str(bundle)} if bundle is not None else {})
