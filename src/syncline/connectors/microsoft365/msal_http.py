"""The HTTP that MSAL is given: our own transport, which keeps the last answer for when MSAL tells less of it."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from syncline.connectors.errors import UnavailableError
from syncline.connectors.transport import check_available

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from syncline.connectors.transport import Transport


class MsalHttp:
    """See `http_client` of https://learn.microsoft.com/entra/msal/python/; raises what the transport raises.

    That somebody is busy or in trouble is raised here as well: MSAL raises errors of its own for it, which nobody above
    expects, and which do not say how long to wait.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.last: Mapping[str, Any] = {}
        """The JSON of the last answer; empty if it had none."""

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> requests.Response:
        """Get."""
        asked = f"{url}?{urlencode(params)}" if params else url
        return self._noted(self._transport.request("GET", asked, headers=headers or {}))

    def post(
        self,
        url: str,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> requests.Response:
        """Post a form."""
        return self._noted(self._transport.request("POST", url, headers=headers or {}, data=data))

    def close(self) -> None:
        """Leave the transport to who made it."""

    def _noted(self, response: requests.Response) -> requests.Response:
        host = urlsplit(response.url).hostname or "no host"
        after = check_available(host, response)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UnavailableError(f"{host} answers {response.status_code}.", after=after)
        try:
            told = json.loads(response.content)
        except ValueError:
            told = None
        self.last = told if isinstance(told, dict) else {}
        return response
