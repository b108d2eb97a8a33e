"""One request to a resource under /services/data/vNN.0, whether it came by itself or inside a composite."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.sandbox.salesforce.errors import RefusedError, bad_json, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.service import Service

    Handler: TypeAlias = "Callable[..., Reply]"


@dataclass(frozen=True, slots=True)
class Document:
    """A body that is no JSON, such as CSV."""

    text: str
    media: str


@dataclass(slots=True)
class Reply:
    """An answer; a body of None is empty."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Call:
    """A request. `path` starts after the version; header names are lower case; `base` is /services/data/vNN.0."""

    service: Service
    acting: Acting
    method: str
    path: str
    base: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Any = b""
    """Bytes from the socket, or JSON already read when the request came inside another."""

    def json(self) -> Any:
        """Read the body. Raises RefusedError with JSON_PARSER_ERROR, or 415 for what says that it is no JSON.

        https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
        """
        if not isinstance(self.body, bytes):
            return self.body
        media = self.headers.get("content-type", "")
        if media and "json" not in media:
            message = "The request entity is in a format that is not supported by the requested resource"
            raise RefusedError("UNSUPPORTED_MEDIA_TYPE", message, status=415)
        try:
            return json.loads(self.body)
        except ValueError as error:
            where = f"[line:{getattr(error, 'lineno', 1)}, column:{getattr(error, 'colno', 1)}]"
            raise bad_json(f"Unexpected character or end of input at {where}") from None

    def object_body(self) -> dict[str, Any]:
        """Read a body that is a JSON object."""
        body = self.json()
        if not isinstance(body, dict):
            raise bad_json("The HTTP entity body must be a JSON object at [line:1, column:1]")
        return body

    def sobject(self, name: str) -> SObject:
        """Find an object that the user may read."""
        found = self.acting.object(name)
        if found is None:
            raise not_found()
        return found

    def argument(self, name: str) -> str:
        """Answer a query argument that must be there."""
        if name not in self.arguments:
            raise RefusedError("MALFORMED_QUERY", f"SOQL statements cannot be empty or null ({name})")
        return self.arguments[name]

    def fields(self) -> list[str] | None:
        """Answer the names in ?fields=, or None without it."""
        text = self.arguments.get("fields")
        return [name.strip() for name in text.split(",") if name.strip()] if text else None
