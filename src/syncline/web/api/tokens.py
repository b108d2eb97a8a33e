"""Tokens over HTTP: a person's own; whoever holds one of the command line's sees to those as well."""

# ruff: noqa: TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from syncline.jobs.tokens import Holder, make_token, revoke_token, tokens_of
from syncline.web.access.needs import SIGNED_IN
from syncline.web.access.visitor import visit_of
from syncline.web.api.parts import NotThereError
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note

router = Router(tags=["tokens"])


class Token(Schema):
    """A token's name and when it was made; what it is was shown once."""

    name: str
    made: datetime


class Tokens(Schema):
    """One's own."""

    tokens: list[Token]


class TokenWanted(Schema):
    """What a token is to be called; a person's name stands before it."""

    name: Annotated[str, Field(min_length=1, max_length=80)]


class Made(Schema):
    """A new token. It is shown here and never again."""

    name: str
    token: str


class Revoked(Schema):
    """The name of a token that opens nothing any more."""

    revoked: str


@router.get("/tokens", summary="One's own tokens", response=Tokens, auth=Bearer(SIGNED_IN))
def tokens(request: HttpRequest) -> dict[str, Any]:
    """Answer the tokens of whoever asks, by name."""
    return {"tokens": [{"name": one.name, "made": one.made} for one in _own(request)]}


@router.post("/tokens", summary="Make a token of one's own", response={201: Made}, auth=Bearer(SIGNED_IN))
def token_make(request: HttpRequest, wanted: TokenWanted) -> Status[dict[str, Any]]:
    """Make one, which does what whoever asks may do. 409 where there is one of that name."""
    person = _person(request)
    name = f"{person}: {wanted.name}" if person else wanted.name
    made = make_token(store_of(request), name, now_of(request), person=person)
    note(request, "token", name, {}, {"made": "yes", "person": person})
    return Status(201, {"name": name, "token": made})


@router.delete("/tokens/{path:name}", summary="Take a token back", response=Revoked, auth=Bearer(SIGNED_IN))
def token_revoke(request: HttpRequest, name: str) -> dict[str, Any]:
    """Take one of one's own back, this one too: from now on it opens nothing."""
    if not any(one.name == name for one in _own(request)):
        raise NotThereError
    revoke_token(store_of(request), name)
    note(request, "token", name, {"made": "yes"}, {})
    return {"revoked": name}


def _own(request: HttpRequest) -> list[Holder]:
    return tokens_of(store_of(request), _person(request))


def _person(request: HttpRequest) -> str:
    """Whose tokens are meant; empty: those of the command line, which belong to nobody."""
    visitor = visit_of(request).visitor
    return visitor.name if visitor.person is not None else ""
