"""What only a person can decide, and the person's word (SPEC 7.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from syncline.engine.resolving import AGAIN, NEW, WrongAnswerError, ignore, resolve
from syncline.jobs.attention import UnknownIdsError, pick
from syncline.store.rows import Asked
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, now_of, store_of
from syncline.web.history import note_each
from syncline.web.linking import Links, whose
from syncline.web.lists import unresolved as lists
from syncline.web.lists.summary import kept
from syncline.web.lists.window import window
from syncline.web.pages.back import back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from syncline.store.models import Unresolved
    from syncline.store.rows import UnresolvedRow

_MOST_AT_ONCE = 1000


@needs(VIEW_OR_OWN)
@require_safe
def unresolved(request: HttpRequest) -> HttpResponse:
    """List what is asked."""
    visit = visit_of(request)
    known = kept(around(request).clock) if visit.only is None else None
    context = {
        "window": window(request, lists.found(request.GET, visit.only), lambda rows: _linked(request, rows)),
        "kinds": known.kinds if known else lists.kinds(visit.only),
        "states": list(Asked),
        "asked": request.GET,
        "only": visit.only,
        "may_decide": CONFIGURE_OR_OWN.met_by(visit.visitor),
    }
    return render(request, "syncline/unresolved.html", context)


def _linked(request: HttpRequest, rows: list[Unresolved]) -> list[dict[str, Any]]:
    """Answer what the list shows, with the addresses of the record and of those to choose from. Two queries."""
    store = store_of(request)
    links, reps, told = Links(store), whose(store, (row.rep for row in rows)), lists.shown(rows)
    for one in told:
        if rep := reps.get(one["row"].rep):
            for record in (one, *one["candidates"]):
                record["at"] = links.either(rep, one["row"].collection, record["record"])
    return told


@needs(CONFIGURE_OR_OWN)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Take a person's word: `to` one of the candidates, another record's id, `new`, `again` or `ignore`."""
    ids = request.POST.getlist("id")[:_MOST_AT_ONCE]
    try:
        found = store_of(request).unresolved(rep=visit_of(request).only, ids=ids)
        _carry_out(request, pick(found, ids, "unresolved"))
    except UnknownIdsError:
        messages.error(request, "Some of these were settled meanwhile; nothing was done about the others. Look again.")
    except WrongAnswerError as error:
        messages.error(request, f"{capfirst(str(error))}. {error.remedy}")
    return back(request, "unresolved")


def _carry_out(request: HttpRequest, rows: list[UnresolvedRow]) -> None:
    word, store = request.POST.get("to", ""), store_of(request)
    if not rows or not (word or request.POST.get("other", "").strip()):
        messages.error(request, "Tick what you mean, and say which record it is.")
    elif word == "ignore":
        ignore(store, rows)
        note_each(request, "unresolved", rows, "ignored")
        messages.success(request, f"{len(rows)} ignored: both copies stay as they are.")
    else:
        answers = [word] if word in {NEW, AGAIN} else request.POST.getlist("to")
        other = request.POST.get("other", "").split()
        resolve(store, rows, [one for one in (*answers, *other) if one], now_of(request))
        note_each(request, "unresolved", rows, "resolved")
        messages.success(request, f"{len(rows)} to be seen to at the next cycle.")
