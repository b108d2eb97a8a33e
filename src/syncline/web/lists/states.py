"""What state each rep is in, decided by the database: of 50,000 at once, or of those on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When

from syncline.jobs.orgs import org_state
from syncline.store.models import Configuration, Cursor, Cycle, Error, Held, Rep
from syncline.web.lists.state_words import IN_STEP, InState

if TYPE_CHECKING:
    from typing import TypeAlias

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from syncline.store.port import SetUp

    Condition: TypeAlias = Q | Combinable


def with_state(store: SetUp, reps: QuerySet[Rep] | None = None) -> QuerySet[Rep, Any]:
    """Annotate reps with `state`: the first word that holds, what keeps them from syncing at all before the rest."""
    cases = [When(rule.holds, then=Value(rule.word)) for rule in _rules(store)]
    state = Case(*cases, default=Value(IN_STEP), output_field=CharField())
    return (Rep.objects.all() if reps is None else reps).annotate(state=state)


def in_state(store: SetUp, word: str) -> QuerySet[Rep]:
    """Answer the reps of one state. An index or a join answers it, without looking at everybody."""
    reps = Rep.objects.all()
    for rule in _rules(store):
        if rule.word == word:
            return reps.filter(rule.holds)
        reps = reps.filter(rule.fails)
    return reps if word == IN_STEP else reps.none()


@dataclass(frozen=True, slots=True)
class _Rule:
    """When a word holds, and when it does not: the database joins by `NOT EXISTS`, not by the negation of an `OR`."""

    word: str
    holds: Condition
    fails: Condition


def _rules(store: SetUp) -> list[_Rule]:
    orgs = (row.name for row in store.connections(secrets=False) if row.kind == "salesforce")
    off = [org for org in orgs if org_state(store, org).paused]
    mine = OuterRef("id")
    active = Exists(Configuration.objects.filter(name=OuterRef("configuration"), active=True))
    error = Exists(Error.objects.filter(rep=mine))
    held = Exists(Held.objects.filter(rep=mine, state="held"))
    cycle = Exists(Cycle.objects.filter(rep=mine))
    reading = Exists(Cursor.objects.filter(rep=mine, complete=False))
    return [
        _Rule("not in a configuration", Q(configuration=""), ~Q(configuration="")),
        _Rule("org paused", Q(org__in=off), ~Q(org__in=off)),
        _Rule("configuration not active", ~active, active),
        _Rule("paused", Q(paused=True), Q(paused=False)),
        _Rule("reset in progress", Q(reset="in_progress"), ~Q(reset="in_progress")),
        _Rule("marked for reset", ~Q(reset=""), Q(reset="")),
        _Rule("failing", ~Q(problem="") | error, Q(problem="") & ~error),
        _Rule("held", held, ~held),
        _Rule("not started", ~cycle, cycle),
        _Rule("initial sync in progress", reading, ~reading),
    ]


def counted(reps: QuerySet[Rep, Any]) -> list[InState]:
    """Answer how many reps are in each state."""
    states = reps.order_by().values_list("org", "mail", "state")  # type: ignore[misc]  # annotated
    return [InState(*row) for row in states.annotate(count=Count("id"))]


def linked() -> Q:
    """Reps whose user and mailbox have found each other."""
    return ~Q(user_id="") & ~Q(mailbox="") & Q(problem="")
