"""The colours of categories.

https://learn.microsoft.com/graph/api/outlookuser-list-mastercategories
"""

from __future__ import annotations

from syncline.sandbox.microsoft365.call import Call, Reply


def listed(call: Call) -> Reply:
    """Answer GET /users/{id}/outlook/masterCategories."""
    categories = call.user().settings.get("categories", [])
    context = f"{call.base}/$metadata#users('{call.names['user']}')/outlook/masterCategories"
    return Reply(200, {"@odata.context": context, "value": categories})
