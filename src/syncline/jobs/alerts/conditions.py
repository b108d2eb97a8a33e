"""What is wrong at this moment and worth waking somebody for. Nothing here remembers anything."""

from __future__ import annotations

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
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow, ErrorRow

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
    found = [*_down(store, rows, errors), *_expiring(rows, now), *_failing(store, errors), *_held(store)]
    order = list(Kind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.subject))


def _down(store: Store, rows: list[ConnectionRow], errors: list[ErrorRow]) -> Iterator[Condition]:
    """Mail connections that were given up for a while, and orgs none of whose reps can go on."""
    ailing = [turn.name for turn in store.turns(Whose.CONNECTION)]
    for mail in ailing:
        told = _said(store, errors, mail)
        what = f"Nobody can go on over the mail connection {mail}: {told[0]}"
        yield Condition(Kind.CONNECTION_DOWN, mail, what, told[1])
    configurations = {row.name: row for row in store.configurations()}
    reps = [rep for rep in store.reps() if in_force(rep, configurations)]
    for row in rows:
        own = [rep.id for rep in reps if rep.org == row.name and rep.mail not in ailing]
        stopped = [one for one in errors if one.rep in own and one.collection is None]
        codes = {one.code for one in stopped}
        if own and len({one.rep for one in stopped}) == len(own) > 1 and len(codes) == 1:
            what = f"No rep of the org {row.name} can go on: {catalogue.entry(stopped[0].code).what}"
            yield Condition(Kind.CONNECTION_DOWN, row.name, what, stopped[0].remedy)


def _said(store: Store, errors: list[ErrorRow], mail: str) -> tuple[str, str]:
    ids = {rep.id for rep in store.reps() if rep.mail == mail}
    error = next((one for one in errors if one.rep in ids and one.collection is None), None)
    if error is None:
        return "it does not work.", "Run syncline test for one of its reps."
    return catalogue.entry(error.code).what, error.remedy


def _expiring(rows: list[ConnectionRow], now: datetime) -> Iterator[Condition]:
    for row in rows:
        end = credentials_of(row).ends
        if end is not None and end - now < EXPIRY:
            what = f"The certificate of the connection {row.name} ends on {end.date().isoformat()}."
            yield Condition(
                Kind.KEY_EXPIRES, row.name, what,
                "Make a new one, upload it to the app beside the old one, and apply the set-up file with it.",
            )  # fmt: skip


def _failing(store: Store, errors: list[ErrorRow]) -> Iterator[Condition]:
    """Reps who cannot go on as a whole, or with one collection."""
    configurations = {row.name: row for row in store.configurations()}
    known = {rep.id: rep for rep in store.reps() if in_force(rep, configurations)}
    stopped = {one.rep: one for one in errors if one.rep in known}
    for rep, error in stopped.items():
        if not org_state(store, known[rep].org).paused:
            what = f"{known[rep].username} has been failing for a day: {catalogue.entry(error.code).what}"
            yield Condition(Kind.REP_FAILING, rep, what, error.remedy)


def _held(store: Store) -> Iterator[Condition]:
    waiting: dict[str, int] = {}
    for row in store.held():
        if row.state is Hold.HELD:
            waiting[row.rep] = waiting.get(row.rep, 0) + 1
    names = {rep.id: rep.username for rep in store.reps(sorted(waiting))}
    for rep, number in waiting.items():
        what = f"{number} actions of {names.get(rep, rep)} wait for a person's word."
        yield Condition(Kind.HELD, rep, what, "syncline held shows them: let them go, or refuse them.")
