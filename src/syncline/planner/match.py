"""Find the record that a newcomer from the mailbox is the same thing as. Only what is unique on both sides links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.planner import alike
from syncline.planner.keys import contradict, email_key, identity_of, keys_of
from syncline.planner.policy import Ties
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Collection as Container

    from syncline.records.record import Record

EARLIEST = datetime.min.replace(tzinfo=UTC)


class Doubt(StrEnum):
    """Why a newcomer was neither linked nor copied: the kinds of unresolved items that matching makes."""

    SEVERAL_IN_SALESFORCE = "several_in_salesforce"
    SEVERAL_IN_MAILBOX = "several_in_mailbox"
    CONTRADICTION = "contradiction"
    COPY_IN_MAILBOX = "copy_in_mailbox"


@dataclass(frozen=True, slots=True)
class Match:
    """The newcomer is this record of the other side."""

    record: Record


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Only a person can tell. `candidates` are ids on the other side."""

    kind: Doubt
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing on the other side is the same thing."""


_NEW = NoMatch()


@dataclass(frozen=True, slots=True)
class Field:
    """All there is to know for matching a batch of newcomers from the mailbox.

    `candidates` are Salesforce records, `taken` the ids of those that already have a live link with this mailbox, and
    `rivals` further unlinked mailbox records that share a key with a newcomer.
    """

    newcomers: Sequence[Record]
    candidates: Sequence[Record]
    taken: Container[str]
    rivals: Sequence[Record] = ()
    linked_keys: Container[str] = frozenset()
    """Keys of the mailbox records that are linked already."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Keys (see `keys_of`) of newcomers and rivals by record id, as far as they are known."""
    again: bool = False
    """Everything was in step before, and the links were lost: copies are known by what Salesforce made of them."""


def match(collection: Collection, field: Field, ties: Ties) -> dict[str, Match | Doubtful | NoMatch]:
    """Answer the outcome for each newcomer, by its id. The order of newcomers and candidates does not matter."""
    rule = _contact_hits if collection is Collection.CONTACTS else _event_hits
    again = field.again and collection is Collection.CONTACTS
    index = _Index(collection, field.candidates, again=again)
    keys = {one.id: field.keys.get(one.id) or _keys(collection, one) for one in (*field.newcomers, *field.rivals)}
    known = {one.id: (*keys[one.id], *_again(one, again=again)) for one in (*field.newcomers, *field.rivals)}
    everybody = (*field.newcomers, *field.rivals) if field.candidates else ()
    hits = {one.id: rule(one, found) for one in everybody if (found := index.lookup(known[one.id]))}
    wanted = Counter(record.id for one in hits.values() for record in one.same)
    outcomes: dict[str, Match | Doubtful | NoMatch] = {}
    copies: set[str] = set()
    for newcomer in sorted(field.newcomers, key=lambda one: (one.created or EARLIEST, one.id)):
        own_hits = hits.get(newcomer.id, _NO_HITS)
        outcome = _outcome(own_hits, field, wanted, ties) if own_hits is not _NO_HITS else _NEW
        if isinstance(outcome, NoMatch) and collection is Collection.CONTACTS:
            own = identity_of(collection, keys[newcomer.id])
            outcome = _copy(own, own_hits.same, field, copies)
        outcomes[newcomer.id] = outcome
    return outcomes


@dataclass(frozen=True, slots=True)
class _Hits:
    same: tuple[Record, ...]
    contradicting: tuple[Record, ...] = ()


_NO_HITS = _Hits(())


class _Index:
    """The candidates by each of the keys that they are looked up by."""

    def __init__(self, collection: Collection, candidates: Iterable[Record], *, again: bool) -> None:
        self._by_key: dict[str, list[Record]] = {}
        for record in candidates:
            more = (alike.key_in_salesforce(record.values),) if again else ()
            for key in (*_keys(collection, record), *more):
                self._by_key.setdefault(key, []).append(record)

    def lookup(self, keys: Iterable[str]) -> dict[str, Sequence[Record]]:
        """Answer the candidates that have one of these keys, by the kind of key: the word before its colon."""
        return {key.partition(":")[0]: self._by_key[key] for key in keys if key in self._by_key}


