"""What state everything is in."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from syncline.web.access.needs import VIEW
from syncline.web.api.token import Bearer
from syncline.web.asked import store_of
from syncline.web.overview import overview

router = Router(tags=["status"])


@router.get("/status", summary="Every connection and rep, with its state", auth=Bearer(VIEW))
def status(request: HttpRequest) -> dict[str, Any]:
    """Answer what `syncline status --json` answers."""
    return overview(store_of(request))
