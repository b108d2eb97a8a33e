"""Keys made for the admin, and until when those in use are good (SPEC 1.1, 6.5)."""

# ruff: noqa: TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from syncline.jobs.attention import UnknownIdsError
from syncline.jobs.credentials import credentials_of
from syncline.jobs.key_drawer import UnknownKeyError
from syncline.web.access.needs import CUSTOMIZE, VIEW
from syncline.web.api.parts import change
from syncline.web.api.set_up import Outcome
from syncline.web.api.token import Bearer
from syncline.web.asked import around, store_of
from syncline.web.history import told
from syncline.web.set_up.keys import TAKES, with_key

router = Router(tags=["set-up"])


class MadeKey(Schema):
    """A key that no connection has taken yet: its public half."""

    id: str
    certificate: str
    made: datetime
    ends: datetime


class Credentials(Schema):
    """In whose name a connection works, by which key, and until when its certificate is good."""

    connection: str
    kind: str
    account: str
    key: str
    ends: datetime | None
    certificate: str


class Use(Schema):
    """A key, by id, and the connection that is to sign in with it from now on."""

    key: str
    connection: str


class Dropped(Schema):
    """What is gone, by id."""

    dropped: str


@router.get("/credentials", summary="Accounts, key ids and certificates", response=list[Credentials], auth=Bearer(VIEW))
def credentials(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer what may be shown of each connection's credentials; `ends` is null where no certificate is known."""
    rows = store_of(request).connections()
    return [{"connection": row.name, "kind": row.kind, **asdict(credentials_of(row))} for row in rows]


@router.get("/keys", summary="Keys that were made here", response=list[MadeKey], auth=Bearer(CUSTOMIZE))
def keys(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer those that no connection has taken yet, the newest first."""
    return [asdict(one) for one in around(request).keys.all()]


@router.post("/keys", summary="Make a key and its certificate", response=MadeKey, auth=Bearer(CUSTOMIZE))
def make(request: HttpRequest) -> dict[str, Any]:
    """Make one, good for two years. The private key is never answered."""
    made = around(request).keys.make()
    told(request, "key", made.id, {"ends": ["", made.ends.date().isoformat()]})
    return asdict(made)


@router.post(
    "/keys/use", summary="Let a connection sign in with a key", response={200: Outcome, 422: Outcome},
    auth=Bearer(CUSTOMIZE),
)  # fmt: skip
def use(request: HttpRequest, which: Use) -> Status[dict[str, Any]]:
    """Put the key in the place of what the connection signed in with. Upload its certificate to the app before."""
    desk, drawer = around(request).desk, around(request).keys
    part = desk.part("connections", which.connection)
    if part is None or part["kind"] not in TAKES:
        raise UnknownIdsError([which.connection], "credentials")
    try:
        pem = drawer.pem(which.key)
    except UnknownKeyError:
        raise UnknownIdsError([which.key], "keys") from None
    new, secrets = with_key(part, which.connection), {(which.connection, TAKES[part["kind"]]): pem}
    answer = change(request, "connections", which.connection, new, before=part, secrets=secrets)
    if answer.status_code == HTTPStatus.OK:
        drawer.drop(which.key)
    return answer


@router.delete("/keys/{key}", summary="Throw a key away", response=Dropped, auth=Bearer(CUSTOMIZE))
def drop(request: HttpRequest, key: str) -> dict[str, str]:
    """Throw away a key that no connection has taken."""
    try:
        around(request).keys.drop(key)
    except UnknownKeyError:
        raise UnknownIdsError([key], "keys") from None
    told(request, "key", key, {"thrown away": ["no", "yes"]})
    return {"dropped": key}
