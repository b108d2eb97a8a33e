"""Microsoft's description of Graph as a referee: every accepted request and every answer that passes is judged.

`make interop` fetches the description (tools/graph_description.py); without it nothing is judged.
"""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jsonschema
from werkzeug.test import run_wsgi_app

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SLICE: Final = Path(__file__).resolve().parents[2] / ".referees" / "graph" / "slice.json"
_OUTSIDE: Final = re.compile(r"/users/[^/]+/mailboxSettings(/.*)?")
"""What the description has no path for."""
_LATER: Final = frozenset({"occurrenceId", "cancelledOccurrences", "exceptionOccurrences"})
"""Properties of events that the description is older than: https://learn.microsoft.com/graph/api/event-get."""
_REFUSED: Final = 400
Json = dict[str, Any]


class Judge:
    """The description, read once."""

    def __init__(self, text: str) -> None:
        content: Json = json.loads(text)
        self._definitions = content["$defs"]
        self._paths = [(_pattern(path), methods) for path, methods in content["paths"].items()]

    def errors(self, schema: Json, value: Any) -> list[str]:
        """Answer what is wrong with a value."""
        validator = jsonschema.Draft202012Validator({**schema, "$defs": self._definitions})
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]

    def named(self, name: str, value: Any) -> list[str]:
        """Answer what is wrong with a value of a named type."""
        return self.errors({"$ref": f"#/$defs/microsoft.graph.{name}"}, value)

    def operation(self, method: str, path: str) -> Json | None:
        """Answer the schemas of an operation; None if the description does not have it."""
        found = [methods for pattern, methods in self._paths if pattern.fullmatch(path)]
        return next((one[method.lower()] for one in found if method.lower() in one), None)


@cache
def judge() -> Judge:
    """Answer the judge."""
    return Judge(SLICE.read_text())


class Referee:
    """Stands in front of a server; `found` says what was wrong, `judged` counts what was looked at."""

    def __init__(self, server: WSGIApplication) -> None:
        self._server = server
        self.found: list[str] = []
        self.judged = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        chunks, status, headers = run_wsgi_app(self._server, environ, buffered=True)
        content = b"".join(chunks)
        path = environ["PATH_INFO"].replace("//", "/")
        if path.startswith("/v1.0/"):
            for exchange in _exchanges(environ["REQUEST_METHOD"], path.removeprefix("/v1.0"), body, status, content):
                self._look(*exchange)
        start_response(status, headers.to_wsgi_list())
        return [content]

    def _look(self, method: str, path: str, sent: Any, status: int, answered: Any) -> None:
        self.judged += 1
        if status >= _REFUSED:
            if not isinstance(answered, dict) or not {"code", "message"} <= set(answered.get("error", {})):
                self.found.append(f"{method} {path}: {status} without an error")
            return
        operation = judge().operation(method, path)
        if operation is None:
            if not _OUTSIDE.fullmatch(path):
                self.found.append(f"{method} {path}: the description does not have it")
            return
        for part, value in (("request", _spelled(sent, operation["request"])), ("response", _known(answered))):
            if operation[part] is not None and value is not None:
                self.found += [f"{method} {path} {part} {error}" for error in judge().errors(operation[part], value)]


def _known(answered: Any) -> Any:
    if not isinstance(answered, dict):
        return answered
    kept = {name: value for name, value in answered.items() if name not in _LATER}
    if isinstance(kept.get("value"), list):
        kept["value"] = [_known(one) for one in kept["value"]]
    return kept


def _spelled(sent: Any, schema: Json | None) -> Any:
    """Case does not count in the parameters of actions: pages and description spell them differently."""
    if not isinstance(sent, dict) or schema is None or "properties" not in schema:
        return sent
    known = {name.lower(): name for name in schema["properties"]}
    return {known.get(name.lower(), name): value for name, value in sent.items()}


def _exchanges(
    method: str, path: str, body: bytes, status: str, content: bytes
) -> Iterator[tuple[str, str, Any, int, Any]]:  # fmt: skip
    sent, answered, code = _json(body), _json(content), int(status[:3])
    if path != "/$batch":
        yield method, path, sent, code, answered
    elif code < _REFUSED:
        asked = {one["id"]: one for one in sent["requests"]}
        for one in answered["responses"]:
            request = asked[one["id"]]
            inner = "/" + request["url"].partition("?")[0].lstrip("/")
            yield request["method"], inner, request.get("body"), one["status"], one.get("body")


def _json(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except ValueError:
        return None


def _pattern(path: str) -> re.Pattern[str]:
    """Functions and actions have a short and a long spelling, and functions brackets or none."""
    steps = []
    for step in path.strip("/").split("/"):
        if step.startswith("{"):
            steps.append("[^/]+")
        elif step.startswith("microsoft.graph."):
            name = step.removeprefix("microsoft.graph.").removesuffix("()")
            steps.append(rf"(?:microsoft\.graph\.)?{name}(?:\(\))?")
        else:
            steps.append(re.escape(step))
    return re.compile("/" + "/".join(steps), re.IGNORECASE)
