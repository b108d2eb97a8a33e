"""One look at both sides, as they are now: what the store does not know yet, or cannot know. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.connectors.port import Missing, Trail, Whereabouts
from syncline.jobs.connections import Connections
from syncline.jobs.orgs import org_state
from syncline.jobs.why.known import MOST, means, public
from syncline.jobs.why.named import CONTACT_PREFIX, EVENT_PREFIX, is_salesforce_id
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.records.candidate import name_of
from syncline.records.record import Record
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.port import ItemError, Mailbox, Org
    from syncline.jobs.connections import Connector
    from syncline.jobs.why.known import Case
    from syncline.jobs.why.named import Named
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow

_PREFIXES = {CONTACT_PREFIX: Collection.CONTACTS, EVENT_PREFIX: Collection.EVENTS}
_MOST_READ = 100
_OTHER_KIND = frozenset({"not_a_contact", "not_an_event"})
"""What a mailbox answers of an item that was asked for as a contact or an event and is neither."""


@dataclass(slots=True)
class Look:
    """What was found. Keys are collection, side and id."""

    records: dict[tuple[Collection, Side, str], Record] = field(default_factory=dict)
    missing: set[tuple[Collection, Side, str]] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    """Salesforce ids of what exists and is not shown to the rep."""
    where: dict[tuple[Collection, str], Whereabouts] = field(default_factory=dict)
    shared: dict[Collection, frozenset[str]] = field(default_factory=dict)
    """The fields that both sides can hold, of collections in which a pair was looked at."""
    whole: set[Collection] = field(default_factory=set)
    """Collections of which the mailbox told everything that is new."""


def look(
    store: Store, connector: Connector, rep: RepRow, configuration: ConfigurationRow, named: Named,
    cases: Sequence[Case], *, own: bool,
) -> Look:  # fmt: skip
    """Look at the pairs that are known, and for what is not. A handful of requests. Raises `ConnectorError`.

    Without `own`, words find no private event that is new.
    """
    rows = {row.name: row for row in store.connections()}
    connections = Connections(rows, connector)
    try:
        contacts, events = contact_policy(configuration.settings), event_policy(configuration.settings)
        org_ids = (rows[rep.org].org_id, *org_state(store, rep.org).former)
        mailbox, org = connections.open(store, rep, contacts, events, org_ids)
        return _Looking(store, rep, mailbox, org, own).run(named, cases)
    finally:
        connections.close()


@dataclass(slots=True)
class _Looking:
    store: Store
    rep: RepRow
    mailbox: Mailbox
    org: Org
    own: bool
    found: Look = field(default_factory=Look)

    def run(self, named: Named, cases: Sequence[Case]) -> Look:
        for collection in Collection:
            self._arrivals(collection, named)
            if any(one.collection is collection and one.link for one in cases):
                can = (self.org.capabilities(collection), self.mailbox.capabilities(collection))
                self.found.shared[collection] = frozenset(can[0]).intersection(can[1])
            ids = [one.record_id(Side.SALESFORCE) for one in cases if one.collection is collection]
            self._salesforce(collection, [*ids, *_of_kind(named, collection)])
            self._mailbox(collection, [one.record_id(Side.MAILBOX) for one in cases if one.collection is collection])
        if not cases:
            self._by_name(named)
            self._strange(named)
        return self.found

    def _salesforce(self, collection: Collection, ids: Sequence[str]) -> None:
        wanted = list(dict.fromkeys(one for one in ids if one))
        answers = self.org.read(collection, wanted) if wanted else []
        lost = self._keep(collection, Side.SALESFORCE, wanted, answers)
        self.found.hidden |= self.org.existing(collection, lost) if lost else set()

    def _mailbox(self, collection: Collection, ids: Sequence[str]) -> None:
        wanted = list(dict.fromkeys(one for one in ids if one))
        answers = self.mailbox.read(collection, wanted) if wanted else []
        self._keep(collection, Side.MAILBOX, wanted, answers)

    def _keep(
        self, collection: Collection, side: Side, ids: Sequence[str], answers: Sequence[Record | Missing | ItemError]
    ) -> list[str]:
        """Note answers; answers the ids of what is missing."""
        lost = []
        for one, answer in zip(ids, answers, strict=True):
            if isinstance(answer, Record):
                self.found.records[collection, side, one] = answer
            elif isinstance(answer, Missing):
                self.found.missing.add((collection, side, one))
                lost.append(one)
        return lost

    def _arrivals(self, collection: Collection, named: Named) -> None:
        """Read what the mailbox tells since it was last read: one page."""
        rows = self.store.cursors(self.rep.id)
        mine = [row for row in rows if row.collection is collection and row.side is Side.MAILBOX]
        if not mine or not mine[0].cursor:
            return
        page = self.mailbox.changes(collection, mine[0].cursor)
        ids = [one.id for one in page.mentions][:_MOST_READ]
        read = self.mailbox.read(collection, ids) if ids else []
        for record in (*page.records, *(one for one in read if isinstance(one, Record))):
            values = public(record.values) if self.own else record.values
            if record.id in named.ids or means(name_of(collection, values), named.words):
                self.found.records[collection, Side.MAILBOX, record.id] = record
        if mine[0].complete and not page.more and len(page.mentions) <= _MOST_READ:
            self.found.whole.add(collection)

    def _by_name(self, named: Named) -> None:
        """Look for contacts that the rep sees in Salesforce: by address, or by first and last name."""
        probes = list(_probes(named))
        found = self.org.find(Collection.CONTACTS, probes) if probes else []
        meant = [one for one in found if named.address or means(name_of(Collection.CONTACTS, one.values), named.words)]
        # Only what is read by its id tells whether the configuration takes it.
        self._salesforce(Collection.CONTACTS, [one.id for one in meant][:MOST])

    def _strange(self, named: Named) -> None:
        """Look where in the mailbox something is whose id was named."""
        for one in named.ids:
            for collection in () if is_salesforce_id(one) else Collection:
                self._mailbox(collection, [one])
                record = self.found.records.get((collection, Side.MAILBOX, one))
                if record is not None and record.not_representable in _OTHER_KIND:
                    del self.found.records[collection, Side.MAILBOX, one]
                elif record is not None:
                    self.found.where[collection, one] = self.mailbox.locate(collection, [Trail(one, record.trace)])[0]


def _of_kind(named: Named, collection: Collection) -> Iterator[str]:
    if _PREFIXES.get(named.salesforce_id[:3]) is collection:
        yield named.salesforce_id


def _probes(named: Named) -> Iterator[Record]:
    if named.address:
        yield Record("", "", {"EmailAddress1": named.address})
    elif named.words:
        *first, last = named.words
        yield Record("", "", {"GivenName": " ".join(first), "Surname": last} if first else {"Surname": last})
