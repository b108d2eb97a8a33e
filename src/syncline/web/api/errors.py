"""What fails, and trying it again."""

# ruff: noqa: TC001, TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from syncline.jobs.attention import error_as_json, pick, take_up_again
from syncline.records.words import Collection
from syncline.web.access.needs import CONFIGURE_OR_OWN, REPORTS_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import Ids, Paging
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note_each

router = Router(tags=["errors"])


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


class FailingPage(Schema):
    """Some of all failing items, newest first."""

    count: int
    errors: list[Failing]


class Retried(Schema):
    """What the next cycle takes up again."""

    retried: list[str]


@router.get("/errors", summary="What fails, newest first", response=FailingPage, auth=Bearer(REPORTS_OR_OWN))
def errors(
    request: HttpRequest, page: Paging, rep: str | None = None, code: str | None = None,
    collection: Collection | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Answer failing items; `rep` is a rep's id as `/api/status` shows it."""
    rows = [
        row
        for row in store_of(request).errors(rep=visit_of(request).only or rep)
        if code in {None, row.code} and collection in {None, row.collection}
    ]
    return {"count": len(rows), "errors": [error_as_json(row) for row in page.cut(rows)]}


@router.post(
    "/errors/retry",
    summary="Try failing items again at the next cycle",
    response=Retried,
    auth=Bearer(CONFIGURE_OR_OWN),
)
def retry(request: HttpRequest, which: Ids) -> dict[str, Any]:
    """Take items up at the next cycle without waiting for the back-off. An unknown id refuses them all (404)."""
    store = store_of(request)
    rows = pick(store.errors(rep=visit_of(request).only), which.ids, "errors")
    take_up_again(store, rows, now_of(request))
    note_each(request, "errors", rows, "tried again")
    return {"retried": list(dict.fromkeys(which.ids))}
