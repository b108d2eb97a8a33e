"""Erasure of what is kept of one person (SPEC 7.5). The journal's keeping is part of the set-up."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator

from syncline.engine.erasing import could_be_anybody, erase
from syncline.web.access.needs import CUSTOMIZE
from syncline.web.api.token import Bearer
from syncline.web.asked import store_of
from syncline.web.history import told

router = Router(tags=["privacy"])


def _somebody(person: str) -> str:
    if could_be_anybody(person):
        raise ValueError("this could be anybody: give a whole address, or the whole id of a record")
    return person.strip()


class ErasureWhom(Schema):
    """A person, by e-mail address, or by the id of a record of theirs."""

    person: Annotated[str, AfterValidator(_somebody)]
    dry_run: bool = True


class Erasure(Schema):
    """What was erased, or would be. `still_synced` counts pairs whose records go on being copied."""

    journal: int
    links: int
    still_synced: int
    dry_run: bool


@router.post("/privacy/erase", summary="Erase what is kept of one person", response=Erasure, auth=Bearer(CUSTOMIZE))
def erase_person(request: HttpRequest, whom: ErasureWhom) -> dict[str, Any]:
    """Erase values in the journal and of ended pairs; only counted unless `dry_run` is false. Cannot be undone."""
    done = erase(store_of(request), whom.person, dry_run=whom.dry_run)
    if not whom.dry_run:
        counted = f"{done.rows} journal rows, {done.links} ended pairs"
        told(request, "privacy", "erasure", {"erased": ["", counted]})
    still = len(done.still_synced)
    return {"journal": done.rows, "links": done.links, "still_synced": still, "dry_run": whom.dry_run}