def _keys(collection: Collection, record: Record) -> tuple[str, ...]:
    return keys_of(collection, record.values, record.uid)


def _again(record: Record, *, again: bool) -> tuple[str, ...]:
    return (alike.key_in_mailbox(record.values),) if again else ()


def _contact_hits(newcomer: Record, found: Mapping[str, Sequence[Record]]) -> _Hits:
    """Same e-mail and no contradicting name; else same first, last and company name.

    A name alone, without company, does not outweigh two different addresses.
    """
    by_email = found.get("email", ())
    same = tuple(record for record in by_email if not contradict(newcomer, record))
    contradicting = tuple(record for record in by_email if contradict(newcomer, record))
    by_name = tuple(record for record in found.get("name", ()) if not _only_namesake(newcomer, record))
    return _Hits(same or by_name or alike.copies(newcomer, found.get(alike.KIND, ())), contradicting)


def _only_namesake(one: Record, two: Record) -> bool:
    emails = {email_key(one.values), email_key(two.values)} - {""}
    return len(emails) > 1 and "CompanyName" not in one.values


def _event_hits(newcomer: Record, found: Mapping[str, Sequence[Record]]) -> _Hits:
    """Same UID; else same subject, start and end, unless both have a UID and they differ."""
    by_time = (record for record in found.get("time", ()) if not (newcomer.uid and record.uid))
    return _Hits(tuple(found.get("uid", ())) or tuple(by_time))


def _outcome(hits: _Hits, field: Field, wanted: Mapping[str, int], ties: Ties) -> Match | Doubtful | NoMatch:
    free = [record for record in hits.same if record.id not in field.taken]
    if hits.same and not free:
        return NoMatch()
    if not free:
        return Doubtful(Doubt.CONTRADICTION, _ids(hits.contradicting)) if hits.contradicting else NoMatch()
    chosen = free[0] if len(free) == 1 else _break_tie(free, ties)
    if chosen is None:
        return Doubtful(Doubt.SEVERAL_IN_SALESFORCE, _ids(free))
    if wanted[chosen.id] > 1:
        return Doubtful(Doubt.SEVERAL_IN_MAILBOX, _ids(free))
    return Match(chosen)


def _copy(own: tuple[str, ...], taken: Sequence[Record], field: Field, copies: set[str]) -> NoMatch | Doubtful:
    """Tell a copy of a contact that is in the folder already from a contact that is really new."""
    if taken:
        return Doubtful(Doubt.COPY_IN_MAILBOX, _ids(taken))
    if any(key in field.linked_keys or key in copies for key in own):
        return Doubtful(Doubt.COPY_IN_MAILBOX, ())
    copies.update(own)
    return _NEW


def series_key(master: str) -> str:
    """Answer the key that the pairs of all occurrences of a series share."""
    return f"series:{master}"


def identity_keys(collection: Collection, record: Record) -> tuple[str, ...]:
    """Answer the keys by which a later copy of a record is recognised (see `identity_of`), or its whole series."""
    if record.series is not None:
        return (series_key(record.series),)
    return identity_of(collection, _keys(collection, record))


_TIES: dict[Ties, Callable[[Record], datetime]] = {
    Ties.MOST_RECENTLY_UPDATED: lambda record: record.modified or EARLIEST,
    Ties.MOST_RECENT_ACTIVITY: lambda record: record.active or EARLIEST,
}


def _break_tie(free: Sequence[Record], ties: Ties) -> Record | None:
    if ties is Ties.ASK:
        return None
    if ties is Ties.OLDEST:
        first = min(record.created or EARLIEST for record in free)
        best = [record for record in free if (record.created or EARLIEST) == first]
    else:
        when = _TIES[ties]
        last = max(when(record) for record in free)
        best = [record for record in free if when(record) == last]
    return best[0] if len(best) == 1 else None


def _ids(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(sorted(record.id for record in records))
