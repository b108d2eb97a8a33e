"""What a configuration would do (SPEC 3.8), counted per rep and with a sample, before it is made active."""

from __future__ import annotations

import json
import uuid
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

import structlog
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.views.decorators.http import require_POST

from syncline.connectors.errors import ConnectorError
from syncline.jobs.preview.counting import BOTH_WAYS
from syncline.jobs.preview.run import preview as look
from syncline.store.errors import StoreError
from syncline.web.access.needs import CONFIGURE, needs
from syncline.web.asked import around, now_of, store_of
from syncline.web.pages.streaming import growing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

COUNTED = ("create", "update", "overwritten", "delete", "match", "held", "unresolved", "unrepresentable", "failed")
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
    if request.POST.get("as") == "json":
        told = look(store, around(request).looking(), name, around(request).clock, _new_id, sample=1_000)
        answer = HttpResponse(json.dumps(told, default=str, ensure_ascii=False), content_type="application/json")
        answer.headers["Content-Disposition"] = 'attachment; filename="syncline-preview.json"'
        return answer
    return growing(request, "syncline/preview.html", {"row": row}, _happening(request, name))


def _new_id() -> str:
    return uuid.uuid4().hex


def _happening(request: HttpRequest, name: str) -> Iterator[str]:
    """Run in a thread beside, so that the page can say how far it is."""
    store, heard = store_of(request), SimpleQueue[tuple[str, Any]]()

    def run() -> None:
        try:
            progress = lambda rep, what, done: heard.put(("progress", f"{rep}: {what} {done}"))  # noqa: E731 - a word
            told = look(store, around(request).looking(), name, around(request).clock, _new_id, progress=progress)
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
            store.save_setup(settings={PREVIEWED: now_of(request).isoformat()})
            yield render_to_string("syncline/preview_told.html", _context(told))
            return
        if what == "failed":
            yield f'</ul><div class="alert alert-danger" role="alert">{escape(told)}</div>'
            return
        if told.partition(":")[0] != last:
            last = told.partition(":")[0]
            yield f"<li>{escape(told)}</li>"


def _context(told: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {"rep": rep, "collection": collection, "way": way, "counts": [counts[word].get(way, 0) for word in COUNTED]}
        for rep, collections in told["reps"].items()
        for collection, counts in collections.items()
        for way in ("to_salesforce", "to_mailbox", BOTH_WAYS)
        if any(counts[word].get(way, 0) for word in COUNTED)
    ]
    return {"told": told, "rows": rows, "counted": COUNTED}
