"""Alerts (SPEC 6.5): what was told lately, which way is broken, and a test. The set-up says who is told of what."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from syncline.jobs.alerts.recent import broken, recent
from syncline.jobs.alerts.run import Alerts, settings_said
from syncline.web.access.needs import CUSTOMIZE, VIEW
from syncline.web.api.token import Bearer
from syncline.web.asked import around, store_of
from syncline.web.history import hand

router = Router(tags=["alerts"])


class AlertTold(Schema):
    """One alert that was told. `over` says that what it is about has passed; a person asked for one of kind `test`."""

    at: str
    kind: str
    subject: str
    what: str
    remedy: str
    since: str
    over: bool


class Broken(Schema):
    """A way by which nothing gets through."""

    way: str
    reason: str
    at: str


class State(Schema):
    """How alerts stand. `setup` is the section of the set-up, which `PUT /api/setup` changes."""

    setup: dict[str, Any]
    recent: list[AlertTold]
    broken: list[Broken]


class Delivery(Schema):
    """How a test went by one way; `reason` is empty where it arrived."""

    way: str
    reason: str


@router.get("/alerts", summary="Alerts: settings and what was told", response=State, auth=Bearer(VIEW))
def alerts(request: HttpRequest) -> dict[str, Any]:
    """Answer who is told, the last alerts (newest first), and the ways that did not work."""
    store = store_of(request)
    failing = [{"way": way, **one} for way, one in broken(store).items()]
    return {"setup": settings_said(store), "recent": recent(store), "broken": failing}


@router.post("/alerts/test", summary="Send a test alert", response=list[Delivery], auth=Bearer(CUSTOMIZE))
def test_alert(request: HttpRequest) -> list[dict[str, str]]:
    """Tell by every way that is set up; answers how each went."""
    here = around(request)
    return [asdict(one) for one in Alerts(here.store, here.clock, here.environment).test(hand(request))]
