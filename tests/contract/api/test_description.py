"""The description of the API (`/api/openapi.json`): what generated clients are made from (SPEC 7.8)."""

from __future__ import annotations

import importlib
import pkgutil
from enum import Enum
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.api.conftest import Caller


def test_no_two_shapes_have_one_name(stranger: Caller) -> None:
    """A description knows shapes by name: of two that are called alike, the one would be described as the other."""
    from ninja import Schema  # noqa: PLC0415 - Django has to be set up before

    from syncline.web import api  # noqa: PLC0415 - as above

    named: dict[str, set[Any]] = {}
    for module in pkgutil.iter_modules(api.__path__):
        for name, one in vars(importlib.import_module(f"{api.__name__}.{module.name}")).items():
            if isinstance(one, type) and issubclass(one, Schema | Enum) and one.__name__ == name:
                named.setdefault(name, set()).add(one)
    assert {name: found for name, found in named.items() if len(found) > 1} == {}


def test_no_two_calls_have_one_name(stranger: Caller) -> None:
    described: Any = stranger.get("/api/openapi.json").json
    names = [call["operationId"] for calls in described["paths"].values() for call in calls.values()]
    assert len(names) == len(set(names))


def test_an_admin_understands_it(stranger: Caller) -> None:
    described: Any = stranger.get("/api/openapi.json").json
    assert "Authorization: Bearer" in described["info"]["description"]
    groups = {one["name"]: one["description"] for one in described["tags"]}
    used = set()
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            used |= set(call["tags"])
            assert call["description"].rpartition("\n\n")[2].startswith("Needs: "), f"{method} {path}"
            for one in call.get("parameters", ()):
                assert one["description"], f"{method} {path} {one['name']}"
    assert used == groups.keys()
    assert all(groups.values())


def test_a_call_says_who_may_make_it(stranger: Caller) -> None:
    described: Any = stranger.get("/api/openapi.json").json

    def said(method: str, path: str) -> str:
        told: str = described["paths"][path][method]["description"]
        return told.rpartition("\n\n")[2]

    assert said("get", "/api/me") == "Needs: any token."
    assert said("put", "/api/setup") == "Needs: *Customize Application*."
    assert said("get", "/api/add-in/event") == "Needs: a token of the rep themselves."
    assert said("get", "/api/held") == "Needs: *View Setup and Configuration*; or being a rep, for what is their own."


def test_every_call_tells_of_its_refusals_in_one_shape(stranger: Caller) -> None:
    described: Any = stranger.get("/api/openapi.json").json
    failure = {"$ref": "#/components/schemas/Failure"}
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            assert {"401", "403", "503"} <= set(call["responses"]), f"{method} {path}"
            for status in ("401", "403", "404"):
                if status in call["responses"]:
                    assert call["responses"][status]["content"]["application/json"]["schema"] == failure


def test_people_read_it_as_a_page(stranger: Caller) -> None:
    described: Any = stranger.get("/api/openapi.json").json
    shown = stranger.get("/api/docs")
    assert shown.status_code == 200
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            assert f"{method.upper()} {path}</code> {escape(call['summary'])}" in shown.text
    assert "Needs: <em>Customize Application</em>." in shown.text
    assert "told as <code>next</code>: the list goes on there." in shown.text
    assert "list of string" in shown.text
