"""Who changed what: one line for every change that a person makes on a page or in a call (SPEC 7.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.jobs.history import Hand
from syncline.store.history import Via
from syncline.web.access.visitor import visit_of
from syncline.web.asked import now_of, store_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpRequest

    from syncline.jobs.history import OfRep

_API = "api"


def note(request: HttpRequest, what: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Note a change of `what` (`rep`, `configuration`, ...) called `name`; nothing where nothing changed."""
    hand(request).note(store_of(request), what, name, before, after)


def told(request: HttpRequest, what: str, name: str, changes: Mapping[str, Sequence[str]]) -> None:
    """Note a change that is told already, as texts before and after by what changed. Secrets must not stand in it."""
    hand(request).told(store_of(request), what, name, changes)


def told_by_nobody(request: HttpRequest, what: str, name: str, changes: Mapping[str, Sequence[str]]) -> None:
    """Note a change that came in by a page which is open to everybody."""
    hand(request, "somebody who is not signed in").told(store_of(request), what, name, changes)


def note_each(request: HttpRequest, what: str, rows: Iterable[OfRep], done: str) -> None:
    """Note what was done about rows of the list `what`, once for each rep whose they are."""
    hand(request).each(store_of(request), what, rows, done)


def hand(request: HttpRequest, who: str = "") -> Hand:
    """Answer whose hand it is: whoever was let in, unless somebody is named."""
    match = request.resolver_match
    via = Via.API if match is not None and _API in match.namespaces else Via.PAGE
    return Hand(who or visit_of(request).visitor.name, via, now_of(request), request.META.get("REMOTE_ADDR") or "")
