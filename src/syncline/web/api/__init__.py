"""The HTTP API: what the commands do, for programs. Its description is at `/api/openapi.json`.

Every call but the description needs a token (`syncline token make NAME`, or a person's own account page) as
`Authorization: Bearer ...`, and does what its person may. Errors are
`{"error": {"code", "message", "remedy"}}`, as the commands write them with `--json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from syncline.connectors.errors import ConnectorError, RetryLaterError
from syncline.engine.resolving import WrongAnswerError
from syncline.jobs.add_in import NoSuchEventError, NotOfferedError
from syncline.jobs.attention import UnknownIdsError
from syncline.jobs.subject import SubjectError
from syncline.store.errors import StoreUnavailableError
from syncline.web.access.needs import SIGNED_IN
from syncline.web.api.add_in import router as add_in
from syncline.web.api.catalogue import router as catalogue
from syncline.web.api.connection_test import router as connection_test
from syncline.web.api.errors import router as errors
from syncline.web.api.held import router as held
from syncline.web.api.history import router as history
from syncline.web.api.journal import router as journal
from syncline.web.api.reps import router as reps
from syncline.web.api.set_up import router as set_up
from syncline.web.api.status import router as status
from syncline.web.api.token import Bearer, MissingPermissionError
from syncline.web.api.unresolved import router as unresolved
from syncline.web.api.why import router as why

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

api = NinjaAPI(title="Syncline", version="1", docs_url=None, auth=Bearer(SIGNED_IN), urls_namespace="api")
_ROUTERS = (
    status, reps, why, connection_test, errors, unresolved, held, journal, history, set_up, catalogue, add_in,
)  # fmt: skip
for router in _ROUTERS:
    api.add_router("", router)


@api.exception_handler(AuthenticationError)
def _unauthorized(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = _failure(
        request, 401, "unauthorized", "The request carries no token that is known here.",
        "Send the header Authorization: Bearer TOKEN; syncline token make NAME makes one.",
    )  # fmt: skip
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(MissingPermissionError)
def _forbidden(request: HttpRequest, _error: MissingPermissionError) -> HttpResponse:
    return _failure(
        request, 403, "forbidden", "The person of this token does not have the permission for this call.",
        "An administrator gives permissions under People.",
    )  # fmt: skip


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors})
    return _failure(
        request, 422, "invalid_request", f"The request is not as described: {', '.join(places)}.",
        "See /api/openapi.json for what the call takes.",
    )  # fmt: skip


@api.exception_handler(UnknownIdsError)
def _unknown(request: HttpRequest, error: UnknownIdsError) -> HttpResponse:
    remedy = f"GET /api/{error.what} lists them; perhaps it was settled meanwhile."
    return _failure(request, 404, "unknown_id", str(error), remedy)


@api.exception_handler(SubjectError)
def _no_subject(request: HttpRequest, error: SubjectError) -> HttpResponse:
    return _failure(request, 422, "unknown_subject", str(error), error.remedy)


@api.exception_handler(NoSuchEventError)
def _no_event(request: HttpRequest, _error: NoSuchEventError) -> HttpResponse:
    return _failure(
        request, 404, "unknown_event", "The rep's default calendar has no event of this id.",
        "Name it by the id that the mailbox has it under; a new event has to be saved first.",
    )  # fmt: skip


_NOT_OFFERED = {
    "not_syncing": ("The rep's events do not sync.", "An administrator looks at the rep's configuration and org."),
    "not_linked": ("The rep and the mailbox have not found each other.", "The rep's page says why, and what to do."),
    "every_event_syncs": ("Every event of the rep's calendar syncs.", "There is nothing to select."),
}


@api.exception_handler(NotOfferedError)
def _not_offered(request: HttpRequest, error: NotOfferedError) -> HttpResponse:
    return _failure(request, 409, error.reason, *_NOT_OFFERED[error.reason])


@api.exception_handler(ConnectorError)
def _no_answer(request: HttpRequest, error: ConnectorError) -> HttpResponse:
    return _failure(request, 503 if isinstance(error, RetryLaterError) else 502, error.code, error.detail, error.remedy)


@api.exception_handler(WrongAnswerError)
def _wrong(request: HttpRequest, error: WrongAnswerError) -> HttpResponse:
    return _failure(request, 422, "wrong_answer", str(error), error.remedy)


@api.exception_handler(StoreUnavailableError)
def _unavailable(request: HttpRequest, _error: StoreUnavailableError) -> HttpResponse:
    return _failure(
        request, 503, "store_unavailable", "The database cannot be reached.", "See whether it runs, then try again."
    )


def _failure(request: HttpRequest, status: int, code: str, message: str, remedy: str) -> HttpResponse:
    told = {"error": {"code": code, "message": message, "remedy": remedy}}
    return api.create_response(request, told, status=status)
