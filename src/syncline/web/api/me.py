"""Whoever asks: what they may do, and their password."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from syncline.web.access.needs import SIGNED_IN
from syncline.web.access.visitor import visit_of
from syncline.web.api.forms import cleaned
from syncline.web.api.parts import NotThereError
from syncline.web.api.token import Bearer
from syncline.web.history import note
from syncline.web.people.forms import ChangePassword
from syncline.web.people.models import Person

router = Router(tags=["people"])


class Me(Schema):
    """Whose token it is. `person` is false for a token that was made on the command line for nobody."""

    name: str
    person: bool
    permissions: list[str]
    rep: str


class Password(Schema):
    """The password there is, and the one to be."""

    old: str
    password: str


class Changed(Schema):
    """Whose password is another one now."""

    name: str


@router.get("/me", summary="Who asks, and what they may do", response=Me, auth=Bearer(SIGNED_IN))
def me(request: HttpRequest) -> dict[str, Any]:
    """Answer whose token this is."""
    visitor = visit_of(request).visitor
    return {
        "name": visitor.name, "person": visitor.person is not None,
        "permissions": sorted(visitor.permissions), "rep": visitor.rep,
    }  # fmt: skip


@router.post("/me/password", summary="Change one's own password", response=Changed, auth=Bearer(SIGNED_IN))
def change_password(request: HttpRequest, said: Password) -> dict[str, Any]:
    """Take another password, for whoever knows the one there is; guesses are counted as at the sign-in."""
    number = visit_of(request).visitor.person
    person = None if number is None else Person.objects.filter(pk=number).first()
    if person is None:
        raise NotThereError
    words = {"old": said.old, "password": said.password, "again": said.password}
    said_ = cleaned(ChangePassword(words, person=person, request=request))
    person.set_password(said_["password"])
    person.save()
    note(request, "person", person.username, {}, {"password": "set anew"})
    return {"name": person.username}
