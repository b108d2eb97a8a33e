"""The status of everything (SPEC 7.1): how many reps are in which state, each system's tables, the reps by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from syncline.jobs.budget import budget_of
from syncline.web.access.needs import VIEW, needs
from syncline.web.asked import now_of, store_of
from syncline.web.lists import reps, states, system
from syncline.web.lists.window import window
from syncline.web.pages.chart import bars

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show every system, and the reps that a search asks for."""
    store, now = store_of(request), now_of(request)
    connections = store.connections(secrets=False)
    counts = states.counted(states.with_state(store))
    expected = sum(count for word, count in counts.items() if states.TONES[word])
    context = {
        "states": [(state, counts[state.word]) for state in states.STATES if state.word in counts],
        "reps": sum(counts.values()),
        "in_step": expected == counts.get(states.IN_STEP, 0),
        "systems": system.systems(store, now),
        "bars": bars(system.by_hour(now)),
        "connections": connections,
        "budgets": [(row.name, budget_of(store, row, now)) for row in connections if row.kind == "salesforce"],
        "all_states": states.STATES,
        "asked": request.GET,
        "window": window(request, reps.found(store, request.GET), reps.rows),
        "now": now,
    }
    return render(request, "syncline/status.html", context)
