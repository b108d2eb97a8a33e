"""What can go wrong on a side, grouped by what the caller must do.

    ConnectorError
    ├── RetryLaterError            nothing is wrong with us; do the same again after `after` seconds
    │   ├── ThrottledError         the provider asks us to slow down
    │   │   └── OutOfRequestsError the day's allowance is spent: nobody in this org can go on until there is more
    │   ├── UnavailableError       5xx, connection refused or dropped
    │   ├── TimedOutError          no answer in time; a write may or may not have happened
    │   └── BadAnswerError         a web page, half a document, nothing: not an answer of this protocol
    ├── SignInAgainError           credentials are refused: an admin must act
    ├── ResyncError                the cursor is void: read the collection again from the start
    ├── StopCollectionError        this rep's collection cannot go on until a person mends something (folder renamed)
    ├── StopRepError               this rep cannot go on (mailbox outside the scope, mailbox gone, user inactive)
    └── StopConnectionError        nobody on this connection can go on (unknown host, certificate, unsupported version)
        └── StopOrgError           nobody in this org can; its mail systems work

An error of a single item is never raised: it is an `ItemError` in the list of results (see `port.py`).
Messages name no person and no secret; what they need is in typed attributes. What to do about a code stands in the
catalogue, `syncline.catalogue`.
"""

from __future__ import annotations

from syncline import catalogue


class ConnectorError(Exception):
    """A side could not do what it was asked."""

    code = "connector_error"

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        """`detail` says what was seen and where (a host, an operation), never a person, a value or a secret."""
        super().__init__(detail)
        self.detail = detail
        if code is not None:
            self.code = code

    @property
    def remedy(self) -> str:
        """What to do about it, out of the catalogue."""
        return catalogue.remedy(self.code)


class RetryLaterError(ConnectorError):
    """The same request may go through later."""

    code = "retry_later"
    after: float | None = None

    def __init__(self, detail: str, *, after: float | None = None, code: str | None = None) -> None:
        """`after` is how many seconds the provider asked us to wait; None when it said nothing."""
        super().__init__(detail, code=code)
        self.after = after


class ThrottledError(RetryLaterError):
    """The provider asks for fewer requests."""

    code = "throttled"


class OutOfRequestsError(ThrottledError):
    """The org's allowance of requests is spent, for everybody in it; it comes back by itself, hours later."""

    code = "salesforce_request_limit"


class UnavailableError(RetryLaterError):
    """The server does not answer, or answers that it cannot."""

    code = "unavailable"


class TimedOutError(RetryLaterError):
    """No answer came in time. What was asked may have been done all the same."""

    code = "timed_out"


class BadAnswerError(RetryLaterError):
    """Something answered that is not the server: a web page, half a document, nothing."""

    code = "bad_answer"


class SignInAgainError(ConnectorError):
    """The credentials are refused."""

    code = "sign_in_refused"


FOLDER_REPLACED = "folder_replaced"
"""Code of a `ResyncError` that says: another folder stands in the place of the one that was read."""


OTHER_MAIL_SYSTEM = "other_mail_system"
"""Code of a `ResyncError` that says: the mailbox was read through another mail system before; it moved."""
REPLACED = frozenset({FOLDER_REPLACED, OTHER_MAIL_SYSTEM})
"""Nothing that was known of ids holds: what is there now is matched with what is there on the other side."""


class ResyncError(ConnectorError):
    """The cursor is void. The collection has to be listed again as a new generation beside the old one."""

    code = "resync"


class StopCollectionError(ConnectorError):
    """One collection of one rep cannot go on until a person mends something."""

    code = "collection_stopped"


class StopRepError(ConnectorError):
    """One rep cannot go on until a person mends something."""

    code = "rep_stopped"


class StopConnectionError(ConnectorError):
    """Nobody on this connection can go on."""

    code = "connection_stopped"


class StopOrgError(StopConnectionError):
    """Nobody in this Salesforce org can go on; others on the same mail system do."""
