"""Reading requests that the schema has let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import SchemaFault
from .xmltext import Element, M, children, line_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def child(request: Element, name: str) -> Element:
    """A child element that must be there."""
    found = request.find(f"{M}{name}")
    if found is None:
        raise SchemaFault(f"The element '{name}' is missing.", line_of(request))
    return found


def parts(request: Element, name: str) -> Sequence[Element]:
    """The elements inside a child that may be missing."""
    found = request.find(f"{M}{name}")
    return children(found) if found is not None else ()


def text(request: Element, name: str) -> str:
    """The text of a child that may be missing."""
    return text_of(request.find(f"{M}{name}")).strip()
