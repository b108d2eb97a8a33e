"""Whether another tool still syncs the same: Einstein Activity Capture, Lightning Sync, Salesforce for Outlook.

Two tools on one mailbox make doubles and undo each other's edits (SPEC 7.10). What Salesforce's API shows is looked up:
who is assigned to Einstein Activity Capture. The others are seen by their work alone: a record that Syncline has to put
right again and again is put wrong by somebody else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING

from syncline.connectors.errors import ConnectorError
from syncline.jobs.org_turn import in_force
from syncline.store.paging import journal_pages
from syncline.store.rows import Action, JournalFilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.jobs.connections import Connector
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow

SALESFORCE = "salesforce"
OFTEN = 3
"""How often in a day the same value has to be put into the same record to be suspicious: people do not insist so."""
_DAY = timedelta(days=1)
_MOST_ROWS = 5_000
_PAGE = 500


@dataclass(frozen=True, slots=True)
class OrgSeen:
    """What an org says of Einstein Activity Capture. `users` are all whom it syncs, `reps` those of ours among them."""

    org: str
    shown: bool = True
    """Whether it can be seen at all: it cannot where it is not enabled, or hidden from the integration user."""
    users: tuple[str, ...] = ()
    reps: tuple[str, ...] = ()
    code: str = ""
    """Why the org could not be asked, out of the catalogue."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A record into which Syncline put the same value again and again within a day."""

    rep: str
    collection: str
    side: str
    record: str
    times: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found. `clear` where nothing speaks for another tool at work."""

    orgs: tuple[OrgSeen, ...]
    rewritten: tuple[Rewritten, ...]

    @property
    def clear(self) -> bool:
        """Whether nothing was found, and everything could be asked."""
        return not self.rewritten and not any(one.reps or one.code for one in self.orgs)


def look(store: Store, connector: Connector, now: datetime) -> Found:
    """Ask every org, and the journal of the last day. Two requests an org; nothing is written."""
    rows = [row for row in store.connections() if row.kind == SALESFORCE]
    return Found(tuple(_org(store, connector, row) for row in rows), tuple(rewritten(store, now)))


def _org(store: Store, connector: Connector, row: ConnectionRow) -> OrgSeen:
    try:
        live = connector.org(row)
        try:
            users = live.captured()
        finally:
            live.close()
    except ConnectorError as error:
        return OrgSeen(row.name, shown=False, code=error.code)
    if users is None:
        return OrgSeen(row.name, shown=False)
    configurations = {one.name: one for one in store.configurations()}
    known = {rep.username.casefold() for rep in store.reps() if rep.org == row.name and in_force(rep, configurations)}
    return OrgSeen(row.name, users=tuple(users), reps=tuple(one for one in users if one.casefold() in known))


def rewritten(store: Store, now: datetime) -> list[Rewritten]:
    """Answer records into which the same value had to be put again and again in a day, the most often first."""
    most: Counter[tuple[str, str, str, str]] = Counter()
    for (spot, _field, _value), times in Counter(_puts(store, now)).items():
        most[spot] = max(most[spot], times)
    return [Rewritten(*spot, times=times) for spot, times in most.most_common() if times >= OFTEN]


def _puts(store: Store, now: datetime) -> Iterator[tuple[tuple[str, str, str, str], str, str]]:
    """Answer every value that was put somewhere, with the record and the field."""
    pages = journal_pages(store, only=JournalFilter(since=now - _DAY), size=_PAGE)
    for row in islice(chain.from_iterable(pages), _MOST_ROWS):
        spot = (row.rep, row.collection.value, row.side.value, row.record_id)
        if row.action is Action.UPDATE and not row.undoes:
            yield from ((spot, field, str(value)) for field, value in row.after.items())
