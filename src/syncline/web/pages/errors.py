"""The error report (SPEC 7.2): what fails, by cause or one by one, as CSV, and trying it again."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from syncline.jobs.attention import UnknownIdsError, pick, take_up_again
from syncline.jobs.csv_cells import COLUMNS, cells
from syncline.web.access.needs import CONFIGURE_OR_OWN, REPORT_TYPES, REPORTS_OR_OWN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, now_of, store_of
from syncline.web.history import note_each
from syncline.web.linking import Links, whose
from syncline.web.lists import errors as lists
from syncline.web.lists.causes import by_cause, shown
from syncline.web.lists.reports import query_of, reports
from syncline.web.lists.summary import kept
from syncline.web.lists.window import whole, window
from syncline.web.pages.back import back

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from syncline.store.models import Error
    from syncline.store.rows import ErrorRow

_MOST_AT_ONCE = 1000


@needs(REPORTS_OR_OWN)
@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """List what fails; grouped by cause unless a cause was chosen or `each` asks for all."""
    only = visit_of(request).only
    found = lists.found(request.GET, only)
    grouped = not request.GET.get("code") and not request.GET.get("each")
    known = kept(around(request).clock) if only is None else None
    kind = lists.kind_of(request.GET)
    counted = known if grouped and kind is not None else None
    causes = counted.causes[kind or ""] if counted else by_cause(found) if grouped else []
    context = {
        "grouped": grouped,
        "window": whole(shown(causes)) if grouped else window(request, found, lambda rows: _linked(request, rows)),
        "counted": counted,
        "codes": known.codes if known else lists.codes(only),
        "sorts": list(lists.SORTS),
        "asked": request.GET,
        "query": request.GET.urlencode(),
        "reports": reports(visit_of(request).visitor, request.GET),
        "filtered": query_of(request.GET),
        "kept": parse_qsl(query_of(request.GET)),
        "may_share": REPORT_TYPES.met_by(visit_of(request).visitor),
        "only": only,
        "may_retry": CONFIGURE_OR_OWN.met_by(visit_of(request).visitor),
    }
    return render(request, "syncline/errors.html", context)


def _linked(request: HttpRequest, rows: list[Error]) -> list[dict[str, Any]]:
    """Answer what the list shows, with the addresses of both records. Two queries, however many rows."""
    store = store_of(request)
    links, reps, told = Links(store), whose(store, (row.rep for row in rows)), lists.shown(rows)
    for one in told:
        if rep := reps.get(one["row"].rep):
            one["at"] = links.both(rep, one["row"].collection, one["salesforce"], one["mailbox"])
    return told


@needs(REPORTS_OR_OWN)
@require_safe
def errors_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Answer the same list, whole, as comma-separated values."""
    found = lists.found(request.GET, visit_of(request).only)
    answer = StreamingHttpResponse(lines(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="syncline-errors.csv"'
    return answer


class _Echo:
    """What a csv writer writes to: answers the line."""

    def write(self, line: str) -> str:
        return line


def lines(found: QuerySet[Error]) -> Iterator[str]:
    """Answer errors as comma-separated values, line by line."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in lists.rows(found):
        yield writer.writerow(cells(row))


@needs(CONFIGURE_OR_OWN)
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Take the chosen items up at the next cycle, or everything that the list shows."""
    store, only = store_of(request), visit_of(request).only
    ids = request.POST.getlist("id")[:_MOST_AT_ONCE]
    try:
        rows = pick(store.errors(rep=only, ids=ids), ids, "errors") if ids else _whole(request, only)
    except UnknownIdsError:
        messages.error(request, "Some of these were settled meanwhile; nothing was done about the others. Look again.")
        return back(request, "errors")
    taken = take_up_again(store, rows, now_of(request))
    note_each(request, "errors", taken, "tried again")
    messages.success(request, f"{len(taken)} to be tried again at the next cycle.")
    return back(request, "errors")


def _whole(request: HttpRequest, only: str | None) -> Iterable[ErrorRow]:
    """Everything of a cause, where a cause was chosen."""
    return lists.rows(lists.found(request.POST, only)) if request.POST.get("code") else ()
