"""Ids of one kind as ids of another.

https://learn.microsoft.com/graph/api/user-translateexchangeids
"""

from __future__ import annotations

from typing import Final

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import GraphError, bad_request

_MOST: Final = 1000
_KINDS: Final = {"restId": False, "restImmutableEntryId": True}


def translate(call: Call) -> Reply:
    """Answer POST /users/{id}/translateExchangeIds; ids that mean nothing are left out."""
    body = call.json()
    wanted, source = (_KINDS.get(str(body.get(name))) for name in ("targetIdType", "sourceIdType"))
    given = body.get("inputIds")
    if wanted is None or source is None or not isinstance(given, list) or len(given) > _MOST:
        raise bad_request("The ids cannot be translated like this.", "ErrorInvalidArgument")
    mailbox = call.mailbox()
    found = []
    for one in given:
        try:
            item, day = mailbox.item(str(one))
        except GraphError:
            continue
        found.append({"sourceId": one, "targetId": item.id(immutable=wanted, day=day)})
    context = f"{call.base}/$metadata#Collection(microsoft.graph.convertIdResult)"
    return Reply(200, {"@odata.context": context, "value": found})
