"""What a trial run did: the writes that it asked for, the pairs that it found, and what it left to people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from syncline.engine.asking import NOT_REPRESENTABLE
from syncline.jobs.preview.counting import BOTH_WAYS, Counting, Item
from syncline.jobs.report import rep_name
from syncline.records.words import Collection, Side, flow
from syncline.store.paging import live_pages
from syncline.store.rows import Hold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.jobs.preview.scratch import ScratchStore
    from syncline.jobs.preview.tape import Entry
    from syncline.records.link import Link
    from syncline.records.record import Values
    from syncline.store.port import Store
    from syncline.store.rows import RepRow

_ALL = 10**9


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rep's part of a trial run. `store` is the real one, `scratch` what the run left behind."""

    rep: RepRow
    scratch: ScratchStore
    store: Store
    entries: Sequence[Entry]

    def into(self, counting: Counting) -> None:
        """Count everything."""
        name = rep_name(self.rep)
        counting.open(name)
        for item in (*self._writes(), *self._matches(), *self._questions(), *self._held(), *self._failures()):
            counting.count(name, item)

    def problems(self) -> Iterator[dict[str, Any]]:
        """What stops the rep, or a collection of theirs, altogether."""
        for row in self.scratch.errors(rep=self.rep.id):
            if row.side is None:
                about = {"rep": rep_name(self.rep), "user": self.rep.username, "collection": row.collection}
                yield about | {"code": row.code, "message": row.message, "remedy": row.remedy}

    def _writes(self) -> Iterator[Item]:
        rows = self.scratch.journal(rep=self.rep.id, limit=_ALL)
        overwritten = {(row.collection, row.side, row.record_id): row.before for row in rows}
        for entry in self.entries:
            before = overwritten.get((entry.collection, entry.side, entry.record_id), {})
            fields = {label: {"before": before.get(label), "after": value} for label, value in entry.values.items()}
            way = flow(entry.side).value
            shown = fields if entry.action == "update" else {}
            yield Item(entry.collection, way, entry.action, entry.record_id, partial(self._of, entry), shown)

    def _matches(self) -> Iterator[Item]:
        """Pairs that were found, not made: links that the store does not have."""
        for collection in Collection:
            for links in live_pages(self.scratch, self.rep.id, collection):
                known = {link.id for link in self.store.links_by_id([link.id for link in links])}
                for link in links:
                    if link.made_on is None and link.id not in known:
                        yield Item(collection, BOTH_WAYS, "match", link.salesforce_id, partial(_base, link))

    def _questions(self) -> Iterator[Item]:
        for row in self.scratch.unresolved(rep=self.rep.id):
            action = "unrepresentable" if row.kind.startswith(NOT_REPRESENTABLE) else "unresolved"
            yield self._left(row.collection, row.side, row.record_id, action, row.kind.removeprefix(NOT_REPRESENTABLE))

    def _held(self) -> Iterator[Item]:
        for row in self.scratch.held(rep=self.rep.id):
            if row.state is Hold.HELD:
                side = row.side.other if row.action.startswith("delete") else row.side
                yield self._left(row.collection, side, row.record_id, "held", row.action, lies_on=row.side)

    def _failures(self) -> Iterator[Item]:
        for row in self.scratch.errors(rep=self.rep.id):
            if row.collection is not None and row.side is not None:
                yield self._left(row.collection, row.side, row.record_id, "failed", row.code)

    def _left(
        self, collection: Collection, source: Side, record_id: str, action: str, why: str, lies_on: Side | None = None
    ) -> Item:
        """Something that does not flow from `source`, with the reason."""
        values = partial(self._values, collection, lies_on or source, record_id)
        return Item(collection, flow(source.other).value, action, record_id, values, why=why)

    def _of(self, entry: Entry) -> Values:
        sent = {label: value for label, value in entry.values.items() if value is not None}
        return self._values(entry.collection, entry.side, entry.record_id) or sent

    def _values(self, collection: Collection, side: Side, record_id: str) -> Values:
        """What is known of a record: as it was seen, else as it was agreed."""
        for seen in self.scratch.sightings(self.rep.id, collection, side, [record_id]):
            if seen.record is not None:
                return seen.record.values
        links = self.scratch.links(self.rep.id, collection, side, [record_id])
        return links[0].base if links else {}


def _base(link: Link) -> Values:
    return link.base
