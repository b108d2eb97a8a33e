"""Saved error reports over HTTP (SPEC 7.2): a name for a filter, of one person or for everybody."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import parse_qsl

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from syncline.web.access.needs import REPORTS_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.parts import NotThereError
from syncline.web.api.token import Bearer
from syncline.web.history import told
from syncline.web.lists import reports as lists

router = Router(tags=["errors"])
_LARGEST = 2**31 - 1


class TooManyReportsError(Exception):
    """A person has as many reports as anybody may."""


class ReportFilter(StrEnum):
    """What a filter of errors may say, as the page's address has it."""

    REP = "rep"
    CODE = "code"
    COLLECTION = "collection"
    DIRECTION = "direction"
    SINCE = "since"
    UNTIL = "until"
    SORT = "sort"
    EACH = "each"


class Report(Schema):
    """One saved report. `by` is whose it is, empty for one's own."""

    id: int
    name: str
    filter: dict[str, str]
    shared: bool
    by: str
    removable: bool


class Reports(Schema):
    """One's own, then those that others saved for everybody."""

    reports: list[Report]


class ReportSaid(Schema):
    """A report. `shared` makes it everybody's, for whom may do that."""

    name: Annotated[str, Field(min_length=1, max_length=lists.LONGEST, pattern=r"\S")]
    filter: dict[ReportFilter, str]
    shared: bool = False


class Removed(Schema):
    """The id of a report that was taken out."""

    removed: int


@router.get("/errors/reports", summary="Saved error reports", response=Reports, auth=Bearer(REPORTS_OR_OWN))
def reports(request: HttpRequest) -> dict[str, Any]:
    """Answer the reports of whoever asks, and everybody's."""
    found = lists.reports(visit_of(request).visitor, {})
    return {"reports": [_told(one) for one in found]}


@router.post("/errors/reports", summary="Save an error report", response={201: Reports}, auth=Bearer(REPORTS_OR_OWN))
def report_save(request: HttpRequest, said: ReportSaid) -> Status[dict[str, Any]]:
    """Keep a filter under a name; one of the same name is replaced. A token that belongs to nobody has none (404)."""
    visitor, name = visit_of(request).visitor, said.name.strip()
    if visitor.person is None:
        raise NotThereError
    if lists.full(visitor):
        raise TooManyReportsError
    query = lists.query_of({key.value: value for key, value in said.filter.items()})
    lists.save(visitor, name, query, shared=said.shared)
    told(request, "report", name, {"filter": ["", query]})
    return Status(201, reports(request))


@router.delete("/errors/reports/{report}", summary="Take a report out", response=Removed, auth=Bearer(REPORTS_OR_OWN))
def report_remove(request: HttpRequest, report: Annotated[int, Path(ge=0, le=_LARGEST)]) -> dict[str, Any]:
    """Take out one's own, or everybody's where one may; what it shows is not touched."""
    if not lists.remove(visit_of(request).visitor, report):
        raise NotThereError
    told(request, "report", str(report), {"taken out": ["no", "yes"]})
    return {"removed": report}


def _told(one: lists.Report) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "filter": dict(parse_qsl(one.query)), "shared": one.shared,
        "by": one.by, "removable": one.removable,
    }  # fmt: skip
