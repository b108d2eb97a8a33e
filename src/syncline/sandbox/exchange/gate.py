"""Who is calling: HTTP Basic and NTLM, as IIS in front of Exchange does them.

NTLM signs a TCP connection in, not a request: what comes later by the same connection needs no header any more.
Extended Protection: https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.connection import CONNECTION

from .errors import SignInError
from .ntlm import Handshake, NtlmError, channel_binding, is_final, read_claim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.exchange.directory import Directory

BASIC: Final = "Basic"
NTLM: Final = "NTLM"
NEGOTIATE: Final = "Negotiate"
_CERTIFICATE: Final = "SSL_SERVER_CERT"


class ExtendedProtection(StrEnum):
    """What IIS does about channel bindings."""

    NONE = "none"
    ALLOW = "allow"
    REQUIRE = "require"


class _RefusedError(Exception):
    """An account that is not known, or a password that is not its."""


@dataclass(slots=True)
class SignInPolicy:
    """Which schemes the server offers, in order, and whether a sign-in must be bound to the TLS channel."""

    schemes: tuple[str, ...] = (NTLM, BASIC)
    extended_protection: ExtendedProtection = ExtendedProtection.NONE
    blocked: bool = False
    """The web services are switched off for who signs in (`Set-CASMailbox -EwsEnabled $false`): HTTP 403."""


class Gate:
    """Lets known accounts in."""

    def __init__(self, directory: Directory) -> None:
        self.policy = SignInPolicy()
        self._directory = directory

    def admit(self, environ: Mapping[str, Any], realm: str) -> str:
        """Answer the address that signed in. Raises `SignInError` with what to put into WWW-Authenticate."""
        scheme, _, rest = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
        connection = environ.get(CONNECTION)
        offered = [one for one in self.policy.schemes if one == BASIC or connection is not None]
        named = next((one for one in offered if one.lower() == scheme.lower()), None)
        if not scheme and connection is not None and "user" in connection:
            return str(connection["user"])
        refused = SignInError(tuple(f'Basic realm="{realm}"' if one == BASIC else one for one in offered))
        if named is None:
            raise refused
        try:
            if named == BASIC:
                return self._basic(rest)
            return self._ntlm(named, base64.b64decode(rest, validate=True), environ)
        except (binascii.Error, UnicodeDecodeError, NtlmError, _RefusedError) as error:
            if connection is not None:
                connection.clear()
            raise refused from error

    def _basic(self, encoded: str) -> str:
        user, separator, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        address, expected = self._account(user)
        if not separator or not hmac.compare_digest(expected.encode(), password.encode()):
            raise _RefusedError
        return address

    def _ntlm(self, scheme: str, token: bytes, environ: Mapping[str, Any]) -> str:
        connection = environ[CONNECTION]
        if not is_final(token):
            handshake = connection["handshake"] = Handshake()
            challenge = base64.b64encode(handshake.challenge(token)).decode()
            raise SignInError((f"{scheme} {challenge}",))
        handshake = connection.pop("handshake", None)
        if handshake is None:
            raise _RefusedError
        claim = read_claim(token)
        address, password = self._account(claim.name)
        handshake.finish(token, claim, password)
        self._check_binding(claim.binding, environ.get(_CERTIFICATE))
        connection["user"] = address
        return address

    def _account(self, name: str) -> tuple[str, str]:
        address = self._directory.account(name)
        password = self._directory.password(address) if address else None
        if address is None or password is None:
            raise _RefusedError
        return address, password

    def _check_binding(self, binding: bytes | None, certificate: str | None) -> None:
        wanted = self.policy.extended_protection
        if wanted is ExtendedProtection.NONE or certificate is None:
            return
        if binding is None and wanted is ExtendedProtection.ALLOW:
            return
        if binding != channel_binding(certificate):
            raise _RefusedError
