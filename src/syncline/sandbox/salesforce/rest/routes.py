"""Which resource a path under /services/data/vNN.0 leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from syncline.sandbox.salesforce.errors import RefusedError, not_found
from syncline.sandbox.salesforce.rest import (
    collections,
    describe,
    limits,
    query,
    records,
    related,
    replication,
    search,
    tree,
    versions,
)

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.rest.call import Call, Handler, Reply

_VERSION: Final = re.compile(r"(/services/data/v(\d{2,3})\.0)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern of paths, the name its requests are counted under, and the handler of each method."""

    kind: str
    pattern: re.Pattern[str]
    methods: dict[str, Handler]


_ROUTES: list[Route] = []


def add(kind: str, pattern: str, **methods: Handler) -> None:
    """Take a resource in; in the pattern, {} stands for one segment."""
    _ROUTES.append(Route(kind, re.compile(pattern.replace("{}", "([^/]+)") + "/?"), methods))


def decoded(path: str) -> str:
    """Decode an address as the socket's server does: an escaped slash stays escaped, for it separates nothing."""
    return "%2F".join(unquote(part) for part in re.split("%2F", path, flags=re.IGNORECASE))


def split(path: str, newest: int) -> tuple[str, str]:
    """Cut a path behind the version. Raises RefusedError for a version that the org does not speak."""
    found = _VERSION.match(path)
    if not found:
        raise not_found()
    if int(found[2]) < versions.FIRST:
        raise RefusedError("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL", status=410)
    if int(found[2]) > newest:
        raise not_found()
    return found[1], path[len(found[1]) :]


def kind(path: str) -> str:
    """Answer the name that a request is counted under."""
    return next((route.kind for route in _ROUTES if route.pattern.fullmatch(path)), "unknown")


def answer(call: Call) -> Reply:
    """Answer a request. Raises RefusedError."""
    for route in _ROUTES:
        found = route.pattern.fullmatch(call.path)
        if not found:
            continue
        handler = route.methods.get("get" if call.method == "HEAD" else call.method.lower())
        if handler is None:
            allowed = ",".join(sorted(method.upper() for method in route.methods))
            message = f"HTTP Method '{call.method}' not allowed. Allowed are {allowed}"
            raise RefusedError("METHOD_NOT_ALLOWED", message, status=405)
        return handler(call, *(part.replace("%2F", "/") for part in found.groups()))
    raise not_found()


add("resources", "", get=versions.resources)
add("query", "/query", get=query.query)
add("query", "/query(?:All)?/{}", get=query.more)
add("query", "/queryAll", get=query.query_all)
add("limits", "/limits", get=limits.limits)
add("limits", "/limits/recordCount", get=limits.record_count)
add("describe", "/sobjects", get=describe.everything)
add("describe", "/sobjects/{}/describe", get=describe.whole)
add("updated", "/sobjects/{}/updated", get=replication.updated)
add("deleted", "/sobjects/{}/deleted", get=replication.deleted)
add("sobjects", "/sobjects/{}", get=describe.basic, post=records.create)
add("sobjects", "/sobjects/{}/{}", get=records.retrieve, patch=records.update, delete=records.delete)
add("sobjects", "/sobjects/Event/{}/fromThisEventOnwards", delete=records.delete_from)
add(
    "sobjects",
    "/sobjects/{}/{}/{}",
    get=related.answer,
    patch=records.upsert,
    delete=records.delete_by_key,
)
add(
    "composite/sobjects",
    "/composite/sobjects",
    post=collections.create,
    patch=collections.update,
    delete=collections.delete,
)
add("composite/sobjects", "/composite/sobjects/{}", get=collections.retrieve, post=collections.retrieve_posted)
add("composite/sobjects", "/composite/sobjects/{}/{}", patch=collections.upsert)
add("composite/tree", "/composite/tree/{}", post=tree.create)
add("search", "/search", get=search.search)
add("parameterizedSearch", "/parameterizedSearch", get=search.parameterized, post=search.parameterized)
