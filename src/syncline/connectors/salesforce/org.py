"""A rep's view of the org: the port's `Org`, one operation a line."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.connectors.salesforce import listing, made, own_fields, reading, relating, whole
from syncline.connectors.salesforce.accounts import Accounts
from syncline.connectors.salesforce.acquainted import acquainted
from syncline.connectors.salesforce.capacity import capabilities
from syncline.connectors.salesforce.contact_shape import ContactShape
from syncline.connectors.salesforce.creating import Creating
from syncline.connectors.salesforce.deleting import Deleting
from syncline.connectors.salesforce.desk import Desk
from syncline.connectors.salesforce.event_shape import EventShape
from syncline.connectors.salesforce.existing import existing
from syncline.connectors.salesforce.finding import find
from syncline.connectors.salesforce.invitees import Invitees
from syncline.connectors.salesforce.making_series import MakingSeries
from syncline.connectors.salesforce.mapping import field_map
from syncline.connectors.salesforce.people import People
from syncline.connectors.salesforce.questions import questions
from syncline.connectors.salesforce.restoring import Restoring
from syncline.connectors.salesforce.rights import Rights
from syncline.connectors.salesforce.updating import Updating
from syncline.connectors.salesforce.young import aged
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from syncline.connectors.port import (
        Acquaintance,
        Conflict,
        Draft,
        Edit,
        Intent,
        ItemError,
        Lost,
        Mention,
        Missing,
        Page,
        Relation,
        Written,
    )
    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.person import Person
    from syncline.connectors.salesforce.shape import Shape
    from syncline.planner.policy import ContactPolicy, EventPolicy
    from syncline.records.capability import Capabilities
    from syncline.records.record import Record, Values


class SalesforceOrg:
    """One rep's records, for one cycle. Everything is read and written as the rep."""

    def __init__(
        self,
        client: Client,
        integration: Client,
        describes: Describes,
        seen: Describes,
        user: Person,
        contacts: ContactPolicy,
        events: EventPolicy,
        *,
        person_accounts: bool,
    ) -> None:
        """`integration` and `describes` are the integration user's, for what is the same for everybody.

        `seen` is the rep's own description of the org.
        """
        self._integration = integration
        self._directions = {Collection.CONTACTS: contacts.direction, Collection.EVENTS: events.direction}
        accounts = Accounts(client, person_accounts=person_accounts)
        self._desk = Desk(client, user.id, contacts, accounts, describes, People(client), person_accounts, events)
        self._rights = Rights(seen, contacts, events, person_accounts=person_accounts)
        self._seen = seen
        self._attendees = events.attendees
        self._events: EventShape | None = None
        contact_map = field_map(Collection.CONTACTS, contacts.mapping, lambda: describes.fields("Contact"))
        event_map = field_map(Collection.EVENTS, events.mapping, lambda: describes.fields("Event"))
        self._unmarked = EventShape(event_map, user.id, user.zone)
        self._shapes: Mapping[Collection, Shape] = MappingProxyType(
            {
                Collection.CONTACTS: ContactShape(
                    contact_map, user.id, owned=self._desk.owned, person_accounts=person_accounts
                ),
                Collection.EVENTS: self._unmarked,
            }
        )

    @property
    def side(self) -> Side:
        """See `Endpoint`."""
        return Side.SALESFORCE

    def clock_offset(self) -> timedelta:
        """See `Endpoint`."""
        return self._desk.client.offset

    def capabilities(self, collection: Collection) -> Capabilities:
        """See `Endpoint`. Asks describe once per process, and only where a mapping differs from the defaults."""
        writes = self._directions[collection].may_write(Side.SALESFORCE)
        invited = collection is Collection.EVENTS and self._attendees
        return capabilities(self._desk.describes, self._shapes[collection], writes=writes, attendees=invited)

    def _shape(self, collection: Collection) -> Shape:
        """Answer the shape for records themselves. Asks once whether the org has our own fields on events."""
        return self._event_shape() if collection is Collection.EVENTS else self._shapes[collection]

    def _event_shape(self) -> EventShape:
        if self._events is None:
            keyed = own_fields.usable(self._desk.describes, self._seen)
            invitees = Invitees.of(self._desk.describes) if self._attendees else None
            self._events = replace(self._unmarked, keyed=keyed, invitees=invitees)
        return self._events

    def check(self, collection: Collection) -> None:
        """See `Org`. One request for both collections of a cycle."""
        self._rights.check(collection)

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """See `Endpoint`."""
        page = listing.page(self._desk, self._shapes[collection], cursor)
        return replace(page, records=tuple(aged(self._desk.client, record) for record in page.records))

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """See `Endpoint`. One request for 2,000 records, for 800 where the configuration has a filter."""
        answers = reading.read(self._desk, self._shape(collection), ids)
        return [aged(self._desk.client, answer) for answer in answers]

    def whole(self, collection: Collection, ids: Sequence[str]) -> list[str | Missing | ItemError]:
        """See `Endpoint`. One request for 1,000 records."""
        return whole.whole(self._desk, self._shape(collection), ids)

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        """See `Endpoint`. One request for 200 records, and one more where companies have to be looked up."""
        return self._rights.explain(collection, Creating(self._desk, self._shape(collection)).run(drafts))

    def update(self, collection: Collection, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        """See `Endpoint`. One request for 200 records, and one more where companies have to be looked up."""
        return self._rights.explain(collection, Updating(self._desk, self._shape(collection)).run(edits))

    def delete(
        self, collection: Collection, targets: Sequence[Mention]
    ) -> list[Written | Conflict | Missing | ItemError]:
        """See `Endpoint`. One request for 200 records."""
        return self._rights.explain(collection, Deleting(self._desk, self._shape(collection)).run(targets))

    def restore(self, collection: Collection, losts: Sequence[Lost]) -> list[Written | ItemError]:
        """See `Endpoint`. A few requests for 200 records; what is made anew has a new id."""
        shape = self._shape(collection)
        return Restoring(self._desk, shape, self.capabilities(collection)).run(losts)

    def made(self, collection: Collection, intents: Sequence[Intent]) -> dict[str, Record]:
        """See `Endpoint`. An equal record that is linked already may be answered: the caller knows its links."""
        shape = self._shape(collection)
        return made.made(self._desk, shape, self.capabilities(collection), intents)

    def unfit(self, series: Values) -> str | None:
        """See `MakesSeries`. Asks the rep's own describe once."""
        return MakingSeries(self._desk, self._event_shape(), self._seen).unfit(series)

    def make_series(self, drafts: Sequence[Draft]) -> list[ItemError | None]:
        """See `MakesSeries`. One request for 10 series."""
        return MakingSeries(self._desk, self._event_shape(), self._seen).make(drafts)

    def series_made(self, several: Sequence[Values]) -> list[list[Record]]:
        """See `MakesSeries`. One request for some hundred series."""
        found = MakingSeries(self._desk, self._event_shape(), self._seen).made(several)
        return [[aged(self._desk.client, record) for record in one] for one in found]

    def relate(
        self, collection: Collection, relations: Sequence[Relation]
    ) -> list[Written | Conflict | Missing | ItemError]:
        """See `Org`. One request for 200 records, for events two, and one more where leads are among them."""
        return relating.relate(self._desk, self._shape(collection), relations)

    def questions(self, collection: Collection, made: Mapping[str, Draft]) -> list[Written]:
        """See `Org`. None or two requests."""
        return questions(self._desk, self._shapes[collection], made)

    def acquainted(self, addresses: Sequence[str]) -> list[Acquaintance]:
        """See `Org`. One request for 200 addresses."""
        return acquainted(self._desk.client, addresses)

    def accounts(self, names: Sequence[str]) -> dict[str, str]:
        """See `Org`. One request for 200 names."""
        self._desk.accounts.learn(names)
        return {name: account for name in names if (account := self._desk.accounts.account(name))}

    def existing(self, collection: Collection, ids: Sequence[str]) -> set[str]:
        """See `Org`. One request for 2,000 ids."""
        return existing(self._integration, self._shapes[collection].sobject, ids)

    def find(self, collection: Collection, probes: Sequence[Record]) -> list[Record]:
        """See `Org`."""
        return [aged(self._desk.client, record) for record in find(self._desk, self._shape(collection), probes)]
