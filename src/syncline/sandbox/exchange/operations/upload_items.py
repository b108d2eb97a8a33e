"""UploadItems: https://learn.microsoft.com/exchange/client-developer/web-service-reference/uploaditems-operation.

Only `CreateNew`: the other actions replace an item that is there, which nobody here asks for.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from syncline.sandbox.exchange.computed import item_reference
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.stream import upload
from syncline.sandbox.exchange.xmltext import T, text_of

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Make items of streams, each with its own success or error. Nobody is told."""

    def act(element: Element) -> str:
        if element.get("CreateAction") != "CreateNew":
            raise ItemError("ErrorInvalidOperation")
        parent = element.find(f"{T}ParentFolderId")
        if parent is None:
            raise ItemError("ErrorInvalidParentFolder")
        return item_reference(upload(_data(element), context.folder(parent)), "m")

    return each("UploadItems", child(request, "Items"), act)


def _data(element: Element) -> bytes:
    try:
        return base64.b64decode(text_of(element.find(f"{T}Data")))
    except binascii.Error as error:
        raise ItemError("ErrorCorruptData") from error
