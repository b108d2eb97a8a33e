"""What each code of an error means."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from syncline.catalogue import Who, entries
from syncline.web.access.needs import SIGNED_IN
from syncline.web.api.token import Bearer

router = Router(tags=["errors"])


class Meaning(Schema):
    """One code: what happened, what to do, and who has to."""

    code: str
    what: str
    remedy: str
    who: Who


@router.get("/catalogue", summary="Every code an error can have", response=list[Meaning], auth=Bearer(SIGNED_IN))
def catalogue(request: HttpRequest) -> list[Meaning]:  # noqa: ARG001 - ninja hands it in by name
    """Answer the whole catalogue."""
    return [Meaning(code=one.code, what=one.what, remedy=one.remedy, who=one.who) for one in entries().values()]
