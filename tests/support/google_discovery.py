"""Google's discovery documents as referee: a middleware that judges every request that is accepted, and every answer.

The documents are those in google-api-python-client; https://developers.google.com/discovery/v1/reference/apis.
"""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import googleapiclient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
CALENDAR, PEOPLE = "calendar.v3", "people.v1"
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float), "array": (list,),
    "object": (dict,), "any": (object,),
}  # fmt: skip
_FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "google-datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "int64": re.compile(r"-?\d+"),
}


class NotValidError(AssertionError):
    """A message that passed is not valid."""


@cache
def document(name: str) -> dict[str, Any]:
    """A discovery document."""
    found: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def problems(name: str, schema: Mapping[str, Any], value: Any, where: str = "$") -> list[str]:
    """What is wrong with a value; a property that the schema does not have is wrong."""
    if "$ref" in schema:
        return problems(name, document(name)["schemas"][schema["$ref"]], value, where)
    kind = schema.get("type", "any")
    if not isinstance(value, _TYPES[kind]) or (kind in {"integer", "number"} and isinstance(value, bool)):
        return [f"{where}: {value!r} is no {kind}"]
    if isinstance(value, str):
        return _text_problems(schema, value, where)
    if isinstance(value, list):
        return [one for n, entry in enumerate(value) for one in problems(name, schema["items"], entry, f"{where}[{n}]")]
    return _object_problems(name, schema, value, where) if isinstance(value, dict) and kind == "object" else []


def _text_problems(schema: Mapping[str, Any], value: str, where: str) -> list[str]:
    form = _FORMATS.get(schema.get("format", ""))
    found = [f"{where}: {value!r} is no {schema['format']}"] if form and not form.fullmatch(value) else []
    if value not in schema.get("enum", (value,)):
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    return found


def _object_problems(name: str, schema: Mapping[str, Any], value: dict[str, Any], where: str) -> list[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    found = []
    for key, one in value.items():
        if key in known or others is not None:
            found += problems(name, known.get(key, others), one, f"{where}.{key}")
        else:
            found.append(f"{where}.{key} is not known")
    return found


@cache
def methods(name: str) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    """All methods of an API, with what their addresses look like."""

    def walk(resource: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
        yield from resource.get("methods", {}).values()
        for inner in resource.get("resources", {}).values():
            yield from walk(inner)

    return tuple((_pattern(method), method) for method in walk(document(name)))


def _pattern(method: Mapping[str, Any]) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/:]+", re.escape(method.get("flatPath", method["path"]))))


def method_of(name: str, verb: str, path: str) -> dict[str, Any] | None:
    """The method that an address means; `path` is what follows the base address, still escaped."""
    for pattern, method in methods(name):
        if method["httpMethod"] == verb and pattern.fullmatch(path):
            return method
    return None


def query_problems(name: str, method: Mapping[str, Any], query: Mapping[str, list[str]]) -> list[str]:
    """What is wrong with the parameters of a request."""
    known = document(name).get("parameters", {}) | method.get("parameters", {})
    found = [f"?{key} is not known" for key in query if key not in known]
    for key, parameter in known.items():
        values = query.get(key, [])
        if len(values) > 1 and not parameter.get("repeated"):
            found.append(f"?{key} is given more than once")
        for value in values:
            found += _text_problems({"enum": parameter["enum"]} if "enum" in parameter else {}, value, f"?{key}")
            if parameter["type"] == "integer" and not re.fullmatch(r"-?\d+", value):
                found.append(f"?{key}: {value!r} is no integer")
            if parameter["type"] == "boolean" and value not in {"true", "false"}:
                found.append(f"?{key}: {value!r} is no boolean")
    return found


class Judged:
    """Hands requests on to a server, and raises `NotValidError` for what is not as the documents say."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self.judged = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(sent)
        status: list[str] = []

        def start(line: str, headers: list[tuple[str, str]], _exc: object = None, /) -> Callable[[bytes], object]:
            status.append(line)
            return start_response(line, headers)

        answer = b"".join(self._application(environ, start))
        found = judge(environ, sent, int(status[0].split()[0]), answer)
        if found:
            raise NotValidError("; ".join(found))
        self.judged += 1
        return [answer]


def judge(environ: WSGIEnvironment, sent: bytes, status: int, answer: bytes) -> list[str]:
    """What is wrong with a request and its answer; what is no method of either API is not judged."""
    path = environ["PATH_INFO"]
    name = CALENDAR if path.startswith("/calendar/v3/") else PEOPLE
    verb = environ["REQUEST_METHOD"]
    method = method_of(name, verb, path.removeprefix("/calendar/v3/").lstrip("/"))
    if method is None:
        return []
    if status >= 400:
        content = json.loads(answer) if answer.startswith(b"{") else {}
        said = content.get("error", {}).get("code", status)
        return [] if said == status else [f"error.code is {said} and the status {status}"]
    found = query_problems(name, method, parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    if sent and "request" in method:
        found += [f"request {one}" for one in problems(name, method["request"], _comparable(json.loads(sent)))]
    if "response" in method and answer:
        found += [f"answer {one}" for one in problems(name, method["response"], json.loads(answer))]
    return found


def _comparable(value: Any) -> Any:
    """What the schema cannot say: a null takes something away whatever it was, beside a zone no offset is needed."""
    if isinstance(value, list):
        return [_comparable(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _comparable(one) for key, one in value.items() if one is not None}
    if kept.get("timeZone") and re.fullmatch(r"[\dT:-]{19}", kept.get("dateTime", "")):
        kept["dateTime"] += "Z"
    return kept
