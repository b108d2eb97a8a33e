"""Where contacts went that left the group: looked for before any deletion is believed (SPEC 4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.google.contact_read import groups_of
from syncline.connectors.google.get_people import IDENTITY, fetch_people
from syncline.connectors.port import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.get_people import Person
    from syncline.connectors.port import Trail


def locate_contacts(
    account: Account, group: str, trails: Sequence[Trail], tombstones: AbstractSet[str]
) -> list[Whereabouts]:
    """Look for contacts by name. One that lives outside the group was taken out by the rep.

    Only a tombstone in the list of changes says that one was deleted: a name that is not known (404) says nothing.
    """
    people = fetch_people(account, [trail.id for trail in trails], IDENTITY) if trails else []
    return [_verdict(trail, person, group, tombstones) for trail, person in zip(trails, people, strict=True)]


def _verdict(trail: Trail, person: Person | None, group: str, tombstones: AbstractSet[str]) -> Whereabouts:
    if person is not None:
        return Whereabouts.HERE if group in groups_of(person) else Whereabouts.ELSEWHERE
    return Whereabouts.DELETED if trail.id in tombstones else Whereabouts.UNKNOWN
