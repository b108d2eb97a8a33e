"""Configurations one by one: read, made, replaced, made active, deleted (SPEC 3.1, 7.8)."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from syncline.web.access.needs import CONFIGURE, VIEW
from syncline.web.api.parts import IfMatch, IfNoneMatch, change, hold_to, present, tag
from syncline.web.api.set_up import Outcome
from syncline.web.api.token import Bearer
from syncline.web.asked import around
from syncline.web.lists.in_force import InForce
from syncline.web.lists.summary import in_force
from syncline.web.set_up.writing import mark_of

router = Router(tags=["configurations"])
_ANSWERS = {200: Outcome, 422: Outcome}


class Configuration(Schema):
    """One configuration in the words of the set-up file; `reps` says how many are in force in it by name or profile."""

    name: str
    active: bool
    reps: int
    mark: str
    configuration: dict[str, Any]


class Configurations(Schema):
    """All of them, by name."""

    configurations: list[Configuration]


class ConfigurationSaid(Schema):
    """A configuration in the words of the set-up file. `dry_run` shows what would change; `offline` asks no org."""

    configuration: dict[str, Any]
    dry_run: bool = False
    offline: bool = False


class Active(Schema):
    """Whether its reps sync."""

    active: bool
    offline: bool = False


def _told(name: str, part: dict[str, Any], reps: dict[str, InForce]) -> dict[str, Any]:
    return {
        "name": name, "active": part["active"], "reps": reps.get(name, InForce()).count,
        "mark": mark_of(part), "configuration": part,
    }  # fmt: skip


@router.get("/configurations", summary="All configurations", response=Configurations, auth=Bearer(VIEW))
def configurations(request: HttpRequest) -> dict[str, Any]:
    """Answer every configuration, with how many reps are in force in it."""
    parts, reps = around(request).desk.part("configurations"), in_force(around(request).clock)
    return {"configurations": [_told(name, part, reps) for name, part in parts.items()]}


@router.get("/configurations/{path:name}", summary="One configuration", response=Configuration, auth=Bearer(VIEW))
def configuration(request: HttpRequest, response: HttpResponse, name: str) -> dict[str, Any]:
    """Answer one, with its mark as `ETag`."""
    part = present(request, "configurations", name)
    tag(response, part)
    return _told(name, part, in_force(around(request).clock))


@router.put(
    "/configurations/{path:name}", summary="Make or replace a configuration", response=_ANSWERS, auth=Bearer(CONFIGURE)
)
def put_configuration(
    request: HttpRequest,
    name: str,
    said: ConfigurationSaid,
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
) -> Status[dict[str, Any]]:
    """Bring one configuration to what is said.

    `If-Match` with the `ETag` that was read replaces only that one; `If-None-Match: *` only makes a new one. 412 where
    somebody else was quicker, 428 where neither is given.
    """
    before = around(request).desk.part("configurations", name)
    hold_to(before, if_match, if_none_match)
    return change(
        request, "configurations", name, said.configuration,
        before=before, dry_run=said.dry_run, offline=said.offline,
    )  # fmt: skip


@router.patch(
    "/configurations/{path:name}",
    summary="Make a configuration active, or not",
    response=_ANSWERS,
    auth=Bearer(CONFIGURE),
)
def activate(request: HttpRequest, name: str, said: Active, if_match: IfMatch = None) -> Status[dict[str, Any]]:
    """Let its reps sync from the next cycle on, or stop them; links are kept, and it goes on where it stopped."""
    before = present(request, "configurations", name)
    hold_to(before, if_match, None, wanted=False)
    part = {**before, "active": said.active}
    return change(request, "configurations", name, part, before=before, offline=said.offline or not said.active)


@router.delete(
    "/configurations/{path:name}", summary="Delete a configuration", response=_ANSWERS, auth=Bearer(CONFIGURE)
)
def remove(request: HttpRequest, name: str, if_match: IfMatch = None) -> Status[dict[str, Any]]:
    """End the links of its reps; no record is deleted."""
    before = present(request, "configurations", name)
    hold_to(before, if_match, None, wanted=False)
    return change(request, "configurations", name, None, before=before, offline=True)
