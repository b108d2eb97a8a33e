"""Held cycles (SPEC 6.4): what would be deleted, and the person's word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from syncline.engine.held import let_go, refuse
from syncline.store.models import Held
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import now_of, store_of
from syncline.web.history import note_each
from syncline.web.lists import held as lists
from syncline.web.lists.window import window
from syncline.web.pages.back import back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW_OR_OWN)
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """List what is held."""
    visit = visit_of(request)
    found = lists.found(request.GET, visit.only)
    context = {
        "window": window(request, found, partial(lists.shown, store_of(request))),
        "states": lists.STATES,
        "by_rep": lists.by_rep(found),
        "asked": request.GET,
        "state": request.GET.get("state") or "held",
        "only": visit.only,
        "may_decide": CONFIGURE_OR_OWN.met_by(visit.visitor),
    }
    return render(request, "syncline/held.html", context)


@needs(CONFIGURE_OR_OWN)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Let go or refuse the ticked rows, or all of one rep and collection."""
    ids = _meant(request)
    word = {"let_go": let_go, "refuse": refuse}.get(request.POST.get("word", ""))
    if not ids or word is None:
        messages.error(request, "Tick what you mean.")
        return back(request, "held")
    rows = word(store_of(request), ids, now_of(request))
    said = "let go: carried out at the next cycle" if word is let_go else "refused: the copies stay"
    note_each(request, "held", rows, request.POST["word"].replace("_", " "))
    messages.success(request, f"{len(rows)} {said}.")
    return back(request, "held")


def _meant(request: HttpRequest) -> list[str]:
    """Ids, of those that this person may decide about."""
    rows = Held.objects.filter(state="held")
    only = visit_of(request).only
    if only is not None:
        rows = rows.filter(rep=only)
    if whole := request.POST.get("rep"):
        rows = rows.filter(rep=whole, collection=request.POST.get("collection", ""))
    else:
        rows = rows.filter(id__in=request.POST.getlist("id"))
    return list(rows.values_list("id", flat=True))
