"""The API's description: every call tells of its refusals too, in the one shape that they have."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ninja import NinjaAPI

from syncline.web.api.in_words import PARAMETERS, TAGS, needed
from syncline.web.api.token import Bearer

if TYPE_CHECKING:
    from ninja.operation import Operation
    from ninja.types import DictStrAny

    from syncline.web.access.needs import Need

_FAILURE = {
    "title": "Failure",
    "description": "Why nothing was done, and what to do about it.",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "remedy"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "remedy": {"type": "string"},
                "problems": {"type": "array", "items": {"type": "object"}},
            },
        }
    },
}
_EVERY = {
    401: "No token that is known here",
    403: "The token's person may not do this",
    422: "The request is not as described, or cannot be carried out",
    503: "The database cannot be reached",
}
_CONDITIONAL = {412: "Somebody else was quicker: nothing was written", 428: "The request does not say what it replaces"}
_OUTSIDE = {502: "A server outside did not do what it was asked"}
_ADD_IN = {404: "The calendar has no such event", 409: "Selection is not offered to this rep"} | _OUTSIDE
_REFUSALS: dict[str, dict[int, str]] = {
    "/api/tokens": {409: "There is a token of that name"},
    "/api/errors/reports": {409: "As many as anybody may have"},
    "/api/reps/one": {404: "There is no such rep"},
    "/api/reps/reset": {409: "Asked for within the last day"},
    "/api/previews": _OUTSIDE,
    "/api/me/password": {429: "Too many wrong passwords"},
    "/api/add-in/event": _ADD_IN,
    "/api/add-in/select": _ADD_IN,
    "/api/add-in/deselect": _ADD_IN,
    "/api/add-in/related": _ADD_IN,
}
"""What calls refuse besides, by path."""


class Described(NinjaAPI):
    """An API whose description is complete."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: DictStrAny | None = None) -> Any:
        """Answer the OpenAPI document, which nobody may change: making it takes a fifth of a second, so it is kept."""
        return self._described(path_prefix or self.get_root_path(path_params or {}))

    @cache  # noqa: B019 - there is one API, which lives as long as the process
    def _described(self, path_prefix: str) -> Any:
        schema = super().get_openapi_schema(path_prefix=path_prefix)
        schema["components"].setdefault("schemas", {})["Failure"] = _FAILURE
        schema["tags"] = [{"name": name, "description": told} for name, told in TAGS.items()]
        needs = self._needs()
        for path, calls in schema["paths"].items():
            for method, call in calls.items():
                _complete(call, method, path)
                call["description"] = f"{call['description']}\n\n{needed(needs[call['operationId']])}"
        return schema

    def _needs(self) -> dict[str, Need]:
        operations = (
            one for _, router in self._routers for view in router.path_operations.values() for one in view.operations
        )
        return {
            self.get_openapi_operation_id(one): asked.need
            for one in operations
            for asked in one.auth_callbacks
            if isinstance(asked, Bearer)
        }

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name a call by what it is about and what it does: made clients call their methods so."""
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"


def _complete(call: dict[str, Any], method: str, path: str) -> None:
    wanted = dict(_EVERY)
    if "requestBody" in call:
        wanted |= {400: "The body cannot be read"}
    if "{" in path or method == "post":
        wanted |= {404: "What is named is not there"}
    for one in call.get("parameters", ()):
        if "description" not in one:
            one["description"] = PARAMETERS[one["name"]]
        wanted |= _CONDITIONAL if one["in"] == "header" else {}
    for status, said in (wanted | _REFUSALS.get(path, {})).items():
        _add(call["responses"], status, said)


def _add(responses: dict[Any, Any], status: int, said: str) -> None:
    """Add a refusal; where a call answers this status with something of its own as well, it may be either."""
    failure = {"$ref": "#/components/schemas/Failure"}
    own = responses.get(status)
    if own is None:
        responses[status] = {"description": said, "content": {"application/json": {"schema": failure}}}
        return
    schema = own["content"]["application/json"]
    schema["schema"] = {"anyOf": [schema["schema"], failure]}
