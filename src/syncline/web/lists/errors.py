"""What fails: one by one, or by cause (SPEC 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date

from syncline import catalogue
from syncline.jobs.attention import DIRECTIONS
from syncline.records.words import Collection, Side
from syncline.store.database.attention import error_row
from syncline.store.database.text import original, safe
from syncline.store.models import Error
from syncline.store.short_ids import spot_id
from syncline.web.lists.reps import of_reps, seen_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from syncline.store.rows import ErrorRow

COLUMNS = ("rep", "collection", "side", "record_id", "code", "message", "remedy", "at", "other_id", "attempts")
SORTS = {"newest": ("-at", "rep", "record_id"), "oldest": ("at", "rep", "record_id"), "rep": ("rep", "-at"),
         "code": ("code", "-at", "rep"), "attempts": ("-attempts", "-at")}  # fmt: skip
FILTERS = ("rep", "code", "collection", "direction", "since", "until", "sort")
_SIDES = {str(way): side for side, way in DIRECTIONS.items()}
KINDS = tuple(f"{collection}/{direction}" for collection in ("", *Collection) for direction in ("", *_SIDES))
"""What errors are told apart by without looking at any: a collection and a direction, either of which may be open."""


def found(asked: Mapping[str, str], only: str | None) -> QuerySet[Error]:
    """Answer the errors that somebody asks for; `only` is the one rep whose they may see, None for everybody's."""
    errors = seen_by(Error.objects, only)
    if text := asked.get("rep", "").strip():
        errors = of_reps(errors, text)
    if code := asked.get("code"):
        errors = errors.filter(code=safe(code))
    if asked.get("collection") in set(Collection):
        errors = errors.filter(collection=asked["collection"])
    if side := _SIDES.get(asked.get("direction", "")):
        errors = errors.filter(side=side)
    return _within(errors, asked).order_by(*SORTS.get(asked.get("sort", ""), SORTS["newest"]))


def _within(errors: QuerySet[Error], asked: Mapping[str, str]) -> QuerySet[Error]:
    for name, lookup in (("since", "at__date__gte"), ("until", "at__date__lte")):
        try:
            day = parse_date(asked.get(name, ""))
        except ValueError:  # well formed, and no day of any calendar
            day = None
        if day is not None:
            errors = errors.filter(**{lookup: day})
    return errors


def rows(errors: QuerySet[Error]) -> Iterator[ErrorRow]:
    """Answer rows as the store has them, one after another: there may be more than fit into memory."""
    for row in errors.values_list(*COLUMNS).iterator():
        yield error_row([original(value) for value in row])


def row_of(one: Error) -> ErrorRow:
    """Answer one row as the store has it."""
    return error_row([original(getattr(one, name)) for name in COLUMNS])


def shown(errors: Sequence[Error]) -> list[dict[str, Any]]:
    """Answer what a list shows of errors."""
    return [_shown(row_of(one)) for one in errors]


def _shown(row: ErrorRow) -> dict[str, Any]:
    known = catalogue.entry(row.code)
    return {
        "id": spot_id(row),
        "row": row,
        "direction": DIRECTIONS[row.side] if row.side else "",
        "salesforce": row.record_id if row.side is Side.SALESFORCE else row.other_id,
        "mailbox": row.record_id if row.side is Side.MAILBOX else row.other_id,
        "who": known.who.value.replace("_", " "),
    }


def codes(only: str | None) -> list[str]:
    """Answer the codes that there are, to choose from."""
    return list(seen_by(Error.objects, only).order_by("code").values_list("code", flat=True).distinct())


def kind_of(asked: Mapping[str, str]) -> str | None:
    """Answer which of the `KINDS` somebody asks for; None where a filter asks for something else."""
    if any(asked.get(name) for name in FILTERS if name not in {"collection", "direction", "sort"}):
        return None
    collection, direction = asked.get("collection", ""), asked.get("direction", "")
    return f"{collection if collection in set(Collection) else ''}/{direction if direction in _SIDES else ''}"


def of_kind(kind: str) -> QuerySet[Error]:
    """Answer the errors of one of the `KINDS`."""
    return found(dict(zip(("collection", "direction"), kind.split("/"), strict=True)), None)
