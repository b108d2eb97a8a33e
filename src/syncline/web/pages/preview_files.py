"""What a preview told, as files: the counts and the sample as comma-separated values, everything as JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from syncline.jobs.csv_cells import cell
from syncline.jobs.preview.counting import BOTH_WAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COUNTED = ("create", "update", "overwritten", "delete", "match", "held", "unresolved", "unrepresentable", "failed")
WAYS = ("to_salesforce", "to_mailbox", BOTH_WAYS)
KINDS = ("json", "counts", "sample")
_SAMPLE = ("rep", "collection", "direction", "action", "record", "field", "before", "after", "why")


def counts(told: Mapping[str, Any]) -> Iterator[tuple[str, str, str, list[int]]]:
    """Answer rep, collection, direction and the counts in the order of `COUNTED`, where anything would be done."""
    for rep, collections in told["reps"].items():
        for collection, words in collections.items():
            for way in WAYS:
                row = [words[word].get(way, 0) for word in COUNTED]
                if any(row):
                    yield rep, collection, way, row


def as_file(told: Mapping[str, Any], kind: str) -> HttpResponse:
    """Answer a preview as a file of one of `KINDS`."""
    if kind == "json":
        text, sort = json.dumps(told, default=str, ensure_ascii=False), "application/json"
    elif kind == "counts":
        text = _table(("rep", "collection", "direction", *COUNTED), ((*where, *row) for *where, row in counts(told)))
        sort = "text/csv; charset=utf-8"
    else:
        text, sort = _table(_SAMPLE, _sample(told)), "text/csv; charset=utf-8"
    answer = HttpResponse(text, content_type=sort)
    name = f"syncline-preview{'' if kind == 'json' else '-' + kind}.{'json' if kind == 'json' else 'csv'}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _sample(told: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """A row for each field that would be overwritten, one for anything else."""
    for item in told["items"]:
        where = (item["rep"], item.get("collection", ""), item["direction"], item["action"], item["name"])
        changed = item.get("fields") or {"": {"before": None, "after": None}}
        for label, one in changed.items():
            yield (*where, label, one["before"], one["after"], item.get("why", ""))


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([cell("" if one is None else one) for one in row] for row in rows)
    return out.getvalue()
