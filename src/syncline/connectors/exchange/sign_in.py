"""How requests are signed: HTTP Basic, NTLM, or whichever of the two the server offers."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from requests.auth import AuthBase

from syncline.connectors.exchange import ntlm
from syncline.connectors.exchange.challenges import offered

if TYPE_CHECKING:
    import requests

    from syncline.connectors.exchange.settings import ExchangeSettings

_UNAUTHORIZED = 401


class SignIn(AuthBase):
    """Signs the requests of one connection; shared by its sessions and threads.

    `auto` asks without credentials first and takes NTLM if it is offered (the password stays here), else Basic. Nothing
    is tried twice with the same password: that would lock the account.
    """

    def __init__(self, settings: ExchangeSettings, *, asked: bool = False) -> None:
        """With `asked`, Basic too is sent only to who asks for it."""
        self._settings = settings
        self._asked = asked
        self._basic_hosts: set[str] = set()
        """Where `auto` found that Basic is all there is."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Prepare a request."""
        unasked = self._settings.auth == "basic" and not self._asked
        if unasked or _host(request.url) in self._basic_hosts:
            request.headers["Authorization"] = self._basic()
        if not unasked:
            request.register_hook("response", self._answered)  # type: ignore[no-untyped-call]
        return request

    def _answered(self, response: requests.Response, **sending: Any) -> requests.Response:
        if response.status_code != _UNAUTHORIZED:
            return response
        if "Authorization" in response.request.headers:
            self._basic_hosts.discard(_host(response.url))
            return response
        schemes = offered(response)
        scheme = next((one for one in ("NTLM", "Negotiate") if one in schemes), None)
        if scheme is not None and self._settings.auth != "basic":
            return ntlm.sign_in(
                response, scheme, self._settings.service_account, self._settings.password, dict(sending)
            )
        if self._settings.auth != "ntlm" and "Basic" in schemes:
            self._basic_hosts.add(_host(response.url))
            return self._with_basic(response, sending)
        return response

    def _with_basic(self, refused: requests.Response, sending: dict[str, Any]) -> requests.Response:
        refused.content  # noqa: B018 - reads it, so that its connection can be used again
        refused.raw.release_conn()
        request = refused.request.copy()
        request.headers["Authorization"] = self._basic()
        answer = refused.connection.send(request, **sending)
        answer.history.append(refused)
        return answer

    def _basic(self) -> str:
        pair = f"{self._settings.service_account}:{self._settings.password}"
        return f"Basic {base64.b64encode(_encoded(pair)).decode()}"


def _encoded(text: str) -> bytes:
    """Names and passwords outside Latin-1 are sent as UTF-8 (RFC 7617)."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _host(url: str | None) -> str:
    return urlsplit(url or "").netloc.lower()
