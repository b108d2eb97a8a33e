"""The guide's tables 1 to 3: how each org and mail system does as a whole (SPEC 7.1)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import TruncHour

from syncline.jobs.credentials import credentials_of
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.records.words import Collection, Direction
from syncline.store.errors import SecretsUnreadableError
from syncline.store.models import Activity, Configuration, Cycle, Error, Rep
from syncline.web.lists.states import linked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.store.port import SetUp
    from syncline.store.rows import ConfigurationRow, ConnectionRow
    from syncline.web.lists.summary import Summary

MISSING_SHOWN = 10
GREEN, AMBER = timedelta(minutes=15), timedelta(hours=24)
"""A cycle runs every five minutes unless it was told otherwise: three cycles' time is in order."""
_SELECTED = "selected"
_GOOGLE = "google"


@dataclass(frozen=True, slots=True)
class CollectionFigures:
    """Table 2 or 3."""

    collection: str
    last: datetime | None
    tone: str
    hour: int
    day: int
    set_to_sync: bool


@dataclass(frozen=True, slots=True)
class System:
    """An org and a mail system, as far as reps sync between them."""

    org: str
    mail: str
    kind: str
    account: str
    recognised: datetime | None
    refused: str
    """Code of what keeps everybody from being read; empty while sign-ins work."""
    linked: int
    wanted: int
    missing: list[str]
    selection: bool
    collections: list[CollectionFigures]


@dataclass(frozen=True, slots=True)
class Reps:
    """Who is wanted and linked between an org and a mail system, and when the last cycle ended."""

    org: str
    mail: str
    wanted: int
    linked: int
    last: datetime | None
    missing: list[str]
    refused: str


@dataclass(frozen=True, slots=True)
class Synced:
    """Records written in the last hour and day."""

    org: str
    mail: str
    collection: str
    hour: int
    day: int


def systems(store: SetUp, summary: Summary, now: datetime) -> list[System]:
    """Answer every pair of an org and a mail system that a configuration names, with the figures of a summary."""
    connections = {row.name: row for row in store.connections(secrets=False)}
    configurations = [row for row in store.configurations() if row.org in connections and row.mail in connections]
    pairs = sorted({(row.org, row.mail) for row in configurations})
    accounts = _accounts(store, list(connections.values()))
    facts = {(one.org, one.mail): one for one in summary.systems}
    synced = {(one.org, one.mail, one.collection): (one.hour, one.day) for one in summary.synced}
    return [
        _system(
            connections[mail],
            org,
            [row for row in configurations if (row.org, row.mail) == (org, mail)],
            facts.get((org, mail), Reps(org, mail, 0, 0, None, [], "")),
            synced,
            accounts,
            now,
        )
        for org, mail in pairs
    ]


def _system(
    mail: ConnectionRow,
    org: str,
    configurations: list[ConfigurationRow],
    facts: Reps,
    synced: Mapping[tuple[str, str, str], tuple[int, int]],
    accounts: Mapping[str, str],
    now: datetime,
) -> System:
    active = [row for row in configurations if row.active]
    return System(
        org=org,
        mail=mail.name,
        kind=mail.kind,
        account=accounts.get(mail.name, ""),
        recognised=facts.last,
        refused=facts.refused,
        linked=facts.linked,
        wanted=facts.wanted,
        missing=facts.missing,
        selection=any(row.settings.get("events", {}).get("which") == _SELECTED for row in active),
        collections=[
            _figures(one, active, facts.last, synced.get((org, mail.name, one), (0, 0)), now) for one in Collection
        ],
    )


def _accounts(store: SetUp, rows: list[ConnectionRow]) -> dict[str, str]:
    """Account, tenant or key id by connection (SPEC 7.1). Google's stands in the key alone, which has to be opened."""
    if any(row.kind == _GOOGLE for row in rows):
        with suppress(SecretsUnreadableError):
            rows = store.connections()
    return {row.name: credentials_of(row).said for row in rows}


def _figures(
    collection: Collection,
    active: list[ConfigurationRow],
    last: datetime | None,
    synced: tuple[int, int],
    now: datetime,
) -> CollectionFigures:
    policy = contact_policy if collection is Collection.CONTACTS else event_policy
    syncing = any(policy(row.settings).direction is not Direction.NONE for row in active)
    return CollectionFigures(collection, last if syncing else None, age(last, now), *synced, syncing)


def age(last: datetime | None, now: datetime) -> str:
    """Answer how a last activity looks: green, amber, red (SPEC 7.1)."""
    if last is None:
        return ""
    return "good" if now - last < GREEN else "warn" if now - last < AMBER else "bad"


def count_reps() -> list[Reps]:
    """Look at everybody who is in an active configuration."""
    active = Configuration.objects.filter(name=OuterRef("configuration"), active=True)
    finished = Cycle.objects.filter(rep=OuterRef("id")).values("finished")
    found = (
        Rep.objects.filter(Exists(active))
        .annotate(finished=Subquery(finished))
        .values("org", "mail")
        .annotate(wanted=Count("id"), linked=Count("id", filter=linked()), last=Max("finished"))
    )
    return [
        Reps(**row, missing=_missing(row["org"], row["mail"]), refused=_refused(row["org"], row["mail"]))
        for row in found
    ]


def _missing(org: str, mail: str) -> list[str]:
    active = Configuration.objects.filter(name=OuterRef("configuration"), active=True)
    found = Rep.objects.filter(Exists(active), ~linked(), org=org, mail=mail).order_by("username")
    return list(found.values_list("username", flat=True)[: MISSING_SHOWN + 1])


def _refused(org: str, mail: str) -> str:
    """What stops everybody of a mail system alike: whoever is stopped whole, with the same code."""
    mine = Rep.objects.filter(org=org, mail=mail)
    whole = Error.objects.filter(collection="", rep__in=mine.values("id"))
    code = whole.order_by("-at").values_list("code", flat=True).first() or ""
    everybody = mine.exclude(configuration="").count()
    return code if code and whole.filter(code=code).count() == everybody else ""


def count_synced(now: datetime) -> list[Synced]:
    """Sum up what was written in the last hour and day, by org, mail system and collection."""
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    rep = Rep.objects.filter(id=OuterRef("rep"))
    found = (
        Activity.objects.filter(at__gte=day)
        .annotate(org=Subquery(rep.values("org")), mail=Subquery(rep.values("mail")))
        .values_list("org", "mail", "collection")
        .annotate(last_hour=Sum("synced", filter=Q(at__gte=hour), default=0), last_day=Sum("synced"))
    )
    return [Synced(*row) for row in found]


def by_hour(now: datetime) -> list[tuple[datetime, int]]:
    """Answer how many records were written in each of the last 24 hours, the oldest first."""
    begin = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=23)
    found = Activity.objects.filter(at__gte=begin).annotate(hour=TruncHour("at")).values_list("hour")
    written = dict(found.annotate(written=Sum("synced")).order_by("hour"))
    hours = [begin + timedelta(hours=number) for number in range(24)]
    return [(hour, written.get(hour, 0)) for hour in hours]
