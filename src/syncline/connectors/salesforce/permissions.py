"""What a rep needs in Salesforce for what a configuration says, and what of it is missing (SPEC 7.7).

Object permissions: https://help.salesforce.com/s/articleView?id=sf.users_profiles_permissions.htm. Nothing is written
to find out: the org's own description of its objects, given to the rep, says what the rep may do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from syncline.connectors.salesforce.mapping import ACCOUNT_NAME, field_map
from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from syncline.connectors.salesforce.describe import Describes, ObjectFact
    from syncline.planner.policy import ContactPolicy, EventPolicy


class Right(StrEnum):
    """What may be done with the records of an object, or with a field."""

    READ = "Read"
    CREATE = "Create"
    EDIT = "Edit"


@dataclass(frozen=True, slots=True)
class Need:
    """A right on an object, or on one field of it. Shown as an admin finds it in Setup: `Edit on Contact.Fax`."""

    collection: Collection
    right: Right
    sobject: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.right} on {self.sobject}" + (f".{self.field}" if self.field else "")


_RIGHTS = {
    Direction.NONE: (),
    Direction.TO_MAILBOX: (Right.READ,),
    Direction.TO_SALESFORCE: (Right.CREATE,),
    Direction.BOTH: (Right.READ, Right.CREATE, Right.EDIT),
}


def needs(contacts: ContactPolicy, events: EventPolicy) -> tuple[Need, ...]:
    """Answer the object permissions that a configuration needs of its reps."""
    found = [Need(Collection.CONTACTS, right, "Contact") for right in _RIGHTS[contacts.direction]]
    if contacts.direction is Direction.BOTH:
        found.append(Need(Collection.CONTACTS, Right.READ, "Account"))
    found += [Need(Collection.EVENTS, right, "Event") for right in _RIGHTS[events.direction]]
    if events.relate and events.direction.may_write(Side.SALESFORCE):
        found += [Need(Collection.EVENTS, Right.READ, name) for name in ("Contact", "Lead")]
    if events.attendees and events.direction.may_write(Side.SALESFORCE):
        # Invitations hang on events; who is invited has to be seen (SPEC 5.7).
        found += [Need(Collection.EVENTS, Right.EDIT, "Event")]
        found += [Need(Collection.EVENTS, Right.READ, name) for name in ("Contact", "Lead")]
    return tuple(dict.fromkeys(found))


def objects(wanted: Iterable[Need]) -> list[str]:
    """Answer the objects whose descriptions tell about these needs."""
    names = dict.fromkeys(need.sobject for need in wanted)
    return [*names, *({"Account"} - names.keys() if "Contact" in names else ())]


def missing(
    describes: Describes,
    contacts: ContactPolicy,
    events: EventPolicy,
    *,
    only: Collection | None = None,
    again: bool = True,
) -> list[Need]:
    """Answer what the user of `describes` lacks, objects first. With `again` the org is asked: one request.

    The company is the account's name, a field of every mapping: where accounts are hidden, that is said too.
    """
    wanted = [need for need in needs(contacts, events) if only in {None, need.collection}]
    names = objects(wanted)
    facts = describes.objects(names, again=again) if names else {}
    lacking = [need for need in wanted if not _has(facts[need.sobject], need.right)]
    stopped = {need.sobject for need in lacking}
    for collection, sobject, direction, mapping in (
        (Collection.CONTACTS, "Contact", contacts.direction, contacts.mapping),
        (Collection.EVENTS, "Event", events.direction, events.mapping),
    ):
        fact = facts.get(sobject)
        if fact and sobject not in stopped and only in {None, collection}:
            lacking += _fields(collection, fact, field_map(collection, mapping).names.values(), direction)
            if collection is Collection.CONTACTS and facts["Account"] is None:
                lacking.append(Need(collection, Right.READ, "Account"))
    return list(dict.fromkeys(lacking))


def _has(fact: ObjectFact | None, right: Right) -> bool:
    if fact is None:
        return False
    return {
        Right.READ: True,
        Right.CREATE: fact.createable,
        Right.EDIT: fact.updateable,
    }[right]


def _fields(collection: Collection, fact: ObjectFact, names: Iterable[str], direction: Direction) -> Iterator[Need]:
    """Field-level security: what is mapped has to be seen, and where it is written to, edited."""
    writes = direction.may_write(Side.SALESFORCE)
    for name in names:
        written = "AccountId" if name == ACCOUNT_NAME else name
        field = fact.fields.get(written.lower())
        if field is None:
            yield Need(collection, Right.READ, fact.name, written)
        elif writes and not (field.createable and (field.updateable or not fact.updateable)):
            yield Need(collection, Right.EDIT, fact.name, written)
