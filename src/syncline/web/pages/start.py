"""The first steps: the guide's big picture as a checklist that ticks itself. And where everybody begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from syncline.web.access.needs import REPORTS, SIGNED_IN, VIEW, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import store_of
from syncline.web.lists.state_words import IN_STEP
from syncline.web.lists.states import in_state
from syncline.web.pages.preview import PREVIEWED
from syncline.web.pages.test import TESTED

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from syncline.store.port import Store


@needs(SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the first page that is for them."""
    visitor = visit_of(request).visitor
    if VIEW.met_by(visitor):
        return redirect("status")
    return redirect("errors" if REPORTS.met_by(visitor) else "me")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `next` is the first that is not done."""

    title: str
    told: str
    url: str
    done: bool
    next: bool = False


@needs(VIEW)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what is done, and what comes next."""
    found = _steps(store_of(request))
    first = next((one for one in found if not one.done), None)
    steps = [replace(one, next=one is first) for one in found]
    return render(request, "syncline/start.html", {"steps": steps})


def _steps(store: Store) -> list[Step]:
    kinds = {row.kind for row in store.connections(secrets=False)}
    configurations = store.configurations()
    active = any(row.active for row in configurations)
    where = reverse("connections")
    return [
        Step("Connect Salesforce", "Make the External Client App with its certificate, and enter the key here.",
             where, "salesforce" in kinds),
        Step("Connect mail", "Exchange Server, Microsoft 365 or Google, by an account that reaches the mailboxes.",
             where, bool(kinds & {"exchange", "microsoft365", "google"})),
        Step("Test the connection", "For one rep: every step with what was seen, and what to do.", reverse("test"),
             bool(store.setting(TESTED))),
        Step("Prepare the reps", "They move (not copy) the contacts that are to sync, and mark what is private.",
             reverse("configurations"), bool(configurations)),
        Step("Make a configuration", "Who syncs, in which direction, by which rules. It begins inactive.",
             reverse("configurations"), bool(configurations)),
        Step("Preview", "What it would do, counted and listed. Nothing is written.", reverse("configurations"),
             bool(store.setting(PREVIEWED)) or active),
        Step("Activate", "Its reps sync from the next cycle on.", reverse("configurations"), active),
        Step("In step", "The first sync can take hours; the status shows how far it is.", reverse("status"),
             active and in_state(store, IN_STEP).exists()),
    ]  # fmt: skip
