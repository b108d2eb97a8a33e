"""Reps by name and state, with what the list shows of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from syncline.store.database.text import original
from syncline.store.models import Cycle, Error, Link, Rep
from syncline.web.lists.states import TONES, with_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import QueryDict

    from syncline.store.port import SetUp


def found(store: SetUp, asked: QueryDict) -> QuerySet[Rep, Any]:
    """Answer the reps that a search is about, by user name: `q` a part of a name or address, `state` a state."""
    reps = with_state(store)
    text = asked.get("q", "").strip()
    if text:
        reps = reps.filter(Q(username__icontains=text) | Q(mailbox__icontains=text))
    if asked.get("state"):
        reps = reps.filter(state=asked["state"])  # type: ignore[misc]  # annotated
    for name in ("configuration", "org", "mail"):
        if asked.get(name):
            reps = reps.filter(**{name: asked[name]})
    return reps.order_by("username", "id")


def rows(reps: Sequence[Any]) -> list[dict[str, Any]]:
    """Answer what the list shows, with three queries however many reps there are."""
    ids = [rep.id for rep in reps]
    links = _by_collection(Link.objects.filter(rep__in=ids, ended=""))
    errors = _by_collection(Error.objects.filter(rep__in=ids))
    cycles = dict(Cycle.objects.filter(rep__in=ids).values_list("rep", "finished"))
    return [
        {
            "id": rep.id,
            "user": rep.username,
            "mailbox": rep.mailbox,
            "configuration": rep.configuration,
            "state": rep.state,
            "tone": TONES[rep.state],
            "contacts": links.get((rep.id, "contacts"), 0),
            "events": links.get((rep.id, "events"), 0),
            "errors": sum(count for (one, _), count in errors.items() if one == rep.id),
            "last": cycles.get(rep.id),
        }
        for rep in reps
    ]


def in_force() -> dict[str, int]:
    """Answer how many reps are in force in each configuration, by its name."""
    counts = Rep.objects.exclude(configuration="").values_list("configuration").annotate(count=Count("id"))
    return {original(name): count for name, count in counts}


def _by_collection(found: QuerySet[Any]) -> dict[tuple[str, str], int]:
    counts = found.order_by().values_list("rep", "collection").annotate(count=Count("*"))
    return {(rep, collection): count for rep, collection, count in counts}
