"""What fails, by cause: a code, how many records and reps it concerns, when it was last seen (SPEC 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - summaries are decoded by their types
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import Count, Max

from syncline import catalogue
from syncline.store.database.text import original

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from syncline.store.models import Error


@dataclass(frozen=True, slots=True)
class Cause:
    """One code."""

    code: str
    count: int
    reps: int
    last: datetime


def by_cause(errors: QuerySet[Error]) -> list[Cause]:
    """Answer causes, the most frequent first. There are not many, however many errors there are.

    Counted rep by rep first: the database sorts all rows to count distinct ones.
    """
    by_rep = errors.order_by().values("code", "rep").annotate(number=Count("*"), last=Max("at"))
    inner, arguments = by_rep.query.sql_with_params()
    statement = (
        f"SELECT code, sum(number)::bigint, count(*), max(last) FROM ({inner}) AS by_rep"  # noqa: S608 - Django's own
        " GROUP BY code ORDER BY 2 DESC, code"
    )
    with connections[errors.db].cursor() as cursor:
        cursor.execute(statement, arguments)
        return [Cause(original(row[0]), *row[1:]) for row in cursor.fetchall()]


def shown(causes: Sequence[Cause]) -> list[dict[str, Any]]:
    """Answer what a list shows of causes: what happened, what to do, and who has to."""
    return [
        {"code": one.code, "count": one.count, "reps": one.reps, "last": one.last, "entry": catalogue.entry(one.code)}
        for one in causes
    ]
