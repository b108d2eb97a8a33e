"""What the org refuses, in the two shapes that the REST API gives a refusal.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm and the status codes of
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class RefusedError(Exception):
    """The org says no. `status` is the HTTP status when sent alone; `fields` is None where the body has none."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        fields: tuple[str, ...] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """`extra` is what the body holds besides, such as the result of a duplicate rule."""
        super().__init__(code, message)
        self.extra = dict(extra or {})
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields

    def as_body(self) -> list[dict[str, Any]]:
        """Answer the body of a refused request."""
        entry: dict[str, Any] = {**self.extra, "message": self.message, "errorCode": self.code}
        if self.fields is not None:
            entry["fields"] = list(self.fields)
        return [entry]

    def as_result(self) -> dict[str, Any]:
        """Answer the entry in a collection's list of results."""
        return {
            **self.extra,
            "statusCode": self.code,
            "message": self.message,
            "fields": list(self.fields or ()),
        }


class SeveralFoundError(Exception):
    """An upsert's key fits more than one record: 300 Multiple Choices with the records' addresses."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(ids)
        self.ids = ids


def bad_column(name: str, sobject: str) -> RefusedError:
    """A body names a field that is not there, or that field security hides."""
    return RefusedError("INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject}")


def not_found() -> RefusedError:
    """A resource or record that is not there, or that sharing hides."""
    return RefusedError("NOT_FOUND", "The requested resource does not exist", status=404)


def deleted() -> RefusedError:
    """A record that is in the recycle bin."""
    return RefusedError("ENTITY_IS_DELETED", "entity is deleted", status=404, fields=())


def forbidden() -> RefusedError:
    """A record that may be read, not written."""
    return RefusedError(
        "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", status=403, fields=()
    )


def bad_reference(field: str) -> RefusedError:
    """A reference to a record that is not there."""
    return RefusedError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=(field,) if field else ())


def bad_json(message: str) -> RefusedError:
    """A body that is no JSON, or a value of the wrong JSON kind."""
    return RefusedError("JSON_PARSER_ERROR", message)
