"""One pair, or one newcomer, between two sides in memory; what people and servers may do to it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Whereabouts
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import IN_PROGRESS
from tests.support.world import REP, World

if TYPE_CHECKING:
    from syncline.records.link import Link
    from syncline.records.record import Record, Value, Values
    from tests.support.memory_sides import Shelf

OTHER_OWNER = "005000000000009AAA"
ANN: dict[str, Value] = {
    "GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example", "JobTitle": "old",
}  # fmt: skip
TALK: dict[str, Value] = {
    "Subject": "Talk", "Location": "old", "Start": "2026-03-03T14:00:00@Europe/Berlin",
    "End": "2026-03-03T15:00:00@Europe/Berlin",
}  # fmt: skip
PAST: dict[str, Value | None] = {
    "Start": "2026-02-20T14:00:00@Europe/Berlin", "End": "2026-02-20T15:00:00@Europe/Berlin",
}  # fmt: skip
FUTURE: dict[str, Value | None] = {
    "Start": "2029-02-20T14:00:00@Europe/Berlin", "End": "2029-02-20T15:00:00@Europe/Berlin",
}  # fmt: skip


@dataclass(slots=True)
class Scene:
    """A world and the ids of the records that a state is about (empty: there is none)."""

    world: World
    collection: Collection
    theirs: str = ""
    mine: str = ""
    trace: str | None = None
    """What stays with the mailbox record when it is moved."""

    @property
    def values(self) -> dict[str, Value]:
        return ANN if self.collection is Collection.CONTACTS else TALK

    @property
    def telling(self) -> str:
        """The field by whose value the table tells who won."""
        return "JobTitle" if self.collection is Collection.CONTACTS else "Location"

    def told(self, values: Values) -> str:
        """What the table says of a record: the value of one field tells whose won."""
        return str(values.get(self.telling, "empty"))

    def shelf(self, side: Side) -> Shelf:
        return self.world.shelf(side, self.collection)

    def record(self, side: Side, record_id: str) -> Record | None:
        """What a link knows by this id."""
        return self.shelf(side).records.get(record_id)

    def put_in_salesforce(self, values: dict[str, Value], owner: str = "", again: str = "") -> str:
        """Save a record; `again` is the id of one that is undeleted."""
        shelf = self.shelf(Side.SALESFORCE)
        record = shelf.put(values, owner=owner or self.world.org.user_id)
        if again:
            shelf.records[again] = structs.replace(shelf.records.pop(record.id), id=again)
            shelf.log[-1] = again
        return again or record.id

    def put_in_mailbox(self, values: dict[str, Value], trace: str | None = None) -> str:
        facts = {"uid": "uid-talk"} if self.collection is Collection.EVENTS else {}
        record = self.shelf(Side.MAILBOX).put(values, **facts)
        if trace is not None:
            self.shelf(Side.MAILBOX).records[record.id] = structs.replace(record, trace=trace)
        return record.id

    def in_step(self, first_in: Side) -> None:
        """Let the pair be made and come in step."""
        if first_in is Side.MAILBOX:
            self.put_in_mailbox(dict(self.values))
        else:
            self.put_in_salesforce(dict(self.values))
        self.world.converge()
        (link,) = self.world.links(self.collection)
        self.theirs, self.mine = link.salesforce_id, link.mailbox_id

    def replace(self, side: Side, **facts: object) -> None:
        """Save a record with other facts about it; its values stay."""
        record_id = self.theirs if side is Side.SALESFORCE else self.mine
        record: Record = self.shelf(side).edit(record_id, {})
        self.shelf(side).records[record_id] = structs.replace(record, **facts)

    def lose_silently(self, side: Side, where: Whereabouts = Whereabouts.UNKNOWN) -> None:
        """Let a record go without a tombstone, and let the side be listed as a whole again."""
        record_id = self.theirs if side is Side.SALESFORCE else self.mine
        shelf = self.shelf(side)
        del shelf.records[record_id]
        shelf.where[record_id] = where
        rows = [row for row in self.world.store.cursors(REP) if (row.side, row.collection) == (side, self.collection)]
        self.world.store.commit(Changes(cursors=[dataclasses.replace(row, cursor="", complete=False) for row in rows]))

    def reset(self) -> None:
        """A person resets the rep: live links and cursors go, ended links stay."""
        self.world.store.commit(Changes(reps=[dataclasses.replace(self.world.rep, reset=IN_PROGRESS)]))
        self.world.store.reset(REP)

    def link(self) -> Link | None:
        """The link of the pair, live or ended; the live one if there are several."""
        found: dict[str, Link] = {}
        for side, record_id in ((Side.SALESFORCE, self.theirs), (Side.MAILBOX, self.mine)):
            rows = self.world.store.links(REP, self.collection, side, [record_id]) if record_id else []
            found.update({link.id: link for link in rows})
        links = sorted(found.values(), key=lambda link: link.live)
        return links[-1] if links else None
