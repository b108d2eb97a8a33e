"""Alerts (SPEC 6.5): who is told of what and how, what was told lately, and a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from syncline.jobs.alerts.recent import broken, recent
from syncline.jobs.alerts.run import Alerts, settings_said
from syncline.web.access.needs import CUSTOMIZE, VIEW, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, store_of
from syncline.web.refusals import not_allowed
from syncline.web.set_up.alerts_form import entered, shown
from syncline.web.set_up.section import save_section
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of, part_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW)
@require_http_methods(["GET", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """Show them, and take in what was entered."""
    may_edit = CUSTOMIZE.met_by(visit_of(request).visitor)
    if request.method == "POST" and not may_edit:
        return not_allowed(request)
    said = settings_said(store_of(request))
    mark = mark_of(part_of(around(request).desk.exported(), ("alerts",))) if may_edit else ""
    context = {"said": said, "may_edit": may_edit, "mark": mark} | shown(said) | _told(request)
    if request.method == "GET":
        return render(request, "syncline/alerts.html", context)
    part = entered(request.POST)
    context |= shown(part)
    try:
        checked = save_section(request, "alerts", part, request.POST.get("mark", ""))
    except ChangedMeanwhileError:
        return render(request, "syncline/alerts.html", context | {"meanwhile": True}, status=409)
    if checked.problems:
        return render(request, "syncline/alerts.html", context | {"checked": checked}, status=422)
    messages.success(request, "Saved. Send a test alert next." if part else "Saved: nobody is told of anything.")
    return redirect("alerts")


def _told(request: HttpRequest) -> dict[str, Any]:
    store = store_of(request)
    return {"recent": recent(store), "broken": broken(store)}


@needs(CUSTOMIZE)
@require_POST
def test_alert(request: HttpRequest) -> HttpResponse:
    """Send a test by every way that is set up, and say how each went."""
    here = around(request)
    deliveries = Alerts(here.store, here.clock, here.environment).test()
    for one in deliveries:
        if one.reason:
            messages.error(request, f"By {one.way} nothing got through: {one.reason}.")
        else:
            messages.success(request, f"By {one.way} the test was delivered.")
    if not deliveries:
        messages.error(request, "No way is set up, or the variable that names it is not set where the pages run.")
    return redirect("alerts")
