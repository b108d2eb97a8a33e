"""Accounts over HTTP (SPEC 7.7): who may sign in, what each may do, and which rep they are."""

# ruff: noqa: TC001, TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from syncline.store.database.text import safe
from syncline.web.access.needs import USERS
from syncline.web.access.permissions import Permission
from syncline.web.access.visitor import visit_of
from syncline.web.api.forms import cleaned
from syncline.web.api.paging import Page, Paging
from syncline.web.api.parts import IfMatch, NotThereError, hold_to, tag
from syncline.web.api.token import Bearer
from syncline.web.asked import store_of
from syncline.web.history import hand
from syncline.web.lists import people as lists
from syncline.web.people.account_form import PersonForm, save, told_of
from syncline.web.people.models import Person
from syncline.web.set_up.writing import mark_of

router = Router(tags=["people"])


class Account(Schema):
    """One account; `rep` is the id of the rep they are, if any. Nobody is ever told a password."""

    username: str
    name: str
    email: str
    rep: str
    permissions: list[str]
    is_active: bool
    mark: str


class Accounts(Page):
    """Some accounts, by user name."""

    people: list[Account]


class PersonSaid(Schema):
    """An account. An empty password leaves the one there is; a new account without one signs in by single sign-on."""

    username: str
    name: str = ""
    email: str = ""
    rep: str = ""
    permissions: Annotated[list[Permission], Field(default_factory=list)]
    is_active: bool = True
    password: str = ""


@router.get("/people", summary="Accounts", response=Accounts, auth=Bearer(USERS))
def people(request: HttpRequest, page: Paging, q: str = "") -> dict[str, Any]:  # noqa: ARG001 - ninja's way
    """Answer accounts whose name or address holds `q`."""
    part = page.part(lists.found(q.strip()))
    return {**part.told, "people": [_told(one) for one in part.rows]}


@router.post("/people", summary="Make an account", response={201: Account}, auth=Bearer(USERS))
def person_new(request: HttpRequest, response: HttpResponse, said: PersonSaid) -> Status[dict[str, Any]]:
    """Make one. Nobody gives what they do not have themselves."""
    return Status(201, _saved(request, response, Person(), said))


@router.get("/people/{path:username}", summary="One account", response=Account, auth=Bearer(USERS))
def person(request: HttpRequest, response: HttpResponse, username: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    """Answer one, with its mark as `ETag`."""
    row = _row(username)
    tag(response, told_of(row))
    return _told(row)


@router.put("/people/{path:username}", summary="Change an account", response=Account, auth=Bearer(USERS))
def put_person(
    request: HttpRequest, response: HttpResponse, username: str, said: PersonSaid, if_match: IfMatch = None
) -> dict[str, Any]:
    """Bring it to what is said; with `If-Match` only what was read is overwritten (412)."""
    row = _row(username)
    hold_to(told_of(row), if_match, None, wanted=False)
    return _saved(request, response, row, said)


def _row(username: str) -> Person:
    row = Person.objects.filter(username__iexact=safe(username)).first()
    if row is None:
        raise NotThereError
    return row


def _saved(request: HttpRequest, response: HttpResponse, row: Person, said: PersonSaid) -> dict[str, Any]:
    may = visit_of(request).visitor.permissions
    save(row, cleaned(PersonForm(said.dict(), person=row, visitor_may=may)), hand(request), store_of(request))
    tag(response, told_of(row))
    return _told(row)


def _told(row: Person) -> dict[str, Any]:
    return {**told_of(row), "mark": mark_of(told_of(row))}
