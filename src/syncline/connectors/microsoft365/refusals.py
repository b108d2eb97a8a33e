"""What Graph's refusals mean for the caller.

https://learn.microsoft.com/graph/errors, and the error codes of Exchange that Graph passes on
(https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    ResyncError,
    SignInAgainError,
    StopRepError,
    ThrottledError,
    TimedOutError,
    UnavailableError,
)
from syncline.connectors.port import Duty, ItemError

if TYPE_CHECKING:
    from collections.abc import Mapping

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICTING, GONE = 401, 403, 404, 409, 410
PRECONDITION, TOO_MANY, UNAVAILABLE, GATEWAY_TIMEOUT = 412, 429, 503, 504
_BAD, _SERVER, _FULL = 400, 500, 507
_RESYNC = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired", "errorinvalidsyncstatedata"})
_NO_MAILBOX = frozenset(
    {"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi", "mailboxnotfound", "errornonexistentmailbox"}
)
_NO_USER = frozenset({"request_resourcenotfound", "resourcenotfound", "errorinvaliduser", "requestbroker--parseuri"})
_MISSING = frozenset({"erroritemnotfound", "errorinvalididmalformed", "errorinvalidid", "errorinvalididempty"})
_CODES = {
    "errormailboxmoveinprogress": "mailbox_moving",
    "errormailboxstoreunavailable": "mailbox_store_unavailable",
    "errormailboxfailover": "mailbox_store_unavailable",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of Graph, by itself or in a batch. `body` is JSON; `after` is Retry-After in seconds."""

    status: int
    body: Any = field(default=None, repr=False)
    after: float | None = None

    @property
    def ok(self) -> bool:
        """Whether it is no refusal."""
        return self.status < _BAD

    @property
    def code(self) -> str:
        """The refusal's code as Graph writes it; empty without one."""
        return str(self._error.get("code") or "")

    @property
    def missing(self) -> bool:
        """Whether the item is not there (any more), or its id means nothing here."""
        return (self.status == NOT_FOUND and not general(self)) or self.code.casefold() in _MISSING

    @property
    def stale(self) -> bool:
        """Whether the item is there in another version."""
        return self.status == PRECONDITION or self.code.casefold() == "errorirresolvableconflict"

    @property
    def passing(self) -> bool:
        """Whether the same may go through later."""
        return self.status == TOO_MANY or self.status >= _SERVER

    @property
    def _error(self) -> Mapping[str, Any]:
        told = self.body.get("error") if isinstance(self.body, dict) else None
        return told if isinstance(told, dict) else {}

    @property
    def text(self) -> str:
        """What Graph says; of a malformed request it quotes values, so that only the code is told."""
        return self.code if self.status == _BAD else str(self._error.get("message") or self.code)


def general(reply: Reply) -> bool:
    """Whether a refusal of one thing in a batch is about the whole mailbox."""
    return reply.status in {UNAUTHORIZED, FORBIDDEN} or reply.code.casefold() in _NO_MAILBOX | _NO_USER


def error_of(reply: Reply, operation: str) -> ConnectorError:  # noqa: PLR0911 - one line for each duty
    """Translate a refusal that is not about a single item."""
    code, seen = reply.code.casefold(), f"{operation} was refused: {reply.status} {reply.code}".rstrip()
    if reply.status == GONE or code in _RESYNC:
        return ResyncError(seen)
    if reply.status == TOO_MANY:
        return ThrottledError(seen, after=reply.after)
    if reply.status == UNAUTHORIZED:
        return SignInAgainError(seen, code="microsoft365_token_refused")
    if code in _NO_MAILBOX:
        return StopRepError(seen, code="microsoft365_no_mailbox")
    if code in _NO_USER:
        return StopRepError(seen, code="microsoft365_user_unknown")
    if reply.status == FORBIDDEN:
        return StopRepError(seen, code="microsoft365_outside_scope")
    if reply.status == _FULL or code == "errorquotaexceeded":
        return StopRepError(seen, code="ErrorQuotaExceeded")
    if reply.status == GATEWAY_TIMEOUT:
        return TimedOutError(seen, after=reply.after)
    if reply.status >= _SERVER:
        return UnavailableError(seen, after=reply.after, code=_CODES.get(code))
    return BadAnswerError(seen, code="microsoft365_refused")


def item_error(reply: Reply) -> ItemError:
    """Translate a refusal of a single item."""
    if reply.status == TOO_MANY:
        return ItemError("throttled", reply.text, Duty.RETRY)
    code = reply.code or "microsoft365_refused"
    return ItemError(code, reply.text or code, Duty.RETRY if reply.passing else Duty.MEND)
