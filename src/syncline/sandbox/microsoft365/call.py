"""One request to Graph, whether it came alone or in a batch, and its answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .errors import GraphError, access_denied, invalid_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .identity.app import App
    from .prefer import Preferences
    from .state.mailbox import Mailbox
    from .tenant import Tenant
    from .users import User


_WRITING: Final = ("ReadWrite",)
_READING: Final = ("ReadWrite", "Read", "ReadBasic", "ReadBasic.All")


@dataclass(slots=True)
class Reply:
    """`body` is written as JSON unless it is bytes; None is an empty answer."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""


@dataclass(slots=True)
class Call:
    """`segments` are the path's after the version; `headers` are in lower case; `base` is the root of all links."""

    tenant: Tenant
    app: App
    method: str
    segments: tuple[str, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base: str
    wishes: Preferences
    names: dict[str, str] = field(default_factory=dict)
    """What stands in the places of the route's names."""
    operation: str = ""
    """Method and pattern of the route."""

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; 400 if it is none, or does not say that it is one."""
        if "json" not in self.headers.get("content-type", ""):
            raise _not_json()
        try:
            value = json.loads(self.body)
        except ValueError:
            raise _not_json() from None
        if not isinstance(value, dict):
            raise invalid_body("The request body must be a JSON object.")
        return value

    @property
    def path(self) -> str:
        """The resource's address as the client wrote it."""
        return f"{self.base}/{'/'.join(self.segments)}"

    def user(self) -> User:
        """The user of the address, as services of Exchange look for them; 404 if there is none."""
        named = self.names["user"]
        found = self.tenant.user(named)
        if found is None:
            raise GraphError(404, "ErrorInvalidUser", f"The requested user '{named}' is invalid.")
        return found

    def mailbox(self) -> Mailbox:
        """The mailbox of the address; 404 if the user has no licence for one.

        https://learn.microsoft.com/graph/resolve-auth-errors
        """
        user = self.user()
        if user.mailbox is None or not user.licensed:
            text = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
            raise GraphError(404, "MailboxNotEnabledForRESTAPI", text)
        return user.mailbox

    def permit(self, area: str) -> None:
        """Refuse what no permission was given for: those in Entra are for all mailboxes, others for the scope.

        https://learn.microsoft.com/exchange/permissions-exo/application-rbac
        """
        wanted = {f"{area}.{level}" for level in (_READING if self.method == "GET" else _WRITING)}
        if self.app.roles & wanted:
            return
        address = self.user().address
        if not self.app.exchange_roles & wanted or address in self.tenant.denied:
            raise access_denied()


def _not_json() -> GraphError:
    text = (
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON "
        "format."
    )
    return GraphError(400, "BadRequest", text)
