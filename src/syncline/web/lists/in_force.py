"""Who is in force in which configuration (SPEC 3.1): how many, why, and the first few by name."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from syncline.store.database.text import original
from syncline.store.models import Rep

SHOWN = 5
"""How many reps of a configuration are shown by name."""


@dataclass(slots=True)
class InForce:
    """The reps of one configuration."""

    count: int = 0
    by_profile: int = 0
    """Those whom a Salesforce profile brought here; the rest a person named."""
    first: list[tuple[str, str]] = field(default_factory=list)
    """Id and user name of the first few."""


def who_is_in_force() -> dict[str, InForce]:
    """Answer the reps of every configuration by its name. Two queries, however many reps and configurations."""
    reps = Rep.objects.exclude(configuration="")
    found: dict[str, InForce] = {}
    for name, profile, count in reps.values_list("configuration", "profile").annotate(count=Count("id")):
        one = found.setdefault(original(name), InForce())
        one.count += count
        one.by_profile += count if profile else 0
    place = Window(RowNumber(), partition_by=F("configuration"), order_by=["username", "id"])
    named = reps.annotate(place=place).filter(place__lte=SHOWN).order_by("configuration", "place")
    for name, rep, username in named.values_list("configuration", "id", "username"):
        found[original(name)].first.append((original(rep), original(username)))
    return found
