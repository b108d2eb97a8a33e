"""Errors as Microsoft Graph tells them: an HTTP status, a code and a message.

https://learn.microsoft.com/graph/errors
"""

from __future__ import annotations


class GraphError(Exception):
    """A request that is refused; `retry_after` is in seconds."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(status, code, message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    """Answer 400."""
    return GraphError(400, code, message)


def invalid_body(message: str) -> GraphError:
    """Answer what the gateway says of a body that does not fit its type."""
    return bad_request(message, "RequestBodyRead")


def unknown_property(name: str, kind: str) -> GraphError:
    """Answer what the gateway says of a property that the type does not have."""
    return invalid_body(
        f"The property '{name}' does not exist on type 'microsoft.graph.{kind}'. Make sure to only use property "
        "names that are defined by the type or mark the type as open type."
    )


def failed_validation(message: str = "At least one property failed validation.") -> GraphError:
    """Answer what Exchange says of a value that it cannot hold."""
    return bad_request(message, "ErrorPropertyValidationFailure")


def item_not_found() -> GraphError:
    """Answer 404 for a contact, an event or a folder that is not in the mailbox."""
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def malformed_id() -> GraphError:
    """Answer 400 for what cannot be an id."""
    return bad_request("Id is malformed.", "ErrorInvalidIdMalformed")


def access_denied() -> GraphError:
    """Answer 403: no permission for this kind of data, or the mailbox is outside the application's scope.

    https://learn.microsoft.com/exchange/permissions-exo/application-rbac
    """
    return GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def conflict() -> GraphError:
    """Answer 412: the version that the client named is not the current one."""
    text = (
        "The send or update operation could not be performed because the change key passed in the request does not "
        "match the current change key for the item."
    )
    return GraphError(412, "ErrorIrresolvableConflict", text)


def no_segment(name: str) -> GraphError:
    """Answer 400 for an address that means nothing."""
    return bad_request(f"Resource not found for the segment '{name}'.")
