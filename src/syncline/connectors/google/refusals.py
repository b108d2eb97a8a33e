"""What the services say no with, and what it means for the caller.

Calendar: https://developers.google.com/workspace/calendar/api/guides/errors (a full quota is 403 or 429, and means the
same). People: https://cloud.google.com/apis/design/errors, with an `ErrorInfo` whose reason is in capitals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import (
    BadAnswerError,
    ResyncError,
    SignInAgainError,
    StopConnectionError,
    StopRepError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.port import Duty, ItemError
from syncline.connectors.retry_after import asked_to_wait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.errors import ConnectorError
    from syncline.connectors.transport import Answer

BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, GONE = 400, 401, 403, 404, 409, 410
PRECONDITION_FAILED, TOO_MANY, SERVER_ERROR = 412, 429, 500

_THROTTLED = frozenset(
    {
        "rateLimitExceeded",
        "userRateLimitExceeded",
        "quotaExceeded",
        "dailyLimitExceeded",
        "calendarUsageLimitsExceeded",
        "RATE_LIMIT_EXCEEDED",
        "RESOURCE_EXHAUSTED",
    }
)
_NOT_ENABLED = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_SCOPES = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_NO_CALENDAR = frozenset({"notACalendarUser", "domainPolicy"})
_EXPIRED = frozenset({"EXPIRED_SYNC_TOKEN", "fullSyncRequired", "updatedMinTooLongAgo"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that says no: HTTP status, the reason in Google's own word, and how long to wait if it says so."""

    status: int
    reason: str
    after: float | None = None

    @property
    def throttled(self) -> bool:
        """Whether it asks for fewer requests."""
        return self.status == TOO_MANY or self.reason in _THROTTLED

    @property
    def passing(self) -> bool:
        """Whether the same may go through later."""
        return self.throttled or self.status >= SERVER_ERROR

    @property
    def general(self) -> bool:
        """Whether it concerns the mailbox or the project rather than one record."""
        known = _NOT_ENABLED | _SCOPES | _NO_CALENDAR
        return self.passing or self.status == UNAUTHORIZED or self.reason in known

    @property
    def missing(self) -> bool:
        """Whether there is no such record any more."""
        return self.status in {NOT_FOUND, GONE}


def refusal_of(answer: Answer) -> Refusal:
    """Read a refusal; the reason is the most telling word that stands in it."""
    return Refusal(answer.status, _reason(answer.body), asked_to_wait(answer.headers))


def _reason(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return ""
    for one in _mappings(error.get("details")):
        if one.get("reason"):
            return str(one["reason"])
    for one in _mappings(error.get("errors")):
        if one.get("reason"):
            return str(one["reason"])
    return str(error.get("status", ""))


def _mappings(told: Any) -> list[Mapping[str, Any]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def error_of(refusal: Refusal, operation: str) -> ConnectorError:  # noqa: PLR0911 - one line for each duty
    """Translate a refusal that is not about a single record."""
    seen = f"{operation} was refused: {refusal.status} {refusal.reason}".rstrip()
    people = operation.startswith(("people.", "contactGroups."))
    if refusal.throttled:
        return ThrottledError(seen, after=refusal.after)
    if refusal.reason in _EXPIRED or refusal.status == GONE:
        return ResyncError(seen)
    if refusal.status >= SERVER_ERROR:
        return UnavailableError(seen, after=refusal.after)
    if refusal.reason in _NOT_ENABLED:
        return StopConnectionError(seen, code="google_people_off" if people else "google_calendar_off")
    if refusal.reason in _SCOPES:
        return SignInAgainError(seen, code="google_scope_missing")
    if refusal.reason in _NO_CALENDAR:
        return StopRepError(seen, code="google_no_service")
    if refusal.status == UNAUTHORIZED:
        return SignInAgainError(seen, code="google_token_refused")
    if refusal.status == FORBIDDEN:
        return StopRepError(seen, code="google_refused")
    return BadAnswerError(seen, code="google_refused")


def item_error(refusal: Refusal) -> ItemError:
    """Translate a refusal of one record. Google's texts quote values, so only its word for the reason is told."""
    reason = refusal.reason or f"http{refusal.status}"
    message = f"Google refuses this record: {refusal.status} {reason}"
    return ItemError(f"google:{reason}", message, Duty.RETRY if refusal.passing else Duty.MEND)
