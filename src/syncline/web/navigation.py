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
    """One entry: the name of its address, its label, what opens it, and the names of the pages behind it."""

    name: str
    label: str
    need: Need
    behind: tuple[str, ...] = ()

    def here(self, shown: str) -> str:
        """Answer for `aria-current` whether this is the page that is shown, or the way to it."""
        return "page" if shown == self.name else "true" if shown in self.behind else ""


_OWN = Place("me", "My sync", need.REP_ALONE, ("rep", "why"))
PLACES = (
    Place("status", "Status", need.VIEW, ("rep", "why")),
    Place("errors", "Errors", need.REPORTS_OR_OWN),
    Place("unresolved", "Unresolved", need.VIEW_OR_OWN),
    Place("held", "Held", need.VIEW_OR_OWN),
    Place("journal", "Journal", need.VIEW_OR_OWN),
    Place("configurations", "Configurations", need.VIEW, ("configuration", "configuration-new", "preview")),
    Place("connections", "Connections", need.VIEW, ("connection", "connection-new", "consent")),
    Place("test", "Test", need.CUSTOMIZE, ("run-test",)),
    Place("file", "File", need.CUSTOMIZE),
    Place("alerts", "Alerts", need.VIEW),
    Place("privacy", "Privacy", need.CUSTOMIZE, ("privacy-erase",)),
    Place("people", "People", need.USERS, ("person", "person-new")),
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
    shown = (match.url_name or "") if match else ""
    own = match is not None and bool(visitor.rep) and match.kwargs.get("rep") == visitor.rep
    here = _OWN.here(shown) if own else ""
    mine = [{"url": reverse(_OWN.name), "label": _OWN.label, "here": here}] if visitor.rep else []
    return mine + [
        {"url": reverse(place.name), "label": place.label, "here": "" if here else place.here(shown)}
        for place in PLACES
        if place.need.met_by(visitor)
    ]
