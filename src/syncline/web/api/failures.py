"""What a call answers when it does not do what was asked: always `{"error": {"code", "message", "remedy"}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from syncline.connectors.errors import ConnectorError, RetryLaterError
from syncline.engine.resolving import WrongAnswerError
from syncline.jobs.add_in import NoSuchEventError, NotOfferedError
from syncline.jobs.attention import UnknownIdsError
from syncline.jobs.subject import SubjectError
from syncline.jobs.tokens import TokenTakenError
from syncline.store.errors import StoreUnavailableError
from syncline.web.api.forms import FormError
from syncline.web.api.paging import NothingMeantError
from syncline.web.api.parts import ConditionFailedError, NoConditionError, NotThereError
from syncline.web.api.reports import TooManyReportsError
from syncline.web.api.reps import TooSoonError
from syncline.web.api.token import MissingPermissionError
from syncline.web.lists.place import NoPlaceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ninja import NinjaAPI

_DESCRIPTION = "See /api/openapi.json for what the call takes."


def failure(code: str, message: str, remedy: str, **more: Any) -> dict[str, Any]:
    """Answer the body."""
    return {"error": {"code": code, "message": message, "remedy": remedy, **more}}


def _unauthorized(_error: AuthenticationError) -> tuple[int, dict[str, Any]]:
    message = "The request carries no token that is known here."
    return 401, failure(
        "unauthorized", message, "Send the header Authorization: Bearer TOKEN; syncline token make NAME makes one."
    )


def _forbidden(_error: MissingPermissionError) -> tuple[int, dict[str, Any]]:
    message = "The person of this token does not have the permission for this call."
    return 403, failure("forbidden", message, "An administrator gives permissions under People.")


def _invalid(error: ValidationError) -> tuple[int, dict[str, Any]]:
    places = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors})
    return 422, failure("invalid_request", f"The request is not as described: {', '.join(places)}.", _DESCRIPTION)


def _no_place(_error: NoPlaceError) -> tuple[int, dict[str, Any]]:
    return 422, failure("invalid_request", "The request is not as described: query.after.", _DESCRIPTION)


def _unreadable(error: HttpError) -> tuple[int, dict[str, Any]]:
    return error.status_code, failure("unreadable_request", "The body cannot be read as JSON.", _DESCRIPTION)


def _form(error: FormError) -> tuple[int, dict[str, Any]]:
    problems = [{"field": field, "message": message} for field, message in error.problems]
    return 422, failure(
        "invalid_values", "Some values cannot be taken.", "Mend what each problem says.", problems=problems
    )


def _unknown(error: UnknownIdsError) -> tuple[int, dict[str, Any]]:
    return 404, failure(
        "unknown_id", str(error), f"GET /api/{error.what} lists them; perhaps it was settled meanwhile."
    )


def _not_there(_error: NotThereError | Http404) -> tuple[int, dict[str, Any]]:
    return 404, failure("not_there", "There is nothing of that name.", "Perhaps it was taken out meanwhile: list them.")


def _nothing_meant(_error: NothingMeantError) -> tuple[int, dict[str, Any]]:
    return 422, failure("nothing_meant", "The request does not say which items are meant.", _DESCRIPTION)


def _subject(error: SubjectError) -> tuple[int, dict[str, Any]]:
    return 422, failure("unknown_subject", str(error), error.remedy)


def _wrong(error: WrongAnswerError) -> tuple[int, dict[str, Any]]:
    return 422, failure("wrong_answer", str(error), error.remedy)


def _taken(_error: TokenTakenError) -> tuple[int, dict[str, Any]]:
    return 409, failure("token_taken", "There is a token of that name already.", "Take it back first: DELETE it.")


def _too_many(_error: TooManyReportsError) -> tuple[int, dict[str, Any]]:
    return 409, failure("too_many_reports", "You have as many reports as anybody may.", "Take one out first.")


def _too_soon(_error: TooSoonError) -> tuple[int, dict[str, Any]]:
    message = "You asked for that within the last day."
    return 409, failure("too_soon", message, "Wait, or ask an administrator, who can do it again.")


def _failed(_error: ConditionFailedError) -> tuple[int, dict[str, Any]]:
    message = "It is not, or no longer, what this request was made for; nothing was written."
    return 412, failure("changed_meanwhile", message, "GET it anew, and apply your change to that.")


def _no_condition(_error: NoConditionError) -> tuple[int, dict[str, Any]]:
    message = "The request does not say what it replaces."
    remedy = "Send If-Match with the ETag that was read, or If-None-Match: * to make a new one."
    return 428, failure("condition_wanted", message, remedy)


def _no_event(_error: NoSuchEventError) -> tuple[int, dict[str, Any]]:
    message = "The rep's default calendar has no event of this id."
    return 404, failure(
        "unknown_event", message, "Name it by the id that the mailbox has it under; a new event has to be saved first."
    )


_NOT_OFFERED = {
    "not_syncing": ("The rep's events do not sync.", "An administrator looks at the rep's configuration and org."),
    "not_linked": ("The rep and the mailbox have not found each other.", "The rep's page says why, and what to do."),
    "every_event_syncs": ("Every event of the rep's calendar syncs.", "There is nothing to select."),
}


def _not_offered(error: NotOfferedError) -> tuple[int, dict[str, Any]]:
    return 409, failure(error.reason, *_NOT_OFFERED[error.reason])


def _outside(error: ConnectorError) -> tuple[int, dict[str, Any]]:
    return 503 if isinstance(error, RetryLaterError) else 502, failure(error.code, error.detail, error.remedy)


def _unavailable(_error: StoreUnavailableError | OperationalError | InterfaceError) -> tuple[int, dict[str, Any]]:
    return 503, failure("store_unavailable", "The database cannot be reached.", "See whether it runs, then try again.")


_TOLD: dict[type[Exception], Callable[[Any], tuple[int, dict[str, Any]]]] = {
    AuthenticationError: _unauthorized,
    MissingPermissionError: _forbidden,
    ValidationError: _invalid,
    NoPlaceError: _no_place,
    HttpError: _unreadable,
    FormError: _form,
    UnknownIdsError: _unknown,
    NothingMeantError: _nothing_meant,
    NotThereError: _not_there,
    Http404: _not_there,
    SubjectError: _subject,
    WrongAnswerError: _wrong,
    TokenTakenError: _taken,
    TooSoonError: _too_soon,
    TooManyReportsError: _too_many,
    ConditionFailedError: _failed,
    NoConditionError: _no_condition,
    NoSuchEventError: _no_event,
    NotOfferedError: _not_offered,
    ConnectorError: _outside,
    StoreUnavailableError: _unavailable,
    OperationalError: _unavailable,
    InterfaceError: _unavailable,
}


def put_into_words(api: NinjaAPI) -> None:
    """Have the API answer each of these errors in one shape."""
    for kind, tell in _TOLD.items():
        api.add_exception_handler(kind, _handler(api, tell))


def _handler(
    api: NinjaAPI, tell: Callable[[Any], tuple[int, dict[str, Any]]]
) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handler(request: HttpRequest, error: Exception) -> HttpResponse:
        status, told = tell(error)
        answer = api.create_response(request, told, status=status)
        if status == 401:  # noqa: PLR2004 - RFC 9110, 15.5.2
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    return handler
