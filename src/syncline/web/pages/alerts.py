"""Alerts (SPEC 6.5): who is told of what and how, what was told lately, and a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from syncline.jobs.alerts.recent import broken, recent
from syncline.jobs.alerts.run import Alerts, settings_said
from syncline.web.access.needs import CUSTOMIZE, VIEW, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, store_of
from syncline.web.history import hand
from syncline.web.set_up.alerts_form import entered, shown
from syncline.web.set_up.section import save_section
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW)
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Show them."""
    said = settings_said(store_of(request))
    return _page(request, 200, mark=_mark(request), **shown(said))


@needs(CUSTOMIZE)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Take in what was entered."""
    part, mark = entered(request.POST), request.POST.get("mark", "")
    try:
        checked = save_section(request, "alerts", part, mark)
    except ChangedMeanwhileError:
        return _page(request, 409, mark=mark, meanwhile=True, **shown(part))
    if checked.problems:
        return _page(request, 422, mark=mark, checked=checked, **shown(part))
    messages.success(request, "Saved. Send a test alert next." if part else "Saved: nobody is told of anything.")
    return redirect("alerts")


def _mark(request: HttpRequest) -> str:
    return mark_of(around(request).desk.part("alerts"))


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    may_edit = CUSTOMIZE.met_by(visit_of(request).visitor)
    context |= {"said": settings_said(store_of(request)), "may_edit": may_edit} | _told(request)
    return render(request, "syncline/alerts.html", context, status=status)


def _told(request: HttpRequest) -> dict[str, Any]:
    store = store_of(request)
    return {"recent": recent(store), "broken": broken(store)}


@needs(CUSTOMIZE)
@require_POST
def test_alert(request: HttpRequest) -> HttpResponse:
    """Send a test by every way that is set up, and say how each went."""
    here = around(request)
    deliveries = Alerts(here.store, here.clock, here.environment).test(hand(request))
    for one in deliveries:
        if one.reason:
            messages.error(request, f"By {one.way} nothing got through: {one.reason}.")
        else:
            messages.success(request, f"By {one.way} the test was delivered.")
    if not deliveries:
        messages.error(request, "No way is set up, or the variable that names it is not set where the pages run.")
    return redirect("alerts")
