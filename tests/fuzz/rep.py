"""One rep's sync in plain dicts: links, what is parked, and what is unsettled of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.connectors.port import Whereabouts
from syncline.planner.belonging import Belonging
from syncline.planner.revival import stayed_in_folder
from syncline.records.words import Direction, Gone, Side

if TYPE_CHECKING:
    from syncline.planner.policy import Rules, Ties
    from syncline.records.link import Link
    from syncline.records.record import Record
    from tests.fuzz.place import Ground, Place

_GONE = {Whereabouts.DELETED: Gone.DELETED, Whereabouts.ELSEWHERE: Gone.MOVED, Whereabouts.UNKNOWN: Gone.UNKNOWN}


@dataclass(slots=True)
class Rep:
    """What the store keeps for a rep."""

    number: int
    ground: Ground
    rules: Rules
    ties: Ties
    wide: bool
    links: dict[str, Link] = field(default_factory=dict)
    holders: dict[str, dict[str, None]] = field(default_factory=dict)
    """Ids of the links that ever held a record, by its id, in the order in which they came."""
    parked: dict[str, str] = field(default_factory=dict)
    """Versions of newcomers that wait until they change: a person is asked, or the direction forbids them."""

    @property
    def org(self) -> Place:
        return self.ground.places[0]

    @property
    def folder(self) -> Place:
        return self.ground.places[self.number]

    @property
    def belonging(self) -> Belonging:
        return Belonging(self.ground.user(self.number), own_records_only=not self.wide)

    def records(self, side: Side) -> dict[str, Record]:
        return (self.org if side is Side.SALESFORCE else self.folder).shelf.records

    def visible(self, record_id: str) -> Record | None:
        """A Salesforce record as this rep may read it."""
        return None if record_id in self.ground.hidden[self.number] else self.records(Side.SALESFORCE).get(record_id)

    def keep(self, link: Link) -> None:
        """Add a link, or replace it."""
        self.links[link.id] = link
        for record_id in (link.salesforce_id, link.mailbox_id):
            self.holders.setdefault(record_id, {})[link.id] = None

    def holding(self, side: Side, record_id: str) -> list[Link]:
        """Links, live and ended, with one of these records."""
        ids = self.holders.get(record_id)
        return [link for one in ids if (link := self.links[one]).record_id(side) == record_id] if ids else []

    def live(self, side: Side, record_id: str) -> Link | None:
        return next((link for link in self.holding(side, record_id) if link.live), None)

    # --- what is unsettled ---------------------------------------------------------------------------------------

    def unsettled(self, side: Side) -> list[str]:
        """Ids of what there is to be planned on one side, in the order in which it lies there."""
        mailbox = side is Side.MAILBOX
        new = [one.id for one in self.records(side).values() if self._new(side, one)]
        gone = [
            link.record_id(side)
            for link in self.links.values()
            if link.live and (self._left(link) if mailbox else self._gone_there(link)) is not None
        ]
        return list(dict.fromkeys([*new, *gone]))

    def _new(self, side: Side, record: Record) -> bool:
        links = self.holding(side, record.id)
        if not links:
            parked = self.parked.get(record.id) == record.version
            if parked and not (side is Side.MAILBOX and self._successor(record)):
                return False
            return self._concerns(side, record)
        live = [link for link in links if link.live]
        if live:
            return self.changed(side, live[0]) is not None
        return all(link.version(side) != record.version for link in links)

    def _concerns(self, side: Side, record: Record) -> bool:
        if side is Side.MAILBOX:
            return True
        writes = self.rules.direction.may_write(Side.MAILBOX)
        return writes and record.id not in self.ground.hidden[self.number] and self.belonging.qualifies(record)

    def half(self, side: Side, link: Link) -> Record | Gone | None:
        """What is unsettled of one half of a live pair."""
        gone = self._left(link) if side is Side.MAILBOX else self._gone_there(link)
        return gone or self.changed(side, link)

    def changed(self, side: Side, link: Link) -> Record | None:
        """A half that is there in another version than was settled."""
        record = self.records(side).get(link.record_id(side))
        if record is None or record.version == link.version(side):
            return None
        if side is Side.MAILBOX:
            return record
        owned = bool(record.owner and link.owner and record.owner != link.owner)
        flows = self.rules.direction is not Direction.TO_SALESFORCE or owned
        return record if flows and record.id not in self.ground.hidden[self.number] else None

    def _left(self, link: Link) -> Gone | None:
        if link.mailbox_id in self.folder.shelf.records:
            return None
        where = self.folder.shelf.whereabouts(link.mailbox_id, link.trace)
        if where is Whereabouts.HERE and self._others(link):
            return Gone.UNKNOWN
        return _GONE.get(where)

    def _others(self, link: Link) -> bool:
        """Whether a record of another pair bears this one's trace: a copy, which is not the record itself."""
        others = [one for one in self.links.values() if one.trace == link.trace and one.id != link.id]
        return any(one.live or stayed_in_folder(one) for one in others)

    def _successor(self, record: Record) -> bool:
        """Whether a parked copy is all that is left of a linked record."""
        return any(link.live and link.trace in record.traces and self._moved(link) for link in self.links.values())

    def _moved(self, link: Link) -> bool:
        return link.mailbox_id not in self.folder.shelf.records and self._left(link) is None

    def _gone_there(self, link: Link) -> Gone | None:
        record_id = link.salesforce_id
        record = self.org.shelf.records.get(record_id)
        if record is None:
            return Gone.MERGED if record_id in self.ground.masters else Gone.DELETED
        hidden = record_id in self.ground.hidden[self.number]
        owned = bool(record.owner and link.owner and record.owner != link.owner)
        told = record.version != link.salesforce_version
        flows = self.rules.direction is not Direction.TO_SALESFORCE or owned
        return Gone.UNKNOWN if hidden and told and flows else None
