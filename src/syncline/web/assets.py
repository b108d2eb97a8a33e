"""Style sheets and scripts: Bootstrap's and htmx's out of their packages, and our own. Nothing comes from elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from syncline.web.access.needs import ANYBODY, needs

if TYPE_CHECKING:
    from django.http import HttpRequest

_CSS, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
_FOUND_IN = {
    "bootstrap.css": ("django_include_bootstrap", "static/css/bootstrap.min.css", _CSS),
    "htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js", _SCRIPT),
    "syncline.css": ("syncline.web", "assets/syncline.css", _CSS),
    "syncline.js": ("syncline.web", "assets/syncline.js", _SCRIPT),
    "theme.js": ("syncline.web", "assets/theme.js", _SCRIPT),
}
_FOR_EVER = "public, max-age=31536000, immutable"
_SOURCE_MAP = b"sourceMappingURL"


@dataclass(frozen=True, slots=True)
class Asset:
    """What is sent, and a mark that changes with it."""

    content: bytes
    kind: str
    mark: str


@lru_cache
def _read(name: str) -> Asset:
    package, path, kind = _FOUND_IN[name]
    content = files(package).joinpath(path).read_bytes()
    # A source map would be asked for by developers' tools, and is not there.
    content = b"\n".join(line for line in content.split(b"\n") if _SOURCE_MAP not in line[-200:])
    return Asset(content, kind, hashlib.sha256(content).hexdigest()[:12])


def address(name: str) -> str:
    """Answer where a page finds an asset."""
    return f"/assets/{_read(name).mark}/{name}"


@needs(ANYBODY)
@require_safe
def asset(_request: HttpRequest, mark: str, name: str) -> HttpResponse:
    """Answer one asset. An address of a version before is answered with what is there now, and not kept."""
    if name not in _FOUND_IN:
        raise Http404
    found = _read(name)
    kept = _FOR_EVER if mark == found.mark else "no-store"
    return HttpResponse(found.content, content_type=found.kind, headers={"Cache-Control": kept})
