"""Consume what the feed left for a rep: read the values as the rep, once, and turn them into sightings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import EVENT_RELATION, ItemError
from syncline.engine.renaming import ACCOUNT, stand_by_the_rep
from syncline.engine.report import error_row
from syncline.engine.sight import sighting_of, unread
from syncline.records.record import Record
from syncline.records.words import Collection, Direction, Gone, Side
from syncline.store.changes import Changes
from syncline.store.rows import InboxRow, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link

NAMES = {
    Collection.CONTACTS: frozenset({"Contact", ACCOUNT}),
    Collection.EVENTS: frozenset({"Event", EVENT_RELATION}),
}
_OF_A_PART = frozenset({ACCOUNT, EVENT_RELATION})
"""Rows that tell of what hangs on a record: its own row tells more, and alone that it is gone."""
PAGE = 2000
"""Rows taken at once: as many records as one Salesforce request reads."""


def consume(run: CollectionRun) -> None:
    """Take over every inbox row of the collection."""
    while rows := _waiting(run):
        run.store.commit(_take_over(run, rows))
        run.progress(f"reading {run.collection} from salesforce", len(rows))


def disregard(run: CollectionRun) -> None:
    """Drop what the feed says about records that no pair holds, of a collection that does not sync.

    It would pile up in front of the other collection's rows. What is listed when the collection is switched on tells
    it all the same; that listing starts anew. The word about linked records stays.
    """
    while rows := _unlinked(run, _waiting(run)):
        listed = [row for row in run.store.cursors(run.rep.id) if row.collection is run.collection]
        void = [replace(row, cursor="", complete=False) for row in listed if row.side is Side.SALESFORCE]
        run.store.commit(Changes(consumed=rows, cursors=void))


def _unlinked(run: CollectionRun, rows: Sequence[InboxRow]) -> list[InboxRow]:
    ids = [row.record_id for row in rows]
    links = run.store.links(run.rep.id, run.collection, Side.SALESFORCE, ids)
    linked = {link.salesforce_id for link in links if link.live}
    return [row for row in rows if row.record_id not in linked]


def _waiting(run: CollectionRun) -> list[InboxRow]:
    """Answer the oldest rows of the collection, however many of the other one lie before them."""
    limit = PAGE
    while True:
        lying = run.store.inbox(run.rep.id, limit)
        rows = [row for row in lying if row.name in NAMES[run.collection]]
        if rows or len(lying) < limit:
            return rows
        limit *= 2


def _take_over(run: CollectionRun, rows: Sequence[InboxRow]) -> Changes:
    renamed = [row for row in rows if row.name == ACCOUNT]
    newest = {row.record_id: row for row in sorted(rows, key=lambda row: row.name not in _OF_A_PART)}
    found = run.store.links(run.rep.id, run.collection, Side.SALESFORCE, list(newest))
    links = {link.salesforce_id: link for link in sorted(found, key=lambda link: link.live)}
    masters = frozenset(row.master for row in rows if row.master and row.record_id in links)
    intake = _Intake(run, Changes(consumed=list(rows)), masters, _announced(run, newest.values()))
    for row in newest.values():
        intake.sort(row, links.get(row.record_id))
    intake.read()
    stand_by_the_rep(run, [link for row in renamed if (link := links.get(row.record_id))], intake.changes)
    return intake.changes


def _announced(run: CollectionRun, rows: Iterable[InboxRow]) -> frozenset[str]:
    """Answer the records of which a copy was announced and nobody knows yet whether it was made."""
    if not any(row.deleted for row in rows):
        return frozenset()
    intents = run.store.intents(run.rep.id, run.collection)
    return frozenset(row.source_id for row in intents if row.side is Side.MAILBOX)


@dataclass(slots=True)
class _Intake:
    run: CollectionRun
    changes: Changes
    masters: frozenset[str]
    """Records that linked ones were merged into: their links will follow, so they are not new."""
    announced: frozenset[str]
    """Records whose copies are still looked for: what became of them counts for the pair that there may be."""
    wanted: list[InboxRow] = field(default_factory=list)

    def sort(self, row: InboxRow, link: Link | None) -> None:
        """Decide whether a row needs reading, tells everything by itself, or tells nothing new."""
        if row.deleted:
            self._deleted(row, link)
        elif row.name == ACCOUNT:
            if link is not None and link.live and self._flows(link, row):
                self.wanted.append(row)
        elif link is None:
            if self._qualifies(row) and row.record_id not in self.masters:
                self.wanted.append(row)
        elif self._flows(link, row) or not link.live:
            self.wanted.append(row)
        else:  # somebody's edit of a target: it is read before anything is written over it
            self.changes.links.append(structs.replace(link, salesforce_version=""))

    def _deleted(self, row: InboxRow, link: Link | None) -> None:
        live = link is not None and link.live
        # What a linked record was merged into, and is deleted since: the link that follows will ask for it.
        if live or row.record_id in self.announced or row.record_id in self.masters:
            self.changes.sightings.append(self._gone(row, Gone.MERGED if row.master else Gone.DELETED))
        else:
            self.changes.forget(self.run.spot(Side.SALESFORCE, row.record_id))

    def _gone(self, row: InboxRow, gone: Gone) -> Sighting:
        run = self.run
        return Sighting(
            *run.spot(Side.SALESFORCE, row.record_id),
            gone=gone,
            due=run.now,
            master=row.master,
            owner=row.owner,
        )

    def _qualifies(self, row: InboxRow) -> bool:
        """Whether a record that is not linked may be new to this rep's mailbox."""
        run = self.run
        if not run.rules.direction.may_write(Side.MAILBOX):
            return False
        return not run.own_records_only or row.owner == run.rep.user_id

    def _flows(self, link: Link, row: InboxRow) -> bool:
        """Whether an edit in Salesforce matters: not where it is only a target, unless the record changed hands.

        What is overwritten on a target is read in the same request that overwrites it.
        """
        to_salesforce = self.run.rules.direction is Direction.TO_SALESFORCE
        return not to_salesforce or bool(row.owner and link.owner and row.owner != link.owner)

    def read(self) -> None:
        """Read the wanted records as the rep."""
        run = self.run
        if not self.wanted:
            return
        answers = run.org.read(run.collection, [row.record_id for row in self.wanted])
        for row, answer in zip(self.wanted, answers, strict=True):
            if isinstance(answer, Record):
                self.changes.sightings.append(sighting_of(run, Side.SALESFORCE, answer))
            elif isinstance(answer, ItemError):
                self.changes.sightings.append(unread(run, Side.SALESFORCE, row.record_id, answer))
                self.changes.errors.append(error_row(run, Side.SALESFORCE, row.record_id, answer))
                run.tally.count(Side.MAILBOX, "failed")
            elif row.name != EVENT_RELATION:
                self.changes.sightings.append(self._gone(row, Gone.UNKNOWN))
