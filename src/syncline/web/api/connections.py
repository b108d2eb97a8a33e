"""Connections one by one: read without their secrets, made, replaced, taken out; and the switch of an org (SPEC 1)."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from syncline.jobs.orgs import confirm, org_state, switch
from syncline.web.access.needs import CUSTOMIZE, VIEW
from syncline.web.api.parts import IfMatch, IfNoneMatch, NotThereError, change, hold_to, present, tag
from syncline.web.api.set_up import Outcome
from syncline.web.api.token import Bearer
from syncline.web.asked import around, store_of
from syncline.web.history import note
from syncline.web.set_up.parts import connection_part, secrets_of
from syncline.web.set_up.writing import mark_of

router = Router(tags=["connections"])
_ANSWERS = {200: Outcome, 422: Outcome}
_ORG = "salesforce"


class Key(Schema):
    """One thing that a connection of a kind says."""

    name: str
    required: bool
    secret: bool


class Kind(Schema):
    """A kind of connections."""

    kind: str
    keys: list[Key]


class OrgState(Schema):
    """What only an org has: its switch, and the id of another org that answered in its place."""

    paused: bool
    org_id: str
    answered: str


class Connection(Schema):
    """One connection. `secrets` names those that are kept; none is ever shown."""

    name: str
    kind: str
    settings: dict[str, Any]
    secrets: list[str]
    used_by: list[str]
    org: OrgState | None
    mark: str


class Connections(Schema):
    """All of them, by name."""

    connections: list[Connection]


class ConnectionSaid(Schema):
    """A connection. A secret that is left out stays, null takes it out; kept ones go nowhere else than before."""

    kind: str
    settings: dict[str, Any]
    secrets: Annotated[dict[str, str | None], Field(default_factory=dict)]
    dry_run: bool = False
    offline: bool = False


class Org(Schema):
    """An org, by the name of its connection."""

    org: str


class Switched(Org):
    """An org, and whether it stands still."""

    paused: bool


class Confirmed(Org):
    """An org, and the id that is now meant; empty where no other one had answered."""

    org_id: str


@router.get("/kinds", summary="Kinds of connections, and what each says", response=list[Kind], auth=Bearer(VIEW))
def kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer every kind with its keys, as the set-up file has them."""
    return [
        {"kind": kind, "keys": [{"name": key.name, "required": key.required, "secret": key.secret} for key in keys]}
        for kind, keys in around(request).desk.kinds().items()
    ]


@router.get("/connections", summary="All connections", response=Connections, auth=Bearer(VIEW))
def connections(request: HttpRequest) -> dict[str, Any]:
    """Answer every connection without its secrets."""
    parts = around(request).desk.part("connections")
    return {"connections": [_told(request, name, part) for name, part in parts.items()]}


@router.get("/connections/{path:name}", summary="One connection", response=Connection, auth=Bearer(VIEW))
def connection(request: HttpRequest, response: HttpResponse, name: str) -> dict[str, Any]:
    """Answer one without its secrets, with its mark as `ETag`."""
    part = present(request, "connections", name)
    tag(response, part)
    return _told(request, name, part)


@router.put(
    "/connections/{path:name}", summary="Make or replace a connection", response=_ANSWERS, auth=Bearer(CUSTOMIZE)
)
def put_connection(
    request: HttpRequest, name: str, said: ConnectionSaid, if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Status[dict[str, Any]]:
    """Bring one connection to what is said.

    `If-Match` with the `ETag` that was read replaces only that one; `If-None-Match: *` only makes a new one. 412 where
    somebody else was quicker, 428 where neither is given.
    """
    desk = around(request).desk
    before = desk.part("connections", name)
    hold_to(before, if_match, if_none_match)
    keys = desk.kinds().get(said.kind, ())
    part, secrets = connection_part(keys, {**said.settings, "kind": said.kind}, before or {}, name, said.secrets)
    return change(
        request, "connections", name, part,
        before=before, secrets=secrets, dry_run=said.dry_run, offline=said.offline,
    )  # fmt: skip


@router.delete("/connections/{path:name}", summary="Take a connection out", response=_ANSWERS, auth=Bearer(CUSTOMIZE))
def remove(request: HttpRequest, name: str, if_match: IfMatch = None) -> Status[dict[str, Any]]:
    """Take it out; refused (422) while a configuration names it."""
    before = present(request, "connections", name)
    hold_to(before, if_match, None, wanted=False)
    return change(request, "connections", name, None, before=before, offline=True)


@router.post("/orgs/pause", summary="Set the main switch of an org", response=Switched, auth=Bearer(CUSTOMIZE))
def pause_org(request: HttpRequest, said: Switched) -> dict[str, Any]:
    """Stop everybody of an org, or let them go on; links are kept."""
    if switch(store_of(request), _org(request, said.org), paused=said.paused):
        note(request, "connection", said.org, {"paused": not said.paused}, {"paused": said.paused})
    return {"org": said.org, "paused": said.paused}


@router.post("/orgs/confirm", summary="Go on with the org that answers", response=Confirmed, auth=Bearer(CUSTOMIZE))
def confirm_org(request: HttpRequest, said: Org) -> dict[str, Any]:
    """Take another org that answered, such as a refreshed sandbox, as the one that is meant; all is matched anew."""
    org_id = confirm(store_of(request), _org(request, said.org))
    if org_id:
        note(request, "connection", said.org, {"org_id": ""}, {"org_id": org_id})
    return {"org": said.org, "org_id": org_id}


def _org(request: HttpRequest, name: str) -> str:
    rows = store_of(request).connections(secrets=False)
    if not any(row.name == name and row.kind == _ORG for row in rows):
        raise NotThereError
    return name


def _told(request: HttpRequest, name: str, part: dict[str, Any]) -> dict[str, Any]:
    store = store_of(request)
    secrets = secrets_of(around(request).desk.kinds().get(part["kind"], ()), part)
    return {
        "name": name,
        "kind": part["kind"],
        "settings": {key: value for key, value in part.items() if key != "kind" and key not in secrets},
        "secrets": secrets,
        "used_by": [row.name for row in store.configurations() if name in {row.org, row.mail}],
        "org": _state(request, name) if part["kind"] == _ORG else None,
        "mark": mark_of(part),
    }


def _state(request: HttpRequest, name: str) -> dict[str, Any]:
    store = store_of(request)
    state = org_state(store, name)
    org_id = next((row.org_id for row in store.connections(secrets=False) if row.name == name), "")
    return {"paused": state.paused, "org_id": org_id, "answered": state.answered}
