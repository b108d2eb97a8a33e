"""Several calls in one request of the daily allowance.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/requests_composite.htm. The parts run
in order (`collateSubrequests` is off: a pre-image must be read before the write), each on its own: were `allOrNone`
set here, it would override that of the collections inside and one bad record would undo 199 good ones,
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_allornone.htm
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REFERENCE = "@{"
"""What begins a reference to an earlier part. Text of people that holds it must not travel in a Composite body."""


@dataclass(frozen=True, slots=True)
class Part:
    """One call inside the request. `name` holds letters, digits and underscores."""

    name: str
    method: str
    url: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What one part answered."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the part was carried out."""
        return self.status < HTTPStatus.BAD_REQUEST


def request_body(parts: Sequence[Part]) -> dict[str, Any]:
    """Write the request."""
    return {"allOrNone": False, "collateSubrequests": False, "compositeRequest": [_written(part) for part in parts]}


def _written(part: Part) -> dict[str, Any]:
    written: dict[str, Any] = {"method": part.method, "url": part.url, "referenceId": part.name}
    if part.headers:
        written["httpHeaders"] = dict(part.headers)
    return written if part.body is None else {**written, "body": part.body}


def parts_of(body: Any, parts: Sequence[Part]) -> dict[str, PartAnswer]:
    """Read the answer: every part by its name. Raises `BadAnswerError` if one is missing."""
    try:
        told = {
            part["referenceId"]: PartAnswer(int(part["httpStatusCode"]), part["body"], part.get("httpHeaders") or {})
            for part in body["compositeResponse"]
        }
        return {part.name: told[part.name] for part in parts}
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswerError("The org's answer to a Composite request does not answer every part.") from error


def holds_reference(value: Any) -> bool:
    """Whether some text in a body would be taken for a reference."""
    if isinstance(value, str):
        return REFERENCE in value
    if isinstance(value, dict):
        return any(holds_reference(item) for item in value.values())
    return False
