"""Who is in force in which configuration (SPEC 3.1): how many, why, and the first few by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections
from django.db.models import Count, Q

from syncline.store.database.text import original
from syncline.store.models import Rep

SHOWN = 5
"""How many reps of a configuration are shown by name."""
_FIRST = (
    "SELECT one.name, rep.id, rep.username FROM store_configuration AS one CROSS JOIN LATERAL"
    " (SELECT id, username FROM store_rep WHERE configuration = one.name ORDER BY username, id LIMIT %s) AS rep"
    " ORDER BY one.name, rep.username, rep.id"
)
"""Each configuration's first few are read from an index; a window over all reps would sort them all."""


@dataclass(frozen=True, slots=True)
class InForce:
    """How many reps are in one configuration."""

    count: int = 0
    by_profile: int = 0
    """Those whom a Salesforce profile brought here; the rest a person named."""


def count_in_force() -> dict[str, InForce]:
    """Count the reps of every configuration that has any, by its name."""
    reps = Rep.objects.exclude(configuration="").values_list("configuration")
    counts = reps.annotate(count=Count("id"), by_profile=Count("id", filter=~Q(profile="")))
    return {original(name): InForce(*numbers) for name, *numbers in counts}


def first_few() -> dict[str, list[tuple[str, str]]]:
    """Answer id and user name of the first reps of every configuration that has any, by its name. One query."""
    found: dict[str, list[tuple[str, str]]] = {}
    with connections[Rep.objects.db].cursor() as cursor:
        cursor.execute(_FIRST, [SHOWN])
        for row in cursor.fetchall():
            name, rep, username = map(original, row)
            found.setdefault(name, []).append((rep, username))
    return found
