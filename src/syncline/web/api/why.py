"""Why did this not sync (SPEC 7.6)."""

# ruff: noqa: TC001, TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from syncline.jobs.why.answer import as_json
from syncline.jobs.why.run import why as ask
from syncline.jobs.why.standing import Standing
from syncline.records.words import Collection
from syncline.web.access.needs import VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.reps import one_of
from syncline.web.api.token import Bearer
from syncline.web.asked import around, now_of, store_of
from syncline.web.pages.why import LONGEST

router = Router(tags=["reps"])


class Stop(Schema):
    """What keeps everything of the rep, or one collection, from syncing."""

    collection: Collection | None
    what: str
    remedy: str
    code: str


class WhyAnswer(Schema):
    """Where one record stands; `time` is since when, or when next."""

    standing: Standing
    what: str
    remedy: str
    collection: Collection | None
    name: str
    time: datetime | None
    code: str
    salesforce: str
    mailbox: str
    differs: list[str]


class WhyTold(Schema):
    """What is told. `looked`: both sides were asked; else `trouble` says why not, if that was wanted."""

    rep: str
    record: str
    stops: list[Stop]
    answers: list[WhyAnswer]
    more: bool
    looked: bool
    trouble: str


@router.get("/why", summary="Why a record does not sync", response=WhyTold, auth=Bearer(VIEW_OR_OWN))
def why(
    request: HttpRequest, rep: str, record: Annotated[str, Query(max_length=LONGEST)], *, look: bool = False
) -> dict[str, Any]:
    """Tell where a record stands: `record` is words of its name or subject, an address, an id, or the link of its page.

    `look` asks Salesforce and the mailbox as well, which takes some seconds. Private events are named to their own rep
    alone. An unknown rep is 404.
    """
    row = one_of(request, rep)
    connector = around(request).looking() if look else None
    own = visit_of(request).visitor.rep == rep
    return as_json(ask(store_of(request), row, record, now_of(request), own=own, connector=connector))
