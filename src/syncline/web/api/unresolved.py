"""What only a person can decide, and the person's word (SPEC 7.4)."""

# ruff: noqa: TC001, TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from syncline.engine.resolving import AGAIN, ignore, resolve
from syncline.jobs.attention import pick, unresolved_as_json
from syncline.records.words import Collection
from syncline.store.rows import Asked
from syncline.store.short_ids import spot_id
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import MOST, NothingMeantError, Page, Paging
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note_each
from syncline.web.lists import unresolved as lists
from syncline.web.lists.reps import of_rep

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from syncline.store.models import Unresolved
    from syncline.store.rows import UnresolvedRow

router = Router(tags=["unresolved"])


class Candidate(Schema):
    """A record that comes into question."""

    id: str
    name: str
    why: str


class Item(Schema):
    """What is asked about one record."""

    id: str
    rep: str
    collection: Collection
    side: str
    record: str
    name: str
    kind: str
    question: str
    candidates: list[Candidate]
    state: Asked
    answers: list[str]
    time: datetime


class ItemPage(Page):
    """Some of all items, newest first."""

    unresolved: list[Item]


class WhichItems(Schema):
    """Items by id; or, without ids, all open ones of this kind, of this rep, or both."""

    ids: Annotated[list[str], Field(max_length=MOST, default_factory=list)]
    kind: str = ""
    rep: str = ""


class Answer(WhichItems):
    """The records that are meant, by id; `new` when it is none of them; left out to look at the question again."""

    to: Annotated[list[str], Field(min_length=1, max_length=50, default_factory=lambda: [AGAIN])]


class Resolved(Schema):
    """What the next cycle carries out."""

    resolved: list[str]


class Ignored(Schema):
    """What is not asked about again."""

    ignored: list[str]


@router.get(
    "/unresolved", summary="What only a person can decide, newest first", response=ItemPage, auth=Bearer(VIEW_OR_OWN)
)
def unresolved(
    request: HttpRequest, page: Paging, rep: str = "", kind: str = "", state: Asked | None = None
) -> dict[str, Any]:
    """Answer unresolved items; `rep` is a rep's id as `/api/status` shows it. Without `state`: all but ignored ones."""
    part = page.part(_found(request, rep, kind, state))
    return {**part.told, "unresolved": [unresolved_as_json(lists.row_of(one)) for one in part.rows]}


def _found(request: HttpRequest, rep: str, kind: str, state: Asked | None) -> QuerySet[Unresolved]:
    return of_rep(lists.found({"kind": kind, "state": state or ""}, visit_of(request).only), rep)


def _meant(request: HttpRequest, which: WhichItems) -> list[UnresolvedRow]:
    if which.ids:
        found = store_of(request).unresolved(rep=visit_of(request).only, ids=which.ids)
        return pick(found, which.ids, "unresolved")
    if not which.kind and not which.rep:
        raise NothingMeantError
    return lists.rows(_found(request, which.rep, which.kind, Asked.OPEN))


@router.post(
    "/unresolved/resolve", summary="Say which records are meant", response=Resolved, auth=Bearer(CONFIGURE_OR_OWN)
)
def resolve_items(request: HttpRequest, answer: Answer) -> dict[str, Any]:
    """Note the answer to each of the items; the rep's next cycle carries it out, as the rep."""
    rows = _meant(request, answer)
    resolve(store_of(request), rows, answer.to, now_of(request))
    note_each(request, "unresolved", rows, "resolved")
    return {"resolved": [spot_id(row) for row in rows]}


@router.post("/unresolved/ignore", summary="Ask no more about items", response=Ignored, auth=Bearer(CONFIGURE_OR_OWN))
def ignore_items(request: HttpRequest, which: WhichItems) -> dict[str, Any]:
    """Leave both copies as they are; an item comes back only if the question becomes another one."""
    rows = _meant(request, which)
    ignore(store_of(request), rows)
    note_each(request, "unresolved", rows, "ignored")
    return {"ignored": [spot_id(row) for row in rows]}
