"""Tokens of the app by OAuth 2.0 client credentials, with a secret or a certificate; MSAL keeps and renews them.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jwt
import msal

from syncline.connectors.errors import BadAnswerError, RetryLaterError, SignInAgainError
from syncline.connectors.microsoft365.msal_http import MsalHttp
from syncline.connectors.microsoft365.sign_in_refusals import refusal

if TYPE_CHECKING:
    from syncline.connectors.microsoft365.settings import Microsoft365Settings
    from syncline.connectors.transport import Transport

_PEM = re.compile("-----BEGIN ([A-Z ]+)-----.*?-----END \\1-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and the app roles that it says it carries: for showing alone, Graph alone judges them."""

    secret: str = field(repr=False)
    roles: tuple[str, ...] = ()


class SignIn:
    """Signs the app in. May be used by many threads at once."""

    def __init__(self, settings: Microsoft365Settings, transport: Transport) -> None:
        self._settings = settings
        self._http = MsalHttp(transport)
        self._lock = threading.Lock()
        self._app: Any = None

    @property
    def certificate(self) -> str:
        """The certificate alone, as PEM; empty where the app has a secret."""
        return _blocks(self._settings.certificate).get("CERTIFICATE", "")

    def token(self, *, anew: bool = False) -> Token:
        """Answer a token; `anew` when the one before was refused. Raises `SignInAgainError`."""
        with self._lock:
            try:
                return self._token(anew=anew)
            except ValueError as error:
                raise self._refused(self._http.last) from error

    def _token(self, *, anew: bool) -> Token:
        if self._app is None:
            self._app = self._made()
        if anew:
            self._app.remove_tokens_for_client()
        answer: dict[str, Any] = self._app.acquire_token_for_client([self._settings.scope])
        secret = answer.get("access_token")
        if not isinstance(secret, str):
            raise self._refused(answer)
        return Token(secret, _roles(secret))

    def _made(self) -> Any:
        """Make the client. A certificate that is no certificate raises `ValueError`, as a tenant does that is none."""
        return msal.ConfidentialClientApplication(
            self._settings.client_id,
            authority=self._settings.sign_in_url,
            client_credential=_credential(self._settings),
            http_client=self._http,
            # It would ask the public cloud whether a national one, or a test's, is Microsoft's.
            instance_discovery=False,
        )

    def _refused(self, answer: Any) -> SignInAgainError | RetryLaterError:
        host = self._settings.sign_in_url.split("/")[2]
        if not answer:
            return BadAnswerError(f"{host} does not say how to sign in", code="bad_answer")
        return refusal(answer, host)


def _credential(settings: Microsoft365Settings) -> Any:
    if not settings.certificate:
        return settings.client_secret
    blocks = _blocks(settings.certificate)
    return {"private_key": blocks.get("KEY", ""), "public_certificate": blocks.get("CERTIFICATE", "")}


def _blocks(pem: str) -> dict[str, str]:
    return {found[1].rpartition(" ")[2]: found[0] for found in _PEM.finditer(pem)}


def _roles(secret: str) -> tuple[str, ...]:
    try:
        claims = jwt.decode(secret, options={"verify_signature": False})
    except jwt.PyJWTError:
        return ()
    roles = claims.get("roles")
    return tuple(str(one) for one in roles) if isinstance(roles, list) else ()
