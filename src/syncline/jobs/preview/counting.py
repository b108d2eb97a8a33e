"""Counts of what a trial run did, and a sample of each sort."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syncline.records.fields import PRIVATE
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.record import Values

ACTIONS = ("create", "update", "delete", "match", "held", "unresolved", "unrepresentable", "failed")
OVERWRITTEN = "overwritten"
"""Counted beside the actions: values that updates replace."""
BOTH_WAYS = "both"
"""The direction of a match."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record about which something is done, or left undone with a reason (`why`)."""

    collection: Collection
    way: str
    action: str
    record: str
    values: Callable[[], Values]
    """Looks up what is known of the record: asked of those that are listed."""
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Of an update: what each field holds before and after."""
    why: str = ""


@dataclass(slots=True)
class Counting:
    """Counts everything; of each rep, collection, direction and action the first `sample` items are listed."""

    sample: int
    reps: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    _listed: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def open(self, rep: str) -> None:
        """Begin with a rep, about whom there may be nothing to tell."""
        self.reps[rep] = {each.value: _nothing() for each in Collection}

    def count(self, rep: str, item: Item) -> None:
        """Take an item in."""
        counts = self.reps[rep][item.collection.value]
        counts[item.action][item.way] += 1
        if item.action == "update":
            counts[OVERWRITTEN][item.way] += sum(one["before"] is not None for one in item.fields.values())
        place = (rep, item.collection, item.way, item.action)
        self._listed[place] += 1
        if self._listed[place] <= self.sample:
            self.items.append(_told(rep, item))

    def totals(self) -> dict[str, int]:
        """Answer the sums over all reps, collections and directions."""
        sums: Counter[str] = Counter()
        for counts in (each for collections in self.reps.values() for each in collections.values()):
            sums.update({action: sum(ways.values()) for action, ways in counts.items()})
        return dict(sums)


def title(collection: Collection, values: Values) -> str:
    """Name a record to an admin. Of a private event nothing is told."""
    if values.get("Sensitivity") == PRIVATE:
        return "(private)"
    if collection is Collection.EVENTS:
        words = [values.get("Subject"), values.get("Start")]
    else:
        email = values.get("EmailAddress1")
        words = [values.get("GivenName"), values.get("Surname"), f"<{email}>" if email else None]
    return " ".join(str(word) for word in words if word)


def _told(rep: str, item: Item) -> dict[str, Any]:
    values = item.values()
    told: dict[str, Any] = {
        "rep": rep,
        "collection": item.collection.value,
        "direction": item.way,
        "action": item.action,
        "record": item.record,
        "name": title(item.collection, values),
    }
    if item.why:
        told["why"] = item.why
    if item.fields and values.get("Sensitivity") != PRIVATE:
        told["fields"] = dict(item.fields)
    return told


def _nothing() -> dict[str, dict[str, int]]:
    ways = ("to_salesforce", "to_mailbox")
    counts = {action: dict.fromkeys(ways, 0) for action in (*ACTIONS, OVERWRITTEN)}
    return counts | {"match": {BOTH_WAYS: 0}}
