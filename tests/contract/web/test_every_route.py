"""Every address, for everybody: what a page asks for is said on the page, and one that says nothing is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.jobs.tokens import make_token
from tests.contract.web.conftest import NOW, Browser, browser_on, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls import URLPattern

    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

ROLES = ("admin", "manager", "viewer", "analyst", "rep")
REP = "acme/marianne@acme.example"
WRONG: dict[str, Any] = {"mark": "x", "name": "nothing.css", "provider_id": "nobody", "pk": 0}
"""What stands in for the parts of an address: nothing of it exists."""


def pages() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the pages, with what it leads to."""
    from django.urls import URLPattern as Pattern  # noqa: PLC0415 - Django has to be set up before
    from django.urls import get_resolver, reverse  # noqa: PLC0415

    for entry in get_resolver().url_patterns:
        if isinstance(entry, Pattern) and entry.name:
            names = entry.pattern.converters
            yield reverse(entry.name, kwargs={name: WRONG.get(name, "none") for name in names}), entry


def calls() -> Iterator[tuple[str, str, Any]]:
    """Every call of the HTTP API: its method, address, and what it asks for."""
    from syncline.web.api import api  # noqa: PLC0415 - Django has to be set up before
    from syncline.web.api.token import Bearer  # noqa: PLC0415

    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                asked = [one for one in operation.auth_callbacks if isinstance(one, Bearer)]
                assert len(asked) == 1, f"{path} asks for nothing, or for too much"
                for method in operation.methods:
                    yield method, f"/api{path}", asked[0].need


@pytest.mark.parametrize("role", [None, *ROLES])
def test_pages_open_for_whom_they_say(around: Around, role: str | None) -> None:
    from syncline.web.access.needs import need_of  # noqa: PLC0415 - Django has to be set up before
    from syncline.web.access.visitor import visitor_of_person  # noqa: PLC0415

    somebody = _somebody(role)
    visitor = visitor_of_person(somebody) if role else None
    browser = browser_on(around)
    if role:
        browser.sign_in(somebody)
    token = browser.token("/account" if role else "/sign-in")
    assert token
    # The sign-out last, or all the rest would be asked by a stranger.
    for address, entry in sorted(pages(), key=lambda one: one[1].name == "sign-out"):
        need = need_of(entry.callback)
        assert need is not None, f"{address} says nothing"
        for method in ("GET", "POST"):
            answer = browser.client.open(address, method=method, data=token if method == "POST" else {})
            assert _closed(answer) is not need.met_by(visitor), f"{method} {address} for {role}: {answer.status}"


def _closed(answer: Any) -> bool:
    return "Not for you" in answer.text or answer.headers.get("Location", "").startswith("/sign-in?next")


@pytest.mark.parametrize("role", [None, *ROLES])
def test_calls_open_for_whom_they_say(around: Around, store: DatabaseStore, role: str | None) -> None:
    from syncline.web.access.visitor import visitor_of_person  # noqa: PLC0415 - Django has to be set up before

    somebody = _somebody(role)
    token = make_token(store, "test", NOW, person=somebody.username) if role else "syncline_wrong"
    client = browser_on(around).client
    for method, path, need in calls():
        answer = client.open(path, method=method, json={}, headers={"Authorization": f"Bearer {token}"})
        if role:
            assert (answer.status_code == 403) is not need.met_by(visitor_of_person(somebody)), f"{method} {path}"
        else:
            assert answer.status_code == 401


def test_a_view_that_says_nothing_is_closed(around: Around, admin: Browser) -> None:
    from django.http import HttpResponse  # noqa: PLC0415 - Django has to be set up before
    from django.urls import path  # noqa: PLC0415

    from syncline.web import urls  # noqa: PLC0415

    urls.urlpatterns.append(path("forgotten", lambda _request: HttpResponse("secret")))
    try:
        from django.urls import clear_url_caches  # noqa: PLC0415

        clear_url_caches()
        assert admin.get("/forgotten").status_code == 403
    finally:
        urls.urlpatterns.pop()
        clear_url_caches()


def _somebody(role: str | None) -> Any:
    from syncline.web.access.permissions import ROLES as SETS  # noqa: PLC0415 - Django has to be set up before
    from syncline.web.access.permissions import Role  # noqa: PLC0415

    held = SETS[Role(role)][1] if role else frozenset()
    return person(held, rep=REP if role == "rep" else "")
