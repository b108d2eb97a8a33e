"""A contact's photo.

https://learn.microsoft.com/graph/api/profilephoto-get
"""

from __future__ import annotations

from typing import Final

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import GraphError, bad_request

from .contacts import contact_of

_LARGEST: Final = 4 * 1024 * 1024


def about(call: Call) -> Reply:
    """Answer what is known of a photo."""
    content = _content(call)
    kind = contact_of(call).photo_type
    context = f"{call.base}/$metadata#users('{call.names['user']}')/contacts('{call.names['contact']}')/photo/$entity"
    tag = f'W/"{contact_of(call).change_key}"'
    body = {
        "@odata.context": context, "@odata.mediaContentType": kind, "@odata.mediaEtag": tag, "id": f"{len(content)}",
        "height": 240, "width": 240,
    }  # fmt: skip
    return Reply(200, body)


def read(call: Call) -> Reply:
    """Answer the picture."""
    return Reply(200, _content(call), content_type=contact_of(call).photo_type)


def write(call: Call) -> Reply:
    """Put a picture in place of the one before."""
    kind = call.headers.get("content-type", "")
    if not kind.startswith("image/") or not call.body or len(call.body) > _LARGEST:
        raise bad_request("The photo is not an image, or too large.", "ErrorInvalidImage")
    contact = contact_of(call)
    contact.photo, contact.photo_type = call.body, kind
    call.mailbox().changed(contact)
    return Reply(200)


def _content(call: Call) -> bytes:
    photo = contact_of(call).photo
    if photo is None:
        raise GraphError(404, "ErrorItemNotFound", "The photo wasn't found.")
    return photo
