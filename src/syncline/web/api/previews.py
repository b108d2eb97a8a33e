"""What a configuration would do, over HTTP (SPEC 3.8)."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from syncline.jobs.preview.run import SAMPLE, preview
from syncline.web.access.needs import CONFIGURE
from syncline.web.api.parts import NotThereError
from syncline.web.api.token import Bearer
from syncline.web.asked import around, now_of, store_of
from syncline.web.pages.preview import PREVIEWED, new_id

router = Router(tags=["configurations"])
_MOST = 10_000


class PreviewWanted(Schema):
    """A configuration, active or not, and how many items are listed of each rep, direction and sort."""

    configuration: str
    limit: Annotated[int, Field(ge=0, le=_MOST)] = SAMPLE


class Preview(Schema):
    """What would be done: counted by rep and collection, a sample listed. Nothing was written."""

    configuration: str
    active: bool
    reps: dict[str, Any]
    totals: dict[str, Any]
    items: list[dict[str, Any]]
    problems: list[dict[str, Any]]


@router.post("/previews", summary="What a configuration would do", response=Preview, auth=Bearer(CONFIGURE))
def previewed(request: HttpRequest, wanted: PreviewWanted) -> dict[str, Any]:
    """Run it for the sake of seeing what it does. Takes as long as a first cycle of all its reps."""
    store, here = store_of(request), around(request)
    if not any(row.name == wanted.configuration for row in store.configurations()):
        raise NotThereError
    told = preview(store, here.looking(), wanted.configuration, here.clock, new_id, sample=wanted.limit)
    store.save_setup(settings={PREVIEWED: now_of(request).isoformat()})
    return told
