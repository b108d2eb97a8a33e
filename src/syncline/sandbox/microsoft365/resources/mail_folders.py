"""Folders of mail, as far as somebody looks for Deleted Items.

https://learn.microsoft.com/graph/api/mailfolder-get
"""

from __future__ import annotations

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import item_not_found


def one(call: Call) -> Reply:
    """Answer GET /users/{id}/mailFolders/{id or well-known name}."""
    folder = call.mailbox().folder(call.names["folder"])
    if folder.kind != "mail":
        raise item_not_found()
    body = {
        "@odata.context": f"{call.base}/$metadata#users('{call.names['user']}')/mailFolders/$entity",
        "id": folder.id,
        "displayName": folder.name,
        "parentFolderId": folder.parent.id if folder.parent is not None else folder.id,
        "childFolderCount": len(folder.children),
        "unreadItemCount": 0,
        "totalItemCount": len(folder.items),
        "isHidden": False,
    }
    return Reply(200, body)
