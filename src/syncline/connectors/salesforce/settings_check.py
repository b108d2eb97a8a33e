"""A configuration held against the org: fields that are not there, that do not fit, and those that nobody fills."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from syncline import catalogue
from syncline.connectors.port import Complaint
from syncline.connectors.salesforce.compatible import unfit
from syncline.connectors.salesforce.criteria import ImpossibleCriterionError, condition
from syncline.connectors.salesforce.mapping import field_map
from syncline.records.fields import FIELDS
from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.reader import SalesforceReader
    from syncline.planner.policy import ContactPolicy, EventPolicy

_OBJECTS: Final = {Collection.CONTACTS: "Contact", Collection.EVENTS: "Event"}
_FILLED: Final = frozenset({"lastname", "ownerid", "startdatetime", "enddatetime", "isallday", "durationinminutes"})
"""Required fields that Syncline, or Salesforce itself, always fills."""


def complaints(
    describes: Describes,
    reader: SalesforceReader,
    contacts: ContactPolicy,
    events: EventPolicy,
    profiles: Sequence[str],
) -> list[Complaint]:
    """Answer everything that the org has against the settings. A request for each object, one for profiles."""
    found = [
        *_mapping(describes, Collection.CONTACTS, contacts),
        *_mapping(describes, Collection.EVENTS, events),
        *_criteria(describes, contacts),
        *_searched(describes, contacts),
    ]
    for collection, policy in ((Collection.CONTACTS, contacts), (Collection.EVENTS, events)):
        if policy.direction.may_write(Side.SALESFORCE):
            found += _required(describes, collection, policy)
    return found + (_profiles(reader, profiles) if profiles else [])


def _mapping(describes: Describes, collection: Collection, policy: ContactPolicy | EventPolicy) -> Iterator[Complaint]:
    facts = describes.fields(_OBJECTS[collection]) if policy.mapping else {}
    for label, name in policy.mapping.items():
        path = (collection.value, "mapping", label)
        fact = facts.get(name.lower())
        if fact is None:
            message = f"the org shows no field {name} of {_OBJECTS[collection]} to the integration user"
            yield Complaint(path, message, _like(name, [one.name for one in facts.values()]))
        elif reason := unfit(FIELDS[collection][label], fact, writes=policy.direction.may_write(Side.SALESFORCE)):
            yield Complaint(path, reason, "Map it to another field, or take it out.")


def _criteria(describes: Describes, contacts: ContactPolicy) -> Iterator[Complaint]:
    for place, criterion in enumerate(contacts.where):
        try:
            condition(criterion, describes.field("Contact", criterion.field))
        except ImpossibleCriterionError as error:
            names = [one.name for one in describes.fields("Contact").values()]
            yield Complaint(("contacts", "where", place), error.detail, _like(criterion.field, names))


def _searched(describes: Describes, contacts: ContactPolicy) -> Iterator[Complaint]:
    """Complain of fields that matching looks for contacts by, and the org does not: they are encrypted."""
    if contacts.direction is Direction.NONE:
        return
    for name in ("Email", "FirstName", "LastName"):
        fact = describes.field("Contact", name)
        if fact is not None and not fact.filterable:
            message = f"Salesforce does not look for contacts by {fact.name}, which matching relies on"
            yield Complaint(("contacts",), message, catalogue.remedy("field_not_searched"))


def _required(describes: Describes, collection: Collection, policy: ContactPolicy | EventPolicy) -> Iterator[Complaint]:
    """Warn of fields without which the org refuses every new record, and that nothing fills."""
    if policy.direction is Direction.NONE:
        return
    mapped = {name.lower() for name in field_map(collection, policy.mapping).names.values()}
    for name, fact in describes.fields(_OBJECTS[collection]).items():
        if fact.required and name not in mapped | _FILLED and fact.type != "boolean":
            message = (
                f"{_OBJECTS[collection]} requires {fact.name}, which nothing fills:"
                " what is new in a mailbox will be refused"
            )
            remedy = "In Salesforce give the field a default value, or require it on page layouts alone; or map it."
            yield Complaint((collection.value,), message, remedy, grave=False)


def _profiles(reader: SalesforceReader, wanted: Sequence[str]) -> list[Complaint]:
    known = reader.profiles()
    folded = {name.casefold() for name in known}
    return [
        Complaint(("profiles", place), f"the org has no profile called {name!r}", _like(name, known))
        for place, name in enumerate(wanted)
        if name.casefold() not in folded
    ]


def _like(word: str, known: Iterable[str]) -> str:
    folded = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"Did you mean {folded[close[0]]!r}?" if close and folded[close[0]] != word else "Look it up in Setup."
