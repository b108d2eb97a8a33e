"""One rep: the guide's tables 4 to 6, what fails, and a person's word about it. Reps see their own (SPEC 7.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from syncline.jobs.reps import first_today, mark_for_reset, pause
from syncline.store.rows import JournalFilter
from syncline.web.access.needs import CONFIGURE_OR_OWN, SIGNED_IN, VIEW_OR_OWN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import now_of, store_of
from syncline.web.history import note
from syncline.web.lists.one_rep import one_rep, top_errors
from syncline.web.pages.journal import shown_rows
from syncline.web.seen import seen_rep

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from syncline.store.rows import RepRow

RECENT = 10


@needs(SIGNED_IN)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Lead a rep to their own page, anybody else to their account."""
    rep = visit_of(request).visitor.rep
    return redirect("rep", rep=rep) if rep else redirect("account")


@needs(VIEW_OR_OWN)
@require_safe
def rep(request: HttpRequest, rep: str) -> HttpResponse:
    """Show one rep."""
    store, visit = store_of(request), visit_of(request)
    found = one_rep(store, rep, now_of(request)) if visit.only in {None, rep} else None
    if found is None:
        raise Http404
    visitor = visit.visitor
    recent = store.journal(rep=rep, limit=RECENT, only=JournalFilter())
    context = {
        "one": found,
        "errors": top_errors(rep),
        "recent": shown_rows(store, recent, viewer=visitor.rep),
        "may_decide": CONFIGURE_OR_OWN.met_by(visitor),
        "mine": visitor.rep == rep,
    }
    return render(request, "syncline/rep.html", context)


@needs(CONFIGURE_OR_OWN)
@require_POST
def reset(request: HttpRequest, rep: str) -> HttpResponse:
    """Match this rep's records anew at the next cycle; a rep may ask for that once a day."""
    row = rep_or_404(request, rep)
    if visit_of(request).only is not None and not first_today(store_of(request), rep, now_of(request)):
        messages.error(request, "You asked for that within the last day. An administrator can do it again.")
        return redirect("rep", rep=rep)
    after = mark_for_reset(store_of(request), row, now_of(request))
    note(request, "rep", rep, {"reset": row.reset}, {"reset": after.reset})
    messages.success(request, "Marked for reset: all records are matched anew at the next cycle.")
    return redirect("rep", rep=rep)


@needs(CONFIGURE_OR_OWN)
@require_POST
def pause_rep(request: HttpRequest, rep: str) -> HttpResponse:
    """Stop this rep's sync, or let it go on."""
    row = rep_or_404(request, rep)
    after = pause(store_of(request), row, now_of(request), paused=request.POST.get("paused") == "yes")
    note(request, "rep", rep, {"paused": row.paused}, {"paused": after.paused})
    messages.success(request, "Paused. Nothing is lost." if after.paused else "Goes on at the next cycle.")
    return redirect("rep", rep=rep)


def rep_or_404(request: HttpRequest, rep: str) -> RepRow:
    """Answer the rep of this id, if whoever asks may see them. Raises `Http404`."""
    row = seen_rep(request, rep)
    if row is None:
        raise Http404
    return row
