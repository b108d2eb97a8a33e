"""Admin consent for Microsoft 365 (SPEC 1.3)."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from syncline.jobs.attention import UnknownIdsError
from syncline.jobs.consent import MICROSOFT365, ask, asked_for
from syncline.web.access.needs import CUSTOMIZE, VIEW
from syncline.web.access.visitor import visit_of
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import told

router = Router(tags=["set-up"])


class Consent(Schema):
    """What Microsoft answered last, as the return page got it: shown, and believed by nobody."""

    connection: str
    waiting: bool
    answered: str
    granted: bool
    tenant: str
    code: str


class Link(Schema):
    """A link for whoever may grant it; `redirect_uri` has to stand in the app's registration."""

    connection: str
    link: str
    redirect_uri: str


class ConsentWhom(Schema):
    """A connection to Microsoft 365, by name."""

    connection: str


@router.get("/consents", summary="Admin consent, by connection", response=list[Consent], auth=Bearer(VIEW))
def consents(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer how every connection to Microsoft 365 stands."""
    store, now = store_of(request), now_of(request)
    known = [
        (row.name, asked_for(store, row.name))
        for row in store.connections(secrets=False)
        if row.kind == MICROSOFT365
    ]  # fmt: skip
    return [
        {
            "connection": name,
            "waiting": one.waits(now),
            "answered": one.answered,
            "granted": one.granted,
            "tenant": one.tenant,
            "code": one.code,
        }
        for name, one in known
    ]


@router.post("/consents", summary="Make a link for the admin of the tenant", response=Link, auth=Bearer(CUSTOMIZE))
def make_link(request: HttpRequest, which: ConsentWhom) -> dict[str, str]:
    """Answer a link that is good for a week and one answer; those made before are not good any more."""
    rows = store_of(request).connections(secrets=False)
    row = next((row for row in rows if row.name == which.connection and row.kind == MICROSOFT365), None)
    if row is None:
        raise UnknownIdsError([which.connection], "consents")
    back = request.build_absolute_uri(reverse("consent-returned"))
    who = visit_of(request).visitor.name
    link = ask(store_of(request), row, back, secrets.token_urlsafe(32), now_of(request), who)
    told(request, "connection", row.name, {"consent": ["", "a link was made"]})
    return {"connection": row.name, "link": link, "redirect_uri": back}
