"""The HTTP API's description as a page: what `/api/openapi.json` says, for people."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from syncline.web.access.needs import ANYBODY, needs
from syncline.web.api import api

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_MARKED = re.compile(r"(`|\*\*|\*)(.+?)\1", re.DOTALL)
_SHAPES = "#/components/schemas/"


@needs(ANYBODY)
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show every call by group, with what it takes, answers and refuses. As open as the description itself."""
    schema: dict[str, Any] = api.get_openapi_schema()
    shapes = schema["components"]["schemas"]
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, calls in schema["paths"].items():
        for method, call in calls.items():
            groups[call["tags"][0]].append(_call(method, path, call, shapes))
    told = [{**tag, "calls": groups[tag["name"]]} for tag in schema["tags"]]
    return render(request, "syncline/reference.html", {"about": prose(schema["info"]["description"]), "groups": told})


def prose(text: str) -> SafeString:
    """Write as HTML what the description uses of Markdown: paragraphs, `code`, *words* and **beginnings**."""
    shown = _MARKED.sub(_marked, escape(text))
    one_line_each = re.sub(r"(?<!\n)\n(?!\n)", " ", shown)
    return mark_safe(linebreaks(one_line_each))  # noqa: S308 - escaped above


def _marked(found: re.Match[str]) -> str:
    name = {"`": "code", "**": "strong", "*": "em"}[found[1]]
    return f"<{name}>{found[2]}</{name}>"


def _call(method: str, path: str, call: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "path": path,
        "id": call["operationId"],
        "summary": call["summary"],
        "told": prose(call["description"]),
        "parameters": [_parameter(one) for one in call.get("parameters", ())],
        "fields": _fields(_schema(call.get("requestBody", {})), shapes),
        "answers": [_answer(status, one, shapes) for status, one in sorted(call["responses"].items(), key=_status)],
    }


def _status(one: tuple[Any, Any]) -> int:
    return int(one[0])


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    place = "" if one["in"] == "query" else one["in"]
    return {"name": one["name"], "place": place, "kind": _kind(one["schema"]), "needed": one.get("required", False),
            "told": prose(one["description"])}  # fmt: skip


def _answer(status: Any, one: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    schema = _schema(one)
    refusal = schema.get("$ref") == f"{_SHAPES}Failure"
    return {"status": status, "told": one["description"], "fields": [] if refusal else _fields(schema, shapes)}


def _schema(sent: dict[str, Any]) -> dict[str, Any]:
    """Answer what a body is, in whichever form it is sent; empty where there is none."""
    forms: list[dict[str, Any]] = list(sent.get("content", {}).values())
    found: dict[str, Any] = forms[0].get("schema", {}) if forms else {}
    return found


def _fields(schema: dict[str, Any], shapes: dict[str, Any]) -> list[dict[str, Any]]:
    shape = shapes.get(schema.get("$ref", "").removeprefix(_SHAPES), schema)
    wanted = shape.get("required", ())
    return [
        {"name": name, "kind": _kind(one), "needed": name in wanted, "told": prose(one.get("description", ""))}
        for name, one in shape.get("properties", {}).items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    """Say in a word or two what a value is."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_SHAPES)
    for several in ("anyOf", "allOf"):
        if several in schema:
            return " or ".join(_kind(one) for one in schema[several])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format", schema.get("type", "anything")))
