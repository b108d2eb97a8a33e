"""Mailboxes that are in step from the start: what first cycles leave behind, without the hours that ten thousand take.

People and records are made in the servers; links and cursors are written with the product's own types into its own
store. Nothing else: the first cycle of each mailbox that a worker runs afterwards is a real one - it signs in, asks for
the rep's permissions, looks at both folders and reads their changes since. Were anything wrong with the pairs, it would
write; `in_step` looks whether anything was written.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.support.cli_world import FOLDER

from syncline.connectors.exchange.cursor import Cursor
from syncline.connectors.exchange.items import search_trace
from syncline.connectors.mark import Mark
from syncline.jobs.orgs import pin
from syncline.planner.keys import identity_of, keys_of
from syncline.records.link import Link
from syncline.records.words import Collection, Side
from syncline.sandbox.changes import Position
from syncline.sandbox.clock import system_clock
from syncline.sandbox.exchange.state.item import ExtendedKey
from syncline.sandbox.exchange.sync_state import write_state
from syncline.store.changes import Changes
from syncline.store.opening import open_store
from syncline.store.rows import CursorRow, RepRow
from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from tests.support.plant import Plant

    from syncline.sandbox.exchange.direct import OpenMailbox
    from syncline.sandbox.exchange.state.folder import Folder
    from syncline.sandbox.exchange.state.item import Item
    from syncline.sandbox.salesforce.person import Person
    from syncline.store.port import Store

PAIRS = 3
"""Of each mailbox: two contacts and an event."""
_ORG, _MAIL, _CONFIGURATION = "acme", "mail", "Sales"
_MARKED = ExtendedKey("5c8f3d0e-7a41-4c6b-9d27-1e0b6f4a8c53", "SynclineFolder", "String")
_TOGETHER = 500
_ZONE = "Europe/Berlin"


class Seeding:
    """Makes mailboxes of one plant, whose set-up was applied and on which nobody works yet."""

    def __init__(self, works: Plant, every: float) -> None:
        """`every` is the pace in seconds at which they begin: that of somebody with whom nothing happens."""
        self._works = works
        self._every = every
        self._mark = Mark(works.installation, works.world.org.id)
        self._now = system_clock()

    def run(self, mailboxes: int) -> None:
        """Add this many mailboxes with everything in them, in step; everybody's turn is due at once."""
        folder = self._works.base / "seeding"
        with open_store(folder, self._works.url, self._works.key) as store:
            pin(store, _ORG, self._works.world.org.id)  # as its first reading does, which no cycle comes before
            for start in range(0, mailboxes, _TOGETHER):
                self._some(store, range(start, min(start + _TOGETHER, mailboxes)))

    def _some(self, store: Store, numbers: range) -> None:
        changes = Changes()
        reps = [self._one(address_of(number), changes) for number in numbers]
        store.commit(changes)
        store.add_turns(Turn(Whose.REP, rep, self._now, self._every) for rep in reps)

    def _one(self, address: str, changes: Changes) -> str:
        world = self._works.world
        world.org.add_user(address, last_name=address.partition("@")[0].title())
        person, mailbox = world.org.as_user(address), world.exchange.add_mailbox(address, "geheim")
        rep = RepRow(f"{_ORG}/{address}", _ORG, _MAIL, address, _CONFIGURATION, address, user_id=person.id, zone=_ZONE)
        changes.reps.append(rep)
        folder, calendar = mailbox.make_folder(FOLDER), mailbox.well_known("calendar")
        for _ in range(PAIRS - 1):
            changes.links.append(self._contact(rep, mailbox, folder, person))
        changes.links.append(self._event(rep, mailbox, person))
        folder.extended[_MARKED], calendar.extended[_MARKED] = self._mark.text(), self._mark.calendar_text()
        for collection, where in ((Collection.CONTACTS, folder), (Collection.EVENTS, calendar)):
            changes.cursors.append(CursorRow(rep.id, collection, Side.MAILBOX, _cursor(where), complete=True))
        changes.cursors.append(CursorRow(rep.id, Collection.CONTACTS, Side.SALESFORCE, "done", complete=True))
        return rep.id

    def _contact(self, rep: RepRow, mailbox: OpenMailbox, folder: Folder, person: Person) -> Link:
        faker = self._works.world.faker
        values = {"GivenName": faker.first_name(), "Surname": faker.last_name(), "EmailAddress1": faker.email()}
        card = {"GivenName": values["GivenName"], "Surname": values["Surname"]}
        item = mailbox.create_contact(
            {**card, "EmailAddresses": {"EmailAddress1": values["EmailAddress1"]}}, folder=folder
        )
        row = {"FirstName": values["GivenName"], "LastName": values["Surname"], "Email": values["EmailAddress1"]}
        return _link(rep, Collection.CONTACTS, item, person, person.create("Contact", row), values)

    def _event(self, rep: RepRow, mailbox: OpenMailbox, person: Person) -> Link:
        start = (self._now + timedelta(days=1)).replace(microsecond=0, tzinfo=None)
        end, subject = start + timedelta(hours=1), self._works.world.faker.sentence()
        item = mailbox.create_event(subject, start, end)
        values = {
            "Subject": subject, "Start": f"{start.isoformat()}@UTC", "End": f"{end.isoformat()}@UTC",
            "LegacyFreeBusyStatus": "Busy", "ReminderMinutesBeforeStart": 15,
        }  # fmt: skip
        row = {"Subject": subject, "StartDateTime": f"{start.isoformat()}Z", "EndDateTime": f"{end.isoformat()}Z"}
        return _link(rep, Collection.EVENTS, item, person, person.create("Event", row), values)


def address_of(number: int) -> str:
    """The address of a seeded mailbox."""
    return f"seeded{number}@acme.example"


def in_step(works: Plant, mailboxes: int) -> bool:
    """Whether nothing was written, nothing failed and nothing waits."""
    tables = ("link", "sighting", "error", "journal", "unresolved")
    counted = ", ".join(f"(SELECT count(*) FROM store_{table})" for table in tables)  # noqa: S608 - our own names
    records = works.world.counts("Contact") + works.world.counts("Event")
    return works.ask(f"SELECT {counted}")[0] == (PAIRS * mailboxes, 0, 0, 0, 0) and records == PAIRS * mailboxes


def _cursor(folder: Folder) -> str:
    """Where reading of a folder stands once everything in it was read. Without a tag: the next cycle reads on."""
    top = len(folder.log)
    parent = folder.parent.id if folder.parent is not None else ""
    return Cursor(folder.id, parent, write_state(Position(top, top), folder.mailbox, folder.number)).text()


def _link(rep: RepRow, collection: Collection, item: Item, person: Person, record: str, values: dict[str, Any]) -> Link:
    return Link(
        f"{collection}:{record}",
        rep.id,
        collection,
        record,
        item.id,
        base=values,
        salesforce_version=str(person.get(record)["SystemModstamp"]),
        mailbox_version=item.change_key,
        trace=search_trace(item.search_key),
        made_on=Side.SALESFORCE,
        owner=rep.user_id,
        keys=identity_of(collection, keys_of(collection, values)),
    )
