"""What a configuration would do (SPEC 3.8), counted per rep and with a sample, before it is made active."""

from __future__ import annotations

import hashlib
import json
import uuid
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

import structlog
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import escape
from django.views.decorators.http import require_POST

from syncline.connectors.errors import ConnectorError
from syncline.jobs.preview.run import preview as look
from syncline.store.errors import StoreError
from syncline.web.access.needs import CONFIGURE, needs
from syncline.web.asked import around, now_of, store_of
from syncline.web.pages.preview_files import COUNTED, KINDS, as_file, counts
from syncline.web.pages.streaming import growing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from syncline.store.rows import ConfigurationRow

_REMEMBERED = 900
"""Seconds in which a preview that was shown can be had as a file."""
_SAMPLE = 100
"""Of each rep, direction and sort: the page shows the first of them, the files all."""
PREVIEWED = "previewed"
"""The setting that remembers that a preview was seen: the checklist ticks itself by it."""


@needs(CONFIGURE)
@require_POST
def preview(request: HttpRequest, name: str) -> HttpResponseBase:
    """Run it for the sake of seeing what it does; nothing is written. Says how far it is while it runs."""
    store = store_of(request)
    row = next((one for one in store.configurations() if one.name == name), None)
    if row is None:
        raise Http404
    if (kind := request.POST.get("as", "")) in KINDS:
        return _file(request, row, kind)
    return growing(request, "syncline/preview.html", {"row": row}, _happening(request, row))


def _file(request: HttpRequest, row: ConfigurationRow, kind: str) -> HttpResponse:
    """Answer what was shown a moment ago as a file; what nobody remembers is looked at again."""
    told, here = cache.get(_key(row)), around(request)
    if told is None:
        try:
            told = look(store_of(request), here.looking(), row.name, here.clock, new_id, sample=_SAMPLE)
        except ConnectorError as error:
            messages.error(request, f"{error.detail} {error.remedy}")
            return redirect("configuration", name=row.name)
    return as_file(told, kind)


def _key(row: ConfigurationRow) -> str:
    """Another set of settings has another preview."""
    text = json.dumps([row.name, row.org, row.mail, dict(row.settings)], sort_keys=True, default=str)
    return f"preview:{hashlib.sha256(text.encode()).hexdigest()}"


def new_id() -> str:
    """Answer an id that was never used: previews give their records some."""
    return uuid.uuid4().hex


def _happening(request: HttpRequest, row: ConfigurationRow) -> Iterator[str]:
    """Run in a thread beside, so that the page can say how far it is."""
    store, here, heard = store_of(request), around(request), SimpleQueue[tuple[str, Any]]()

    def run() -> None:
        try:
            progress = lambda *said: heard.put(("progress", _far(*said)))  # noqa: E731 - a word
            told = look(store, here.looking(), row.name, here.clock, new_id, sample=_SAMPLE, progress=progress)
            heard.put(("told", told))
        except (ConnectorError, StoreError) as error:
            heard.put(("failed", str(error)))
        except BaseException as error:
            heard.put(("failed", "It broke off: a defect of Syncline. The log names the place."))
            structlog.get_logger().error("preview failed", kind=type(error).__name__)
            raise
        finally:
            store.disconnect()

    Thread(target=run, name="preview", daemon=True).start()
    last = ""
    while True:
        what, told = heard.get()
        if what == "told":
            cache.set(_key(row), told, _REMEMBERED)
            store.save_setup(settings={PREVIEWED: now_of(request).isoformat()})
            yield render_to_string("syncline/preview_told.html", _context(told) | {"row": row}, request)
            return
        if what == "failed":
            yield f'</ul><div class="ended alert alert-danger" role="alert">{escape(told)}</div>'
            return
        if told.partition(":")[0] != last:
            last = told.partition(":")[0]
            yield f"<li>{escape(told)}</li>"


def _far(rep: str, what: str, done: int) -> str:
    return f"{rep}: {what}" + (f", {done} so far" if done else "")


def _context(told: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {"rep": rep, "collection": collection, "way": way, "counts": row} for rep, collection, way, row in counts(told)
    ]
    unseen = {one["rep"] for one in told["problems"] if not one["collection"]}
    return {"told": told, "rows": rows, "counted": COUNTED, "seen": not unseen or bool(told["reps"].keys() - unseen)}
