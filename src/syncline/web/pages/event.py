"""The way from a list to an event in the rep's own calendar, for mail systems that have to be asked for its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from syncline.connectors.errors import ConnectorError
from syncline.jobs.event_page import event_page
from syncline.web.access.needs import VIEW_OR_OWN, needs
from syncline.web.asked import around, store_of
from syncline.web.pages.rep import rep_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW_OR_OWN)
@require_safe
def event(request: HttpRequest, rep: str) -> HttpResponse:
    """Lead to the event `id`, whose page asks for a sign-in of its own; to the rep's page where that cannot be."""
    row = rep_or_404(request, rep)
    try:
        address = event_page(store_of(request), around(request).looking(), row, request.GET.get("id", ""))
    except ConnectorError as error:
        messages.error(request, f"The mailbox could not be asked: {error.detail} {error.remedy}")
        return redirect("rep", rep=rep)
    if not address:
        messages.error(request, "The mail system tells no address of this event: it may have been deleted.")
        return redirect("rep", rep=rep)
    return HttpResponseRedirect(address)
