"""Users.

https://learn.microsoft.com/graph/api/user-list and user-get
"""

from __future__ import annotations

from typing import Final

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import GraphError
from syncline.sandbox.microsoft365.odata import options
from syncline.sandbox.microsoft365.odata.words import Compare, Function, Logic, Node, Some
from syncline.sandbox.microsoft365.users import PROPERTIES, User, basic, is_id

from .listing import page

_PAGE: Final = 100
_READERS: Final = frozenset({"User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"})


def listed(call: Call) -> Reply:
    """Answer GET /users. What needs eventual consistency is refused without it.

    https://learn.microsoft.com/graph/aad-advanced-queries
    """
    _permit(call)
    wished = options.read(call.query, "user", PROPERTIES)
    if wished.filter is not None and _advanced(wished.filter) and not _eventual(call, counted=wished.count):
        text = "Unsupported or invalid query filter clause: it needs ConsistencyLevel 'eventual' and $count=true."
        raise GraphError(400, "Request_UnsupportedQuery", text)
    reply = page(call, wished, list(call.tenant.users.values()), User.as_json, "users", size=_PAGE)
    if wished.select is None:
        reply.body["value"] = [basic(one) for one in reply.body["value"]]
    return reply


def one(call: Call) -> Reply:
    """Answer GET /users/{id or principal name}."""
    _permit(call)
    named = call.names["user"]
    wished = options.read(call.query, "user", PROPERTIES)
    user = call.tenant.user(named)
    if user is None or not (is_id(named) or named.casefold() == user.principal_name.casefold()):
        text = f"Resource '{named}' does not exist or one of its queried reference-property objects are not present."
        raise GraphError(404, "Request_ResourceNotFound", text)
    shown = user.as_json()
    body = wished.project(shown) if wished.select is not None else basic(shown)
    return Reply(200, {"@odata.context": f"{call.base}/$metadata#users/$entity", **body})


def _permit(call: Call) -> None:
    if not call.app.roles & _READERS:
        text = "Insufficient privileges to complete the operation."
        raise GraphError(403, "Authorization_RequestDenied", text)


def _eventual(call: Call, *, counted: bool) -> bool:
    return counted and call.headers.get("consistencylevel", "").lower() == "eventual"


def _advanced(tree: Node) -> bool:
    """Tell whether a filter is one of the advanced queries."""
    match tree:
        case Compare("ne", _, _) | Logic("not", _) | Function("endswith" | "contains", _):
            return True
        case Logic(_, parts):
            return any(_advanced(part) for part in parts)
        case Some(collection, _, condition):
            return collection.segments == ("assignedPlans",) or _advanced(condition)
    return False
