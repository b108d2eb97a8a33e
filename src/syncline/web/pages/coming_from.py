"""Coming from Lightning Sync, Einstein Activity Capture or Salesforce for Outlook (SPEC 7.10): steps, and a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from syncline import catalogue
from syncline.jobs.coming_from import OFTEN, look
from syncline.web.access.needs import CUSTOMIZE, VIEW, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, now_of, store_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW)
@require_safe
def coming_from(request: HttpRequest) -> HttpResponse:
    """Show the steps."""
    return render(request, "syncline/coming_from.html", {"may_look": CUSTOMIZE.met_by(visit_of(request).visitor)})


@needs(CUSTOMIZE)
@require_POST
def look_now(request: HttpRequest) -> HttpResponse:
    """Look whether another tool is still at work: asks every org, writes nothing."""
    found = look(store_of(request), around(request).looking(), now_of(request))
    orgs = [(one, catalogue.entry(one.code).what if one.code else "") for one in found.orgs]
    context = {"found": found, "orgs": orgs, "often": OFTEN, "may_look": True}
    return render(request, "syncline/coming_from.html", context)
