"""Reps by name and state, with what the list shows of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import BooleanField, Count, Q
from django.db.models.expressions import RawSQL

from syncline.store.database.text import safe
from syncline.store.models import Cycle, Error, Link, Rep
from syncline.web.lists.coming import next_of
from syncline.web.lists.state_words import TONES
from syncline.web.lists.states import in_state, with_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import Manager, Model, QuerySet

    from syncline.store.port import SetUp, Store

AnyModel = TypeVar("AnyModel", bound="Model")
PIECE = 3
"""Letters: what is shorter cannot be looked up in the index."""
_FEW = 500


def found(store: SetUp, asked: Mapping[str, str]) -> QuerySet[Rep]:
    """Answer the reps that a search is about, by user name: `q` a part of a name or address, `state` a state."""
    state = asked.get("state", "")
    reps = in_state(store, state) if state else Rep.objects.all()
    if text := asked.get("q", "").strip():
        reps = _holding(reps, text).filter(Q(username__icontains=safe(text)) | Q(mailbox__icontains=safe(text)))
    for name in ("configuration", "org", "mail"):
        if wanted := asked.get(name):
            reps = reps.filter(**{name: safe(wanted)})
    return reps.order_by("username", "id")


def seen_by(rows: Manager[AnyModel], only: str | None) -> QuerySet[AnyModel]:
    """Answer the rows that somebody may see: everybody's, or those of the one rep `only`."""
    return rows.all() if only is None else rows.filter(rep=only)


def of_rep(rows: QuerySet[AnyModel], rep: str) -> QuerySet[AnyModel]:
    """Narrow rows down to those of one rep, by id; an empty id narrows nothing."""
    return rows.filter(rep=safe(rep)) if rep else rows


def of_reps(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow rows of reps down to those whose rep's id holds a text.

    A few reps are looked up one by one. Of many, a screen is full, and enough is counted, after a short way through the
    rows in their order; the database cannot tell beforehand which is which. (It takes `LIKE` with a pattern for rare.)
    """
    named = _holding(Rep.objects.all(), text).filter(id__icontains=safe(text)).values_list("id", flat=True)
    ids = list(named[: _FEW + 1])
    if len(ids) <= _FEW:
        return rows.filter(rep__in=ids)
    return rows.filter(RawSQL("strpos(upper(rep), upper(%s)) > 0", [safe(text)], BooleanField()))


def _holding(reps: QuerySet[Rep], text: str) -> QuerySet[Rep]:
    """Let the index leave only reps whose id or mailbox may hold a text, case ignored."""
    if len(text) < PIECE:
        return reps
    may = "store_pieces(id || ' ' || mailbox) @> store_pieces(%s)"
    return reps.filter(RawSQL(may, [safe(text)], BooleanField()))  # noqa: S611 - our own constant


def rows(store: Store, reps: Sequence[Rep]) -> list[dict[str, Any]]:
    """Answer what the list shows, with a few queries however many reps there are."""
    ids = [rep.id for rep in reps]
    states = dict(with_state(store, Rep.objects.filter(id__in=ids)).values_list("id", "state"))  # type: ignore[misc]  # annotated
    links = _by_collection(Link.objects.filter(rep__in=ids, ended=""))
    errors = dict(Error.objects.filter(rep__in=ids).order_by().values_list("rep").annotate(count=Count("*")))
    following = next_of(store, ids)
    cycles = dict(Cycle.objects.filter(rep__in=ids).values_list("rep", "finished"))
    return [
        {
            "id": rep.id,
            "user": rep.username,
            "mailbox": rep.mailbox,
            "configuration": rep.configuration,
            "state": states[rep.id],
            "tone": TONES[states[rep.id]],
            "contacts": links.get((rep.id, "contacts"), 0),
            "events": links.get((rep.id, "events"), 0),
            "errors": errors.get(rep.id, 0),
            "last": cycles.get(rep.id),
            "problem": rep.problem,
            "running": following[rep.id].running,
            "due": following[rep.id].due if TONES[states[rep.id]] else None,
        }
        for rep in reps
    ]


def _by_collection(found: QuerySet[Any]) -> dict[tuple[str, str], int]:
    counts = found.order_by().values_list("rep", "collection").annotate(count=Count("*"))
    return {(rep, collection): count for rep, collection, count in counts}
