"""What is wrong at this moment and worth waking somebody for. Nothing here remembers anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from syncline import catalogue
from syncline.jobs.credentials import credentials_of
from syncline.jobs.org_turn import in_force
from syncline.jobs.orgs import org_state
from syncline.store.rows import ErrorFilter, Hold
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow, ErrorRow, RepRow

EXPIRY = timedelta(days=30)
"""How long before its end a key or certificate is spoken of."""


class Kind(StrEnum):
    """The kinds of alerts."""

    CONNECTION_DOWN = "connection_down"
    KEY_EXPIRES = "key_expires"
    REP_FAILING = "rep_failing"
    HELD = "held"


PATIENCE = {
    Kind.CONNECTION_DOWN: timedelta(minutes=15),
    Kind.KEY_EXPIRES: timedelta(),
    Kind.REP_FAILING: timedelta(days=1),
    Kind.HELD: timedelta(),
}
"""How long something has to last before anybody is told."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is wrong. `subject` is a connection's name or a rep's id; kind and subject tell it from others."""

    kind: Kind
    subject: str
    what: str
    remedy: str

    @property
    def key(self) -> str:
        """What tells it from others."""
        return f"{self.kind.value}:{self.subject}"


def conditions(store: Store, now: datetime) -> list[Condition]:
    """Answer everything that is wrong, in the order of kinds, then by subject."""
    errors = store.errors(only=ErrorFilter(whole=True))
    rows = store.connections()
    configurations = {row.name: row for row in store.configurations()}
    reps = store.reps()
    known = {rep.id: rep for rep in reps if in_force(rep, configurations)}
    ailing = {turn.name: {rep.id for rep in reps if rep.mail == turn.name} for turn in store.turns(Whose.CONNECTION)}
    found = [*_mails_down(ailing, errors), *_expiring(rows, now), *_failing(store, known, errors), *_held(store)]
    found += _orgs_down([rep for rep in known.values() if rep.mail not in ailing], errors)
    order = list(Kind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.subject))


def _mails_down(ailing: Mapping[str, set[str]], errors: list[ErrorRow]) -> Iterator[Condition]:
    """Mail connections that were given up for a while; `ailing` are these with the ids of their reps."""
    for mail, reps in ailing.items():
        said, remedy = "it does not work.", "Run syncline test for one of its reps."
        error = next((one for one in errors if one.collection is None and one.rep in reps), None)
        if error is not None:
            said, remedy = catalogue.entry(error.code).what, error.remedy
        yield Condition(Kind.CONNECTION_DOWN, mail, f"Nobody can go on over the mail connection {mail}: {said}", remedy)


def _orgs_down(reps: Iterable[RepRow], errors: Iterable[ErrorRow]) -> Iterator[Condition]:
    """Orgs none of whose reps can go on, all for one reason."""
    stopped = {one.rep: one for one in errors if one.collection is None}
    orgs: defaultdict[str, list[ErrorRow | None]] = defaultdict(list)
    for rep in reps:
        orgs[rep.org].append(stopped.get(rep.id))
    for org, found in orgs.items():
        first = found[0]
        if len(found) > 1 and first is not None and all(one is not None and one.code == first.code for one in found):
            what = f"No rep of the org {org} can go on: {catalogue.entry(first.code).what}"
            yield Condition(Kind.CONNECTION_DOWN, org, what, first.remedy)


def _expiring(rows: list[ConnectionRow], now: datetime) -> Iterator[Condition]:
    for row in rows:
        end = credentials_of(row).ends
        if end is not None and end - now < EXPIRY:
            what = f"The certificate of the connection {row.name} ends on {end.date().isoformat()}."
            yield Condition(
                Kind.KEY_EXPIRES, row.name, what,
                "Make a new one, upload it to the app beside the old one, and apply the set-up file with it.",
            )  # fmt: skip


def _failing(store: Store, known: Mapping[str, RepRow], errors: Iterable[ErrorRow]) -> Iterator[Condition]:
    """Reps who cannot go on as a whole, or with one collection."""
    stopped = {one.rep: one for one in errors if one.rep in known}
    for rep, error in stopped.items():
        if not org_state(store, known[rep].org).paused:
            what = f"{known[rep].username} has been failing for a day: {catalogue.entry(error.code).what}"
            yield Condition(Kind.REP_FAILING, rep, what, error.remedy)


def _held(store: Store) -> Iterator[Condition]:
    waiting = Counter(row.rep for row in store.held() if row.state is Hold.HELD)
    names = {rep.id: rep.username for rep in store.reps(sorted(waiting))}
    for rep, number in waiting.items():
        what = f"{number} actions of {names.get(rep, rep)} wait for a person's word."
        yield Condition(Kind.HELD, rep, what, "syncline held shows them: let them go, or refuse them.")
