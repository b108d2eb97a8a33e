"""The status of everything (SPEC 7.1): how many reps are in which state, each system's tables, the reps by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from syncline.web.access.needs import VIEW, needs
from syncline.web.asked import around, now_of, store_of
from syncline.web.lists import reps, system
from syncline.web.lists.coming import coming
from syncline.web.lists.state_words import INITIAL, NOT_STARTED, STATES, headline, summed
from syncline.web.lists.summary import summary
from syncline.web.lists.window import window
from syncline.web.pages.calls import calls
from syncline.web.pages.chart import bars

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from syncline.store.models import Rep


_FIGURES, _FOUND = "figures", "found"
"""What a page that is open asks for anew by itself: figures now and then, reps while somebody types a name."""


@needs(VIEW)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show every system, and the reps that a search asks for; a part of it, where a part is to be shown anew."""
    part = request.headers.get("HX-Target")
    context: dict[str, Any] = {"asked": request.GET, "all_states": STATES}
    if part != _FOUND:
        context |= _figures(request)
    if part != _FIGURES:
        context |= {"window": window(request, *_reps(request))}
    shown = {_FIGURES: "syncline/status_figures.html", _FOUND: "syncline/status_reps.html"}
    answer = render(request, shown.get(part or "", "syncline/status.html"), context)
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def _figures(request: HttpRequest) -> dict[str, Any]:
    store, now = store_of(request), now_of(request)
    connections = store.connections(secrets=False)
    known = summary(store, around(request).clock)
    counts = summed(known.states)
    written = sum(count for _, count in known.hours)
    word, sentence = headline(counts)
    return {
        "counted": known.at,
        "states": [(state, counts[state.word]) for state in STATES if state.word in counts],
        "word": word,
        "sentence": sentence,
        "coming": coming(now),
        "waits": any(counts.get(one) for one in (NOT_STARTED, INITIAL)),
        "written": written,
        "nothing_written": "" if written else "nothing was synced in the last 24 hours",
        "systems": system.systems(store, known, now),
        "bars": bars(known.hours),
        "connections": connections,
        "budgets": [calls(store, row, now) for row in connections if row.kind == "salesforce"],
    }


def _reps(request: HttpRequest) -> tuple[QuerySet[Rep], Callable[[list[Any]], list[dict[str, Any]]]]:
    store = store_of(request)
    return reps.found(store, request.GET), partial(reps.rows, store)
