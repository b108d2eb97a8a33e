"""What fails, and trying it again."""

# ruff: noqa: TC001, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from syncline.jobs.attention import ErrorDirection, error_as_json, pick, take_up_again
from syncline.records.words import Collection
from syncline.web.access.needs import CONFIGURE_OR_OWN, REPORTS_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import MOST, NothingMeantError, Page, Window
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note_each
from syncline.web.lists import errors as lists
from syncline.web.lists.reps import of_rep
from syncline.web.pages.errors import lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from syncline.store.models import Error
    from syncline.store.rows import ErrorRow

router = Router(tags=["errors"])


class ErrorSort(StrEnum):
    """How errors are put into order."""

    NEWEST = "newest"
    OLDEST = "oldest"
    REP = "rep"
    CODE = "code"
    ATTEMPTS = "attempts"


class Failing(Schema):
    """One failing item, or what makes a whole collection or rep stand still (then without a record)."""

    id: str
    rep: str
    collection: Collection | None
    direction: str | None
    side: str | None
    record: str
    other_record: str
    time: datetime
    code: str
    message: str
    remedy: str
    attempts: int


class FailingPage(Page):
    """Some of all failing items, newest first."""

    errors: list[Failing]


class Retried(Schema):
    """What the next cycle takes up again."""

    retried: list[str]


class ErrorsAsked(Window):
    """Which errors are wanted. `rep` is a rep's id as `/api/status` shows it, times are those they were last seen."""

    rep: str = ""
    code: str = ""
    collection: Collection | None = None
    direction: ErrorDirection | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    sort: ErrorSort = ErrorSort.NEWEST


class WhichErrors(Schema):
    """Items by id; or, without ids, all that have this code, of one rep or of everybody."""

    ids: Annotated[list[str], Field(max_length=MOST, default_factory=list)]
    code: str = ""
    rep: str = ""


@router.get("/errors", summary="What fails", response=FailingPage, auth=Bearer(REPORTS_OR_OWN))
def errors(request: HttpRequest, asked: Annotated[ErrorsAsked, Query()]) -> dict[str, Any]:
    """Answer failing items, newest first unless `sort` says otherwise."""
    part = asked.part(_found(request, asked))
    return {**part.told, "errors": [error_as_json(lists.row_of(one)) for one in part.rows]}


@router.get(
    "/errors.csv",
    summary="What fails, as comma-separated values",
    auth=Bearer(REPORTS_OR_OWN),
    openapi_extra={"responses": {200: {"description": "One line for each", "content": {"text/csv": {}}}}},
)
def errors_csv(request: HttpRequest, asked: Annotated[ErrorsAsked, Query()]) -> StreamingHttpResponse:
    """Answer the whole list, whatever `limit`, `offset` and `after` say."""
    return StreamingHttpResponse(lines(_found(request, asked)), content_type="text/csv; charset=utf-8")


def _found(request: HttpRequest, asked: ErrorsAsked) -> QuerySet[Error]:
    words = {
        "code": asked.code, "sort": asked.sort, "collection": asked.collection or "", "direction": asked.direction or ""
    }  # fmt: skip
    found = of_rep(lists.found(words, visit_of(request).only), asked.rep)
    found = found.filter(at__gte=asked.since) if asked.since else found
    return found.filter(at__lt=asked.until) if asked.until else found


@router.post(
    "/errors/retry",
    summary="Try failing items again at the next cycle",
    response=Retried,
    auth=Bearer(CONFIGURE_OR_OWN),
)
def retry(request: HttpRequest, which: WhichErrors) -> dict[str, Any]:
    """Take items up at the next cycle without waiting for the back-off. An unknown id refuses them all (404)."""
    store, only = store_of(request), visit_of(request).only
    if which.ids:
        rows: Iterable[ErrorRow] = pick(store.errors(rep=only, ids=which.ids), which.ids, "errors")
    elif which.code:
        rows = lists.rows(_found(request, ErrorsAsked(code=which.code, rep=which.rep)))
    else:
        raise NothingMeantError
    taken = take_up_again(store, rows, now_of(request))
    note_each(request, "errors", taken, "tried again")
    return {"retried": [one.id for one in taken]}
