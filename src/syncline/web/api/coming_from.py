"""A look whether another tool still syncs the same (SPEC 7.10)."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from syncline.jobs.coming_from import look
from syncline.web.access.needs import CUSTOMIZE
from syncline.web.api.token import Bearer
from syncline.web.asked import around, now_of, store_of

router = Router(tags=["coming from"])


class OrgSeen(Schema):
    """Whom Einstein Activity Capture syncs in an org, and which of them are reps of an active configuration here.

    `shown` is false where it cannot be seen; `code` says why the org could not be asked.
    """

    org: str
    shown: bool
    users: list[str]
    reps: list[str]
    code: str


class Rewritten(Schema):
    """A record that was put right suspiciously often within a day."""

    rep: str
    collection: str
    side: str
    record: str
    times: int


class Found(Schema):
    """What a look found."""

    clear: bool
    orgs: list[OrgSeen]
    rewritten: list[Rewritten]


@router.post("/coming-from/look", summary="Is another tool still at work?", response=Found, auth=Bearer(CUSTOMIZE))
def look_now(request: HttpRequest) -> dict[str, Any]:
    """Ask every org and the journal of the last day. Two requests an org; nothing is written."""
    found = look(store_of(request), around(request).looking(), now_of(request))
    return asdict(found) | {"clear": found.clear}
