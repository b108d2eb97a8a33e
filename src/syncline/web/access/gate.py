"""The gate: every page goes through it, and one that does not say what it asks for stays closed.

Calls of the HTTP API say what they ask for to `api.token`, which decides with the same `Need`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from syncline.web.access.needs import ANYBODY, need_of
from syncline.web.access.visitor import Visit, let_in, visitor_of_person
from syncline.web.asked import around
from syncline.web.loopback import is_loopback
from syncline.web.people.first import nobody_yet
from syncline.web.people.models import Person
from syncline.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from syncline.web.access.needs import Need

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_API = "api"
_SINGLE_SIGN_ON = "single-sign-on/"


class Gate:
    """Django's middleware: decides before a view is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: what is decided needs the view."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Answer None to let the request pass, else what is said instead of the page."""
        need = _need(request, view)
        if need is None:
            return not_allowed(request)
        if need.anybody:
            return None
        return self._decide(request, need)

    def _decide(self, request: HttpRequest, need: Need) -> HttpResponse | None:
        person = _person(request)
        if person is None:
            return redirect_to_login(request.get_full_path(), reverse("welcome" if nobody_yet() else "sign-in"))
        visitor = visitor_of_person(person)
        if not need.met_by(visitor):
            return not_allowed(request)
        let_in(request, Visit(visitor, need.sees(visitor)))
        return None


def _need(request: HttpRequest, view: Callable[..., Any]) -> Need | None:
    """Calls of the API decide by token; single sign-on comes before there is anybody to decide about."""
    match = request.resolver_match
    if match is not None and (match.namespaces == [_API] or match.route.startswith(_SINGLE_SIGN_ON)):
        return ANYBODY
    return need_of(view)


def _person(request: HttpRequest) -> Person | None:
    if isinstance(request.user, Person):
        return request.user if request.user.is_active else None
    demo = around(request).demo
    if demo and is_loopback(request.META["REMOTE_ADDR"]):
        person = Person.objects.filter(username=demo).first()
        if person is not None:
            login(request, person, backend=_BACKEND)
        return person
    return None
