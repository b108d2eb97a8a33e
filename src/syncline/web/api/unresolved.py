"""What only a person can decide, and the person's word (SPEC 7.4)."""

# ruff: noqa: TC001, TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from syncline.engine.resolving import AGAIN, Wanted, ignore, resolve
from syncline.jobs.attention import pick, unresolved_as_json
from syncline.records.words import Collection
from syncline.store.rows import Asked
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import Ids, Paging
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note_each

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


class ItemPage(Schema):
    """Some of all items, newest first."""

    count: int
    unresolved: list[Item]


class Answer(Ids):
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
    request: HttpRequest, page: Paging, rep: str | None = None, kind: str | None = None, state: Asked | None = None
) -> dict[str, Any]:
    """Answer unresolved items; `rep` is a rep's id as `/api/status` shows it."""
    wanted = Wanted(visit_of(request).only or rep, kind)
    rows = [row for row in store_of(request).unresolved(rep=wanted.rep) if wanted(row) and state in {None, row.state}]
    return {"count": len(rows), "unresolved": [unresolved_as_json(row) for row in page.cut(rows)]}


@router.post(
    "/unresolved/resolve", summary="Say which records are meant", response=Resolved, auth=Bearer(CONFIGURE_OR_OWN)
)
def resolve_items(request: HttpRequest, answer: Answer) -> dict[str, Any]:
    """Note the answer to each of the items; the rep's next cycle carries it out, as the rep."""
    store = store_of(request)
    rows = pick(store.unresolved(rep=visit_of(request).only), answer.ids, "unresolved")
    resolve(store, rows, answer.to, now_of(request))
    note_each(request, "unresolved", rows, "resolved")
    return {"resolved": list(dict.fromkeys(answer.ids))}


@router.post("/unresolved/ignore", summary="Ask no more about items", response=Ignored, auth=Bearer(CONFIGURE_OR_OWN))
def ignore_items(request: HttpRequest, which: Ids) -> dict[str, Any]:
    """Leave both copies as they are; an item comes back only if the question becomes another one."""
    store = store_of(request)
    rows = pick(store.unresolved(rep=visit_of(request).only), which.ids, "unresolved")
    ignore(store, rows)
    note_each(request, "unresolved", rows, "ignored")
    return {"ignored": list(dict.fromkeys(which.ids))}
