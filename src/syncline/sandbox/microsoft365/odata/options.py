"""The query options of a listing.

https://learn.microsoft.com/graph/query-parameters
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.state.extended import key_of

from . import matching, parser

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from syncline.sandbox.microsoft365.state.extended import Key

    from .words import Node

Json = dict[str, Any]
_EXTENDED: Final = "singleValueExtendedProperties"
_EXPAND: Final = re.compile(rf"{_EXTENDED}\s*\((?P<options>.*)\)", re.DOTALL)
_SEVERAL: Final = re.compile(r",(?![^(]*\))")
"""Commas outside brackets; those of a property's own expression stand inside."""
_ID: Final = re.compile(r"id\s+eq\s+'((?:[^']|'')*)'")
_ANNOTATIONS: Final = "@"


@dataclass(slots=True)
class Options:
    """What a request asked for."""

    select: frozenset[str] | None
    filter: Node | None
    order: tuple[tuple[tuple[str, ...], bool], ...]
    top: int | None
    skip: int
    count: bool
    expand: frozenset[Key]
    """Extended properties to show."""
    expand_more: frozenset[str]

    def project(self, resource: Json) -> Json:
        """Answer the selected properties; annotations and the id are always there."""
        if self.select is None:
            return resource
        kept = self.select | {"id"} | self.expand_more
        shown = {name: value for name, value in resource.items() if name in kept or name.startswith(_ANNOTATIONS)}
        return shown | ({_EXTENDED: resource[_EXTENDED]} if _EXTENDED in resource else {})

    def sort(self, resources: list[Json]) -> list[Json]:
        """Put resources in the wished order."""
        for path, descending in reversed(self.order):
            resources = sorted(resources, key=lambda one: _key(one, path), reverse=descending)
        return resources


def read(query: Mapping[str, str], kind: str, known: Collection[str], also: Collection[str] = ()) -> Options:
    """Read query options of a resource type with the properties `known`.

    `also` are properties that may be selected or expanded only. Unknown options, properties and values earn 400.
    """
    options = {name.lower().removeprefix("$"): value for name, value in query.items() if name.startswith("$")}
    for name in options:
        if name not in {"select", "filter", "orderby", "top", "skip", "count", "expand", "search"}:
            raise bad_request(f"The query parameter '${name}' is not supported.", "RequestBroker--ParseUri")
    if "search" in options:
        raise bad_request("The query parameter '$search' is not supported.", "ErrorInvalidUrlQuery")
    tree = parser.parse(options["filter"]) if "filter" in options else None
    if tree is not None:
        matching.check(tree, kind, {*known, _EXTENDED})
    expand, more = _expand(options.get("expand", ""), kind, also)
    return Options(
        _names(options["select"], kind, {*known, *also}) if "select" in options else None,
        tree,
        _order(options.get("orderby", ""), kind, known),
        _number("top", options["top"], 1) if "top" in options else None,
        _number("skip", options.get("skip", "0"), 0),
        options.get("count", "").lower() == "true",
        expand,
        more,
    )


def _names(text: str, kind: str, known: Collection[str]) -> frozenset[str]:
    names = frozenset(name.strip() for name in text.split(",") if name.strip())
    for name in sorted(names):
        if name.partition("/")[0] not in known and name != "*":
            message = f"Could not find a property named '{name}' on type 'microsoft.graph.{kind}'."
            raise bad_request(message, "RequestBroker--ParseUri")
    return frozenset(known) if "*" in names else names


def _order(text: str, kind: str, known: Collection[str]) -> tuple[tuple[tuple[str, ...], bool], ...]:
    wished = []
    for one in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = one.partition(" ")
        _names(name, kind, known)
        wished.append((tuple(name.split("/")), direction.strip().lower() == "desc"))
    return tuple(wished)


def _key(resource: Json, path: tuple[str, ...]) -> str:
    value: Any = resource
    for segment in path:
        value = value.get(segment) if isinstance(value, dict) else None
    return "" if value is None else str(value).casefold()


def _number(name: str, text: str, least: int) -> int:
    if not text.isdigit() or not least <= int(text):
        raise bad_request(f"Invalid value '{text}' for ${name} query option found.", "ErrorInvalidUrlQuery")
    return int(text)


def _expand(text: str, kind: str, also: Collection[str]) -> tuple[frozenset[Key], frozenset[str]]:
    """Read what stands beside one another in `$expand`, each of it for itself."""
    keys: frozenset[Key] = frozenset()
    more: frozenset[str] = frozenset()
    for one in _SEVERAL.split(text):
        told, names = _expand_one(one, kind, also)
        keys, more = keys | told, more | names
    return keys, more


def _expand_one(text: str, kind: str, also: Collection[str]) -> tuple[frozenset[Key], frozenset[str]]:
    """Read the only form in which an extended property can be asked for.

    https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get
    """
    if not text.strip():
        return frozenset(), frozenset()
    if text.strip() in also:
        return frozenset(), frozenset({text.strip()})
    found = _EXPAND.fullmatch(text.strip())
    if found is None:
        name = re.split(r"[(,]", text)[0]
        message = f"Could not find a property named '{name}' on type 'microsoft.graph.{kind}'."
        raise bad_request(message, "RequestBroker--ParseUri")
    keys = frozenset(key_of(one.replace("''", "'")) for one in _ID.findall(found["options"]))
    if not keys:
        raise bad_request("An extended property is expanded by a $filter on its id.", "ErrorInvalidUrlQueryFilter")
    return keys, frozenset()
