"""Saved error reports (SPEC 7.2): a name for a filter, of one person or for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q

from syncline.store.database.text import original, safe
from syncline.web.access.needs import REPORT_TYPES
from syncline.web.lists.errors import FILTERS
from syncline.web.people.models import SavedReport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.web.access.visitor import Visitor

LONGEST = 120
"""Characters of a name."""
MOST = 100
"""Reports of one person."""
_KEPT = (*FILTERS, "each")


@dataclass(frozen=True, slots=True)
class Report:
    """One saved report. `by` is whose it is, empty where it is the visitor's own."""

    id: int
    name: str
    query: str
    shared: bool
    by: str
    here: bool
    """Whether it is what the page shows now."""
    removable: bool


def reports(visitor: Visitor, asked: Mapping[str, str]) -> Sequence[Report]:
    """Answer the visitor's own reports, then those that others saved for everybody. One query."""
    now = query_of(asked)
    rows = SavedReport.objects.filter(Q(person=visitor.person) | Q(shared=True)).select_related("person")
    found = [_report(row, visitor, now) for row in rows.order_by("name", "id")[: 2 * MOST]]
    return sorted(found, key=lambda one: bool(one.by))


def query_of(asked: Mapping[str, str]) -> str:
    """Answer what of a query is the filter of an error report, always in the same order."""
    return urlencode([(name, asked[name]) for name in _KEPT if asked.get(name)])


def save(visitor: Visitor, name: str, query: str, *, shared: bool) -> None:
    """Save a report under a name; one of the same name is replaced. Only who may makes it everybody's.

    The holder of a token that belongs to nobody has no reports.
    """
    if visitor.person is None:
        return
    shared = shared and REPORT_TYPES.met_by(visitor)
    values = {"query": safe(query), "shared": shared}
    SavedReport.objects.update_or_create(person_id=visitor.person, name=safe(name)[:LONGEST], defaults=values)


def full(visitor: Visitor) -> bool:
    """Whether a person has as many reports as anybody may."""
    return SavedReport.objects.filter(person=visitor.person).count() >= MOST


def remove(visitor: Visitor, report: int) -> bool:
    """Remove the visitor's own report, or everybody's where the visitor may; answers whether there was one."""
    theirs = Q(person=visitor.person)
    if REPORT_TYPES.met_by(visitor):
        theirs |= Q(shared=True)
    gone, _ = SavedReport.objects.filter(theirs, id=report).delete()
    return bool(gone)


def _report(row: SavedReport, visitor: Visitor, now: str) -> Report:
    own = row.person_id == visitor.person
    removable = own or REPORT_TYPES.met_by(visitor)
    by = "" if own else row.person.username
    return Report(
        row.pk, original(row.name), original(row.query), row.shared, by, original(row.query) == now, removable
    )
