"""What stands around every page: where one can go, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from syncline.web.access import needs as need
from syncline.web.access.visitor import visit_if_any

if TYPE_CHECKING:
    from django.http import HttpRequest

    from syncline.web.access.needs import Need
    from syncline.web.access.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: the name of its address, its label, and what opens it."""

    name: str
    label: str
    need: Need


PLACES = (
    Place("status", "Status", need.VIEW),
    Place("errors", "Errors", need.REPORTS_OR_OWN),
    Place("unresolved", "Unresolved", need.VIEW_OR_OWN),
    Place("held", "Held", need.VIEW_OR_OWN),
    Place("journal", "Journal", need.VIEW_OR_OWN),
    Place("configurations", "Configurations", need.VIEW),
    Place("connections", "Connections", need.VIEW),
    Place("test", "Test", need.CUSTOMIZE),
    Place("file", "File", need.CUSTOMIZE),
    Place("alerts", "Alerts", need.VIEW),
    Place("privacy", "Privacy", need.CUSTOMIZE),
    Place("people", "People", need.USERS),
    Place("history", "History", need.VIEW),
    Place("coming-from", "Coming from", need.VIEW),
    Place("start", "First steps", need.VIEW),
)


def around_the_page(request: HttpRequest) -> dict[str, Any]:
    """Answer what the frame of a page shows, as Django's context processors do."""
    visit = visit_if_any(request)
    if visit is None:
        return {"places": [], "visitor": None}
    return {"places": _places(request, visit.visitor), "visitor": visit.visitor}


def _places(request: HttpRequest, visitor: Visitor) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = match.url_name if match else None
    mine = [{"url": reverse("me"), "label": "My sync", "here": here == "rep"}] if visitor.rep else []
    return mine + [
        {"url": reverse(place.name), "label": place.label, "here": place.name == here}
        for place in PLACES
        if place.need.met_by(visitor)
    ]
