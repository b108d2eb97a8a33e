"""What the store knows of records that a person named: pairs, and what is not settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.records.candidate import name_of
from syncline.records.fields import PRIVATE
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.jobs.why.named import Named
    from syncline.records.link import Link
    from syncline.records.record import Values
    from syncline.store.port import Store
    from syncline.store.rows import Sighting, UnresolvedRow

MOST = 10
"""How many records of one name are told of."""
_LOOKED_THROUGH = 200


@dataclass(slots=True)
class Case:
    """One record, or one pair."""

    collection: Collection
    link: Link | None = None
    seen: dict[Side, Sighting] = field(default_factory=dict)

    def record_id(self, side: Side) -> str:
        """Its id on a side; empty where it is not known there."""
        if self.link is not None:
            return self.link.record_id(side)
        return self.seen[side].record_id if side in self.seen else ""

    def values(self) -> Values:
        """What it holds, as far as is known: as the mailbox has it, if that is known."""
        for side in (Side.MAILBOX, Side.SALESFORCE):
            record = self.seen[side].record if side in self.seen else None
            if record is not None:
                return record.values
        return self.link.held(Side.MAILBOX) if self.link is not None else {}

    @property
    def private(self) -> bool:
        """Whether it is a private event, on any side."""
        held = [self.link.base, self.link.held(Side.SALESFORCE), self.link.held(Side.MAILBOX)] if self.link else []
        held += [seen.record.values for seen in self.seen.values() if seen.record is not None]
        return any(values.get("Sensitivity") == PRIVATE for values in held)

    def name(self, *, own: bool) -> str:
        """What people call it. Without `own`, nothing of a private event but that it is there."""
        values = self.values()
        return name_of(self.collection, public(values) if own else values)


def public(values: Values) -> Values:
    """Answer values as their own rep may see them: the subject of a private event too."""
    return {label: value for label, value in values.items() if label != "Sensitivity"}


def cases(
    store: Store, rep: str, named: Named, unresolved: Iterable[UnresolvedRow], *, own: bool
) -> tuple[list[Case], bool]:
    """Answer what may be meant, live pairs first, and whether there is more.

    Without `own`, words find no private event: who may not read it may not search in it either.
    """
    asked = [row.record_id for row in unresolved if means(row.name, named.words)]
    by_id = _by_id(store, rep, [*named.ids, *asked])
    links = store.links_about(rep, named.words, _LOOKED_THROUGH)
    seen = store.sightings_about(rep, named.words, _LOOKED_THROUGH)
    by_words = [one for one in _together(store, rep, links, seen) if _meant(one, named.words, own=own)]
    known = {_key(one) for one in by_id}
    found = [*by_id, *(one for one in by_words if _key(one) not in known)]
    return found[:MOST], len(found) > MOST or _LOOKED_THROUGH in {len(links), len(seen)}


def means(name: str, words: Sequence[str]) -> bool:
    """Whether all words stand in what people call something, case ignored."""
    folded = name.casefold()
    return bool(words) and all(word.casefold() in folded for word in words)


def _meant(case: Case, words: Sequence[str], *, own: bool) -> bool:
    if case.private and not own:
        return False
    held = [case.link.held(side) for side in Side] if case.link else []
    held += [seen.record.values for seen in case.seen.values() if seen.record is not None]
    return any(means(name_of(case.collection, public(values)), words) for values in held)


def _by_id(store: Store, rep: str, ids: Sequence[str]) -> list[Case]:
    links: dict[str, Link] = {}
    seen: list[Sighting] = []
    for collection in Collection if ids else ():
        for side in Side:
            links |= {link.id: link for link in store.links(rep, collection, side, ids)}
            seen += store.sightings(rep, collection, side, ids)
    return _together(store, rep, sorted(links.values(), key=lambda one: not one.live), seen)


def _together(store: Store, rep: str, links: Sequence[Link], seen: Sequence[Sighting]) -> list[Case]:
    """Put sightings to their pairs, a live one before ended ones; the rest are records of their own."""
    made = [Case(link.collection, link) for link in links]
    spots: dict[tuple[Collection, Side, str], list[Case]] = {}
    for case in made:
        for side in Side:
            spots.setdefault((case.collection, side, case.record_id(side)), []).append(case)
    everything = {_spot(one): one for one in (*_unsettled(store, rep, links), *seen)}
    lone: list[Case] = []
    for (collection, side, record_id), one in everything.items():
        mine = spots.get((collection, side, record_id), [])
        live = [case for case in mine if case.link is not None and case.link.live]
        for case in live or mine:
            case.seen[side] = one
        if not mine:
            lone.append(Case(collection, None, {side: one}))
    return [*made, *lone]


def _unsettled(store: Store, rep: str, links: Sequence[Link]) -> list[Sighting]:
    found: list[Sighting] = []
    for collection in Collection:
        for side in Side:
            ids = [link.record_id(side) for link in links if link.collection is collection]
            found += store.sightings(rep, collection, side, ids)
    return found


def _spot(seen: Sighting) -> tuple[Collection, Side, str]:
    return seen.collection, seen.side, seen.record_id


def _key(case: Case) -> tuple[str, ...]:
    return (
        (case.link.id,)
        if case.link
        else tuple(f"{one.collection} {side} {one.record_id}" for side, one in case.seen.items())
    )
