"""What only a person can decide (SPEC 7.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.engine.asking import NOT_REPRESENTABLE
from syncline.engine.questions import question
from syncline.records.words import Collection
from syncline.store.database.attention import unresolved_row
from syncline.store.database.text import original, safe
from syncline.store.models import Unresolved
from syncline.store.rows import Asked
from syncline.store.short_ids import spot_id
from syncline.web.lists.reps import of_reps, seen_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from syncline.store.rows import UnresolvedRow

_COLUMNS = ("rep", "collection", "side", "record_id", "kind", "at", "candidates", "names", "reasons", "name", "state",
            "answers")  # fmt: skip
_WHY = {
    "same_email": "same e-mail address",
    "same_name_and_company": "same name and company",
    "same_uid": "same invitation",
    "same_subject_and_time": "same subject and time",
}


def found(asked: Mapping[str, str], only: str | None) -> QuerySet[Unresolved]:
    """Answer the items that somebody asks for, newest first; what was ignored only if that is asked for."""
    items = seen_by(Unresolved.objects, only)
    state = asked.get("state")
    items = items.filter(state=state) if state in set(Asked) else items.exclude(state=Asked.IGNORED)
    if text := asked.get("rep", "").strip():
        items = of_reps(items, text)
    if kind := asked.get("kind"):
        items = items.filter(kind=safe(kind))
    if asked.get("collection") in set(Collection):
        items = items.filter(collection=asked["collection"])
    return items.order_by("-at", "rep", "collection", "side", "record_id")


def shown(items: Sequence[Unresolved]) -> list[dict[str, Any]]:
    """Answer what a list shows of items."""
    return [_shown(row_of(one)) for one in items]


def rows(items: QuerySet[Unresolved]) -> list[UnresolvedRow]:
    """Answer rows as the store has them."""
    return [unresolved_row([original(value) for value in row]) for row in items.values_list(*_COLUMNS)]


def row_of(one: Unresolved) -> UnresolvedRow:
    """Answer one row as the store has it."""
    return unresolved_row([original(getattr(one, name)) for name in _COLUMNS])


def _shown(row: UnresolvedRow) -> dict[str, Any]:
    asks, _ = question(row.kind)
    candidates = [
        {
            "id": one.id,
            "record": one.id,
            "name": one.name,
            "why": ", ".join(_WHY.get(word, word) for word in one.why.split(",") if word),
        }
        for one in row.candidates
    ]
    return {
        "id": spot_id(row),
        "row": row,
        "record": row.record_id,
        "question": asks,
        "candidates": candidates,
        "can_be_paired": not row.kind.startswith(NOT_REPRESENTABLE),
    }


def kinds(only: str | None) -> list[str]:
    """Answer the kinds that there are, to choose from."""
    return list(seen_by(Unresolved.objects, only).order_by("kind").values_list("kind", flat=True).distinct())
