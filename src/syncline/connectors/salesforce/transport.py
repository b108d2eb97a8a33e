"""The transport to an org: what keeps an org from being reached stops nobody of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import StopConnectionError, StopOrgError
from syncline.connectors.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests


class OrgTransport(Transport):
    """Raises `StopOrgError` where others raise `StopConnectionError`."""

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], data: Mapping[str, str] | bytes | None = None
    ) -> requests.Response:
        """See `Transport`."""
        try:
            return super().request(method, url, headers=headers, data=data)
        except StopConnectionError as error:
            raise StopOrgError(error.detail, code=error.code) from error
