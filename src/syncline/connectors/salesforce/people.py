"""Whom an event is about: contacts and leads with the addresses of its attendees, as the rep sees them (SPEC 5.5)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.rows import queries, text_in
from syncline.records.normal import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from syncline.connectors.salesforce.client import Client

NOT_RELATED = "event_not_related"
"""The note on an event with attendees that nobody in the org is known by."""

MOST_CONTACTS = 50
"""As many contacts as one event can be related to.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventrelation.htm
"""
_COLUMNS = ("Id", "Email", "CreatedDate")
_MORE = {"User": ("UserType",)}
_ONLY_CHATTER = "CsnOnly"
"""Users of Chatter alone cannot be invited: https://help.salesforce.com/s/articleView?id=sf.aac_event_sync_attendees.htm"""
_OLDEST = "ORDER BY CreatedDate, Id"
_QUERIES = {
    "Contact": (),
    "Lead": ("IsConverted = false",),
    "User": ("IsActive = true",),
}


class People:
    """Contacts, leads and users by their address; remembered for one cycle."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: set[str] = set()
        self._found: dict[str, defaultdict[str, list[str]]] = {name: defaultdict(list) for name in _QUERIES}
        self._not_invited: set[str] = set()

    def learn(self, addresses: Iterable[str]) -> None:
        """Look addresses up that are not known yet: one request for those of 200 events, none for none."""
        fresh = {key_of(address): address for address in addresses if key_of(address) not in self._known}
        if not fresh:
            return
        asked = list(self._statements(list(fresh.values())))
        columns = (*_COLUMNS, *_QUERIES)
        answered = queries(self._client, "people", [statement for _, statement in asked], asked=columns)
        for (name, _), rows in zip(asked, answered, strict=True):
            for row in rows:
                if address := text_in(row, "Email"):
                    self._found[name][key_of(address)].append(str(row.get("Id")))
                if text_in(row, "UserType") == _ONLY_CHATTER:
                    self._not_invited.add(str(row.get("Id")))
        self._known.update(fresh)

    def person(self, address: str) -> str | None:
        """Answer whom an invitation to this address is for: a user, else a contact, else a lead, the oldest of several.

        The address has to be learnt before.
        """
        found = (one for name in ("User", "Contact", "Lead") for one in self._found[name].get(key_of(address), ()))
        return next((one for one in found if one not in self._not_invited), None)

    def related(self, addresses: Sequence[str]) -> list[str]:
        """Answer all contacts with these addresses, else one lead: that of the first address, the oldest of several."""
        contacts = list(
            dict.fromkeys(one for each in addresses for one in self._found["Contact"].get(key_of(each), ()))
        )
        leads = [one for each in addresses for one in self._found["Lead"].get(key_of(each), ())]
        return contacts[:MOST_CONTACTS] or leads[:1]

    def outsiders(self, addresses: Sequence[str]) -> bool:
        """Whether somebody takes part who is no user of the org: colleagues need not be found among its contacts."""
        return any(key_of(address) not in self._found["User"] for address in addresses)

    def _statements(self, addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
        for group in soql.packed(soql.text(address) for address in sorted(addresses)):
            for name, conditions in _QUERIES.items():
                yield (
                    name,
                    soql.select(
                        (*_COLUMNS, *_MORE.get(name, ())), name, (soql.within("Email", group), *conditions), _OLDEST
                    ),
                )
