"""What the server's response codes mean for the caller.

Codes: https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    ResyncError,
    StopConnectionError,
    StopRepError,
    ThrottledError,
    TimedOutError,
    UnavailableError,
)
from syncline.connectors.port import Duty, ItemError

if TYPE_CHECKING:
    from syncline.connectors.exchange.answer import Message

_BUSY = frozenset(
    [
        "ErrorServerBusy",
        "ErrorExceededConnectionCount",
        "ErrorTooManyObjectsOpened",
        "ErrorExceededFindCountLimit",
        "ErrorExceededSubscriptionCount",
        "ErrorClientDisconnected",
        "ErrorBatchProcessingStopped",
        "ErrorInsufficientResources",
    ]
)
_UNAVAILABLE = frozenset(
    [
        "ErrorInternalServerTransientError",
        "ErrorInternalServerError",
        "ErrorMailboxStoreUnavailable",
        "ErrorMailboxFailover",
        "ErrorMailboxMoveInProgress",
        "ErrorConnectionFailed",
        "ErrorADUnavailable",
        "ErrorADOperation",
        "ErrorNotEnoughMemory",
        "ErrorNoRespondingCASInDestinationSite",
        "ErrorProxyRequestProcessingFailed",
        "ErrorCannotAccessServer",
    ]
)
_CODES = {
    "ErrorMailboxMoveInProgress": "mailbox_moving",
    "ErrorMailboxStoreUnavailable": "mailbox_store_unavailable",
    "ErrorMailboxFailover": "mailbox_store_unavailable",
}
"""What is worth its own words in the catalogue."""
_TIMED_OUT = frozenset({"ErrorTimeoutExpired"})
_DENIED = "ErrorAccessDenied"
_OUTSIDE = frozenset({"ErrorImpersonateUserDenied", "ErrorImpersonationDenied", "ErrorImpersonationFailed"})
_NO_MAILBOX = frozenset(
    [
        "ErrorNonExistentMailbox",
        "ErrorMissingInformationEmailAddress",
        "ErrorInvalidSmtpAddress",
        "ErrorMailboxNotFound",
        "ErrorAccountDisabled",
        "ErrorInvalidUserPrincipalName",
    ]
)
_OLD_SERVER = frozenset(
    ["ErrorInvalidServerVersion", "ErrorIncorrectSchemaVersion", "ErrorInvalidSchemaVersionForMailboxVersion"]
)
_MALFORMED = frozenset({"ErrorSchemaValidation", "ErrorInvalidRequest", "ErrorInvalidArgument"})

CONFLICT = frozenset(
    {
        "ErrorIrresolvableConflict",
        "ErrorStaleObject",
        "ErrorChangeKeyRequired",
        "ErrorChangeKeyRequiredForWriteOperations",
    }
)
MISSING = frozenset(
    ["ErrorItemNotFound", "ErrorAccessDenied", "ErrorInvalidId", "ErrorInvalidIdMalformed", "ErrorInvalidIdEmpty"]
)
_OF_A_FORMER_MAILBOX = frozenset({"ErrorNonExistentMailboxGuid", "ErrorInvalidMailboxItemId"})
"""What an id earns whose mailbox was migrated: everything in it has new ids."""
FOLDER_MISSING = frozenset({"ErrorFolderNotFound", "ErrorSyncFolderNotFound", "ErrorParentFolderNotFound"}) | (
    (MISSING | _OF_A_FORMER_MAILBOX) - {"ErrorAccessDenied"}
)


def splits(message: Message) -> bool:
    """Whether the call was refused for its content before anything was done: one bad item can be singled out."""
    return message.code in _MALFORMED


def passing(message: Message) -> bool:
    """Whether the same may go through later."""
    return message.code in _BUSY | _UNAVAILABLE | _TIMED_OUT


def stopped(message: Message) -> bool:
    """Whether the server stopped before it came to this thing, because the batch took too long."""
    return message.code == "ErrorBatchProcessingStopped"


def unclear(message: Message) -> bool:
    """Whether a refusal may lie in the one item as well as in the server: a corrupt item answers like this for ever."""
    return message.code in {"ErrorInternalServerError", "ErrorInternalServerTransientError", "ErrorTimeoutExpired"}


def general(message: Message) -> bool:
    """Whether the refusal concerns the mailbox or the server rather than the one item."""
    return passing(message) or message.code in _OUTSIDE | _NO_MAILBOX | _OLD_SERVER


def error_of(message: Message, operation: str) -> ConnectorError:  # noqa: PLR0911 - one line for each duty
    """Translate a refusal that is not about a single item."""
    code, seen = message.code, f"{operation} was refused: {message.code}"
    if code in _BUSY:
        return ThrottledError(seen, after=message.after)
    if code in _UNAVAILABLE:
        return UnavailableError(seen, after=message.after, code=_CODES.get(code))
    if code in _TIMED_OUT:
        return TimedOutError(seen, after=message.after)
    if code in _OUTSIDE:
        return StopRepError(seen, code="mailbox_outside_scope")
    if code == _DENIED:
        return StopRepError(seen, code="mailbox_access_denied")
    if code in _NO_MAILBOX:
        return StopRepError(seen, code="mailbox_not_found")
    if code in _OLD_SERVER:
        return StopConnectionError(seen, code="unsupported_version")
    if code == "ErrorQuotaExceeded":
        return StopRepError(seen, code=code)
    if code == "ErrorInvalidSyncStateData":
        return ResyncError(seen)
    return BadAnswerError(seen, code="exchange_refused")


def item_error(message: Message) -> ItemError:
    """Translate a refusal of a single item. Texts of schema violations quote values, so those are left out."""
    text = "" if splits(message) else message.text
    if passing(message):
        return ItemError(message.code, text or message.code, Duty.RETRY)
    return ItemError(message.code, text or message.code)
