"""Pages that grow while something goes on: the frame first, then what happens as it happens, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest

HERE = "<!-- it grows here -->"
"""Where a template wants what happens."""


def growing(
    request: HttpRequest, template: str, context: dict[str, Any], happening: Iterable[str]
) -> StreamingHttpResponse:
    """Answer a page whose template holds `HERE` once; `happening` answers HTML that is safe already."""
    before, _, after = render_to_string(template, context, request).partition(HERE)

    def parts() -> Iterator[str]:
        yield before
        yield from happening
        yield after

    return StreamingHttpResponse(parts(), content_type="text/html; charset=utf-8")
