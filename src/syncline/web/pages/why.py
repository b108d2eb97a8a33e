"""Why did this not sync (SPEC 7.6): a rep, or who sees every rep, names a record and is told where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from syncline.jobs.why.run import why as ask
from syncline.jobs.why.standing import TONES
from syncline.records.words import Collection
from syncline.web.access.needs import VIEW_OR_OWN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, now_of, store_of
from syncline.web.linking import Links
from syncline.web.pages.rep import rep_or_404

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from syncline.jobs.why.answer import Answer, Told
    from syncline.store.rows import RepRow

_KINDS: Mapping[Collection | None, str] = {Collection.CONTACTS: "Contact", Collection.EVENTS: "Event"}
LONGEST = 2000
"""Characters of what may be typed: links of Outlook are long."""


@needs(VIEW_OR_OWN)
@require_safe
def why(request: HttpRequest, rep: str) -> HttpResponse:
    """Tell where a record stands. Without `look`, by what the store knows; the page then asks for the look itself."""
    row = rep_or_404(request, rep)
    said = request.GET.get("q", "").strip()[:LONGEST]
    looks = bool(said) and request.GET.get("look") == "yes"
    visitor = visit_of(request).visitor
    own = visitor.rep == rep
    connector = around(request).looking() if looks else None
    told = ask(store_of(request), row, said, now_of(request), own=own, connector=connector) if said else None
    context = {"row": row, "mine": own, "said": said, "told": told, "answers": _shown(request, row, told)}
    return render(request, "syncline/why.html", context)


def _shown(request: HttpRequest, row: RepRow, told: Told | None) -> list[dict[str, Any]]:
    links = Links(store_of(request))
    return [_one(one, row, links) for one in told.answers] if told is not None else []


def _one(answer: Answer, row: RepRow, links: Links) -> dict[str, Any]:
    return {
        "answer": answer,
        "word": answer.standing.replace("_", " "),
        "tone": TONES.get(answer.standing, ""),
        "kind": _KINDS.get(answer.collection, "Record"),
        "at": links.both(row, answer.collection, answer.salesforce, answer.mailbox),
    }
