"""What passes between Syncline and the two servers: named, counted, and open to somebody who acts in between."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syncline.sandbox.faults import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from tests.support.house import House

_OPERATION = re.compile(rb"<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)")
_WRITES_MAIL = frozenset(["CreateItem", "UpdateItem", "DeleteItem", "CreateFolder", "UpdateFolder"])


def name_of(body: bytes, environ: WSGIEnvironment) -> str:
    """Name a request: the EWS operation, or Salesforce's resource with the names of the parts of a Composite."""
    found = _OPERATION.search(body)
    if found:
        return found[1].decode()
    path = str(environ.get("PATH_INFO", ""))
    tail = path.rstrip("/").rpartition("/")[2] or "/"
    if tail != "composite":
        return tail
    return "+".join(part["referenceId"] for part in json.loads(body)["compositeRequest"])


def writes(body: bytes, environ: WSGIEnvironment) -> bool:
    """Tell whether a request changes something on its server."""
    found = _OPERATION.search(body)
    if found:
        return found[1].decode() in _WRITES_MAIL
    if b"compositeRequest" not in body:
        return "/composite/sobjects" in str(environ.get("PATH_INFO", ""))
    return any(part["method"] != "GET" for part in json.loads(body)["compositeRequest"])


@dataclass
class Wire:
    """Stands in front of a server. `before` and `after` are told of each request's name, and may act."""

    application: WSGIApplication
    seen: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _name: None
    after: Callable[[str], None] = lambda _name: None
    writing: bool = False
    """Whether the request at hand changes something."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        stream: Any = environ["wsgi.input"]
        body = stream.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        name = name_of(body, environ)
        self.seen.append(name)
        self.writing = writes(body, environ)
        self.before(name)
        answer = self.application(environ, start_response)
        self.after(name)
        return answer


def tap(house: House) -> tuple[Wire, Wire]:
    """Listen on both lines of a house: the org's and the mail server's."""
    org, mail = Wire(house.org_faults), Wire(house.mail_faults)
    house.org_faults, house.mail_faults = org, mail  # type: ignore[assignment]
    return org, mail


def once(name: str, act: Callable[[], object]) -> Callable[[str], None]:
    """Answer a hook that acts at the first request of this name only."""
    done: list[str] = []

    def hook(seen: str) -> None:
        if seen == name and not done:
            done.append(seen)
            act()

    return hook


def nth(number: int, kind: FaultKind, *, only_writes: bool = False) -> Fault:
    """A fault that acts at the n-th request (counted from 0), or at the n-th that writes."""
    count = -1

    def matches(body: bytes, environ: WSGIEnvironment) -> bool:
        nonlocal count
        if only_writes and not writes(body, environ):
            return False
        count += 1
        return count == number

    return Fault(kind, matches)
