"""What state each rep is in, decided by the database: of 50,000 at once, or of those on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When

from syncline.jobs.orgs import org_state
from syncline.store.models import Configuration, Cursor, Cycle, Error, Held, Rep

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from syncline.store.port import SetUp

IN_STEP = "in step"


@dataclass(frozen=True, slots=True)
class State:
    """How a state is called, how it looks, and what it means."""

    word: str
    tone: str
    means: str


STATES = (
    State("failing", "bad", "Something of theirs fails; the errors say what."),
    State("held", "bad", "A person has to let deletions go, or refuse them."),
    State("marked for reset", "warn", "Their records are matched anew at the next cycle."),
    State("reset in progress", "warn", "Their records are being matched anew."),
    State("initial sync in progress", "warn", "The first reading has not come to its end."),
    State("not started", "warn", "No cycle has run yet."),
    State(IN_STEP, "good", "Everything that may sync does."),
    State("paused", "", "A person stopped them; links are kept."),
    State("org paused", "", "The main switch of their org is off."),
    State("configuration not active", "", "They are named in a configuration that is not active."),
    State("not in a configuration", "", "No configuration names them."),
)
TONES = {state.word: state.tone for state in STATES}


def with_state(store: SetUp, reps: QuerySet[Rep] | None = None) -> QuerySet[Rep, Any]:
    """Annotate reps with `state`: the first word that holds, what keeps them from syncing at all before the rest."""
    off = [row.name for row in store.connections(secrets=False) if org_state(store, row.name).paused]
    mine = OuterRef("id")
    active = Configuration.objects.filter(name=OuterRef("configuration"), active=True)
    words = (
        (Q(configuration=""), "not in a configuration"),
        (Q(org__in=off), "org paused"),
        (~Exists(active), "configuration not active"),
        (Q(paused=True), "paused"),
        (Q(reset="in_progress"), "reset in progress"),
        (~Q(reset=""), "marked for reset"),
        (~Q(problem="") | Exists(Error.objects.filter(rep=mine)), "failing"),
        (Exists(Held.objects.filter(rep=mine, state="held")), "held"),
        (~Exists(Cycle.objects.filter(rep=mine)), "not started"),
        (Exists(Cursor.objects.filter(rep=mine, complete=False)), "initial sync in progress"),
    )
    cases = [When(condition, then=Value(word)) for condition, word in words]
    state = Case(*cases, default=Value(IN_STEP), output_field=CharField())
    return (Rep.objects.all() if reps is None else reps).annotate(state=state)


def counted(reps: QuerySet[Rep, Any]) -> dict[str, int]:
    """Answer how many reps are in each state, gravest first; states that nobody is in are left out."""
    found = dict(reps.order_by().values_list("state").annotate(count=Count("id")))  # type: ignore[misc]  # annotated
    return {state.word: found[state.word] for state in STATES if state.word in found}


def linked() -> Q:
    """Reps whose user and mailbox have found each other."""
    return ~Q(user_id="") & ~Q(mailbox="") & Q(problem="")
