"""Privacy (SPEC 7.5): how long the journal keeps values, and the erasure of what is kept of one person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from syncline.engine.erasing import could_be_anybody, erase
from syncline.jobs.retention import DAYS
from syncline.web.access.needs import CUSTOMIZE, needs
from syncline.web.asked import around, store_of
from syncline.web.history import told
from syncline.web.set_up.section import save_section
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(CUSTOMIZE)
@require_http_methods(["GET", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept and how long; take in another length."""
    if request.method == "GET":
        return _page(request)
    days = request.POST.get("retention_days", "").strip()
    part = {"retention_days": int(days) if days.isdecimal() else days}
    try:
        checked = save_section(request, "journal", part, request.POST.get("mark", ""))
    except ChangedMeanwhileError:
        return _page(request, 409, meanwhile=True)
    if checked.problems:
        return _page(request, 422, checked=checked, days=days)
    messages.success(request, f"Saved: what is older than {days} days is forgotten, once a day.")
    return redirect("privacy")


@needs(CUSTOMIZE)
@sensitive_post_parameters("person")
@require_POST
def erase_person(request: HttpRequest) -> HttpResponse:
    """Count what would be erased of one person; erase it on the second word. The history names nobody."""
    person = request.POST.get("person", "").strip()
    if could_be_anybody(person):
        return _page(request, 422, person=person, wrong="This could be anybody: give a whole address, or a whole id.")
    sure = request.POST.get("word") == "erase"
    done = erase(store_of(request), person, dry_run=not sure)
    counted = f"{done.rows} journal rows, {done.links} ended pairs"
    if sure:
        told(request, "privacy", "erasure", {"erased": ["", counted]})
    return _page(request, person=person, done=done, erased=sure)


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    said = store_of(request).setting("journal")
    days = (json.loads(said) if said else {}).get("retention_days", DAYS)
    mark = mark_of(around(request).desk.part("journal"))
    context = {"days": days, "mark": mark} | more
    return render(request, "syncline/privacy.html", context, status=status)
