"""FindFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/findfolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.folder_shapes import FolderShape
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.paging import page_of
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.restriction import compile_restriction
from syncline.sandbox.exchange.search_folders import folder_value

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Answer the folders below each parent, in the order of their names."""
    deep = request.get("Traversal") != "Shallow"

    def act(element: Element) -> str:
        shape = FolderShape(child(request, "FolderShape"))
        parent = context.folder(element)
        wanted = compile_restriction(request, folder_value)
        below = parent.walk() if deep else iter(parent.children.values())
        found: list[Folder] = [] if request.get("Traversal") == "SoftDeleted" else [one for one in below if wanted(one)]
        page = page_of(request, "FolderView", sorted(found, key=lambda one: (one.parent is not parent, one.name)))
        inside = "".join(map(shape.write, page.entries))
        return f"<m:RootFolder {page.attributes}><t:Folders>{inside}</t:Folders></m:RootFolder>"

    return each("FindFolder", child(request, "ParentFolderIds"), act)
