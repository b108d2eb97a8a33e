"""A refusal by the org, turned into the error that says who must do what.

Nothing of Salesforce's own text is passed on unless the org's people wrote it: it may quote values of a record.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    OutOfRequestsError,
    SignInAgainError,
    StopCollectionError,
    StopConnectionError,
    StopOrgError,
    StopRepError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.port import Duty, ItemError, Missing
from syncline.connectors.salesforce.codes import DELETED, GONE, PASSING, QUOTED

if TYPE_CHECKING:
    from collections.abc import Collection

    from syncline.connectors.salesforce.actor import Actor

_THROTTLED = frozenset({"REQUEST_LIMIT_EXCEEDED", "REQUEST_RUNNING_TOO_LONG", "CONCURRENT_REQUEST_LIMIT_EXCEEDED"})
_LATER = frozenset(
    {"SERVER_UNAVAILABLE", "QUERY_TIMEOUT", "UNABLE_TO_LOCK_ROW", "UNKNOWN_EXCEPTION", "OPERATION_TOO_LARGE"}
)
_NO_API = frozenset({"API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED", "FUNCTIONALITY_NOT_ENABLED"})
_HIDDEN = frozenset({"INVALID_FIELD", "INVALID_TYPE"})
_NOT_FILTERED = "can not be filtered in a query call"
"""One code tells of fields that are hidden and of those that cannot be searched, and only its message of which."""
_OBJECTS = ("Account", "Contact", "Event", "Lead")


def request_error(actor: Actor, status: int, body: Any, *, asked: Collection[str] = ()) -> ConnectorError:
    """Answer the error that a refused request is. `asked` are the field names that it held."""
    code, message = _first(body)
    if code in _HIDDEN:
        names = sorted(name for name in (*asked, *_OBJECTS) if _names(message, name))
        if _NOT_FILTERED in message:
            return _not_searched(actor, ", ".join(names) or "a field that matching relies on")
        return _not_shown(actor, ", ".join(names) or "a field of the mapping")
    return _later(status, code, message) or _never(actor, status, code)


def _later(status: int, code: str, message: str) -> ConnectorError | None:
    """One code tells of two limits, and only its message of which: requests at once, or those of the last 24 hours.

    https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm
    """
    if code == "REQUEST_LIMIT_EXCEEDED" and not message.startswith("Concurrent"):
        return OutOfRequestsError("The org's allowance of API requests is spent.")
    if code in _THROTTLED:
        return ThrottledError("The org has too many long requests at once.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _LATER:
        return UnavailableError(f"The org answers {status} {code}.")
    return None if code else BadAnswerError(f"The org answers {status} without saying why.")


def _never(actor: Actor, status: int, code: str) -> ConnectorError:
    if code in _NO_API:
        return _no_api(actor)
    if code == "UNSUPPORTED_API_VERSION" or (status == HTTPStatus.NOT_FOUND and code == "NOT_FOUND"):
        return StopOrgError("The org does not know this version of the API.", code="api_version")
    return _stop(actor, f"The org refuses a request: {status} {code}.", code="salesforce_refused")


def _not_searched(actor: Actor, what: str) -> ConnectorError:
    """What the org shows and does not look for: a field that it encrypts without telling equal values apart.

    https://help.salesforce.com/s/articleView?id=xcloud.security_pe_deterministic.htm
    """
    seen = f"Salesforce does not look for records by {what}."
    if actor.rep:
        return StopCollectionError(seen, code="field_not_searched")
    return _stop(actor, seen, code="field_not_searched")


def _not_shown(actor: Actor, what: str) -> ConnectorError:
    """What one collection asks for and field security or an object permission hides from one user."""
    if actor.rep:
        return StopCollectionError(f"Salesforce does not show {what} to this user.", code="field_not_visible")
    return _stop(actor, f"Salesforce does not show {what} to this user.", code="field_not_visible")


def _no_api(actor: Actor) -> ConnectorError:
    """The org's refusal reads alike for a user without API Enabled and an edition without API.

    The integration user comes first in every cycle: what is refused to a rep alone is a matter of the rep.
    """
    if actor.rep:
        return StopRepError("The API is switched off for this user.", code="rep_api_disabled")
    return StopConnectionError("The API is switched off for the org or the integration user.", code="api_disabled")


def session_refused(actor: Actor) -> ConnectorError:
    """Answer the error for a fresh token that is refused at once."""
    if actor.rep:
        return StopRepError("The org refuses the rep's fresh session.", code="rep_session_refused")
    return SignInAgainError("The org refuses a fresh session.", code="salesforce_session_refused")


def item_outcome(record_id: str, errors: Any, *, seen: bool = False) -> ItemError | Missing:
    """Turn the errors of one existing record into a value. `errors` is the list in a collection's result.

    `seen`: the rep was shown the record a moment before. What cannot be had then is a record that it points to, though
    the org names no field: the account that a contact's sharing hangs on, or what a trigger looked for.
    """
    told = _told(errors)
    if _code(told) in (DELETED if seen else GONE) and not _fields(told):
        return Missing(record_id)
    return item_error(errors)


def item_error(errors: Any) -> ItemError:
    """Turn the errors of one record into a value."""
    told = _told(errors)
    code, fields = _code(told), _fields(told)
    first = told[0] if told else {}
    if code in QUOTED:
        text = str(first.get("message", ""))
    else:
        text = f"Salesforce refuses the record: {code}" + (f" on {', '.join(fields)}." if fields else ".")
    return ItemError(code, text, Duty.RETRY if code in PASSING else Duty.MEND)


def _told(errors: Any) -> list[dict[str, Any]]:
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _code(told: list[dict[str, Any]]) -> str:
    first = told[0] if told else {}
    return str(first.get("statusCode") or first.get("errorCode") or "UNKNOWN_EXCEPTION")


def _fields(told: list[dict[str, Any]]) -> list[str]:
    return sorted({str(name) for error in told for name in error.get("fields") or ()})


def _stop(actor: Actor, detail: str, *, code: str) -> ConnectorError:
    if actor.rep:
        return StopRepError(detail, code=code)
    return StopConnectionError(f"Integration user: {detail}", code=code)


def refused_code(body: Any) -> str:
    """Answer the code of a refused request, empty if it gives none."""
    return _first(body)[0]


def _first(body: Any) -> tuple[str, str]:
    error = body[0] if isinstance(body, list) and body else body
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("errorCode") or error.get("statusCode") or ""), str(error.get("message", ""))


def _names(message: str, field: str) -> bool:
    """Whether the org's message quotes this field, or the relationship that it goes through."""
    return f"'{field}'" in message or ("." in field and f"'{field.split('.', maxsplit=1)[0]}'" in message)
