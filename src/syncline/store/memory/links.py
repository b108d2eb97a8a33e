"""Links with an index for every way they are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.records.words import Collection, Side
from syncline.store.memory.index import Index, holds_all
from syncline.store.port import LinkTakenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from syncline.records.link import Link

_Place: TypeAlias = tuple[str, Collection, Side, str]
_Word: TypeAlias = tuple[str, Collection, str]


class LinkTable:
    """Links by id; of the live ones, no two hold the same record of a rep."""

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}
        self._holders: Index[_Place, str] = Index()
        self._traces: Index[_Word, str] = Index()
        self._keys: Index[_Word, str] = Index()
        self._ended_keys: Index[_Word, str] = Index()
        self._live: Index[tuple[str, Collection], str] = Index()
        self._salesforce: Index[str, str] = Index()

    def by_id(self, ids: Iterable[str]) -> list[Link]:
        """Known links of these ids, by id."""
        return [self._links[one] for one in sorted(set(ids)) if one in self._links]

    def holding(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Link]:
        """Links, live and ended, with one of these records."""
        return self.by_id(self._holders.find((rep, collection, side, one) for one in ids))

    def tracing(self, rep: str, collection: Collection, traces: Sequence[str]) -> list[Link]:
        """Links, live and ended, with one of these traces."""
        return self.by_id(self._traces.find((rep, collection, one) for one in traces))

    def bearing(self, rep: str, collection: Collection, uids: Sequence[str]) -> list[Link]:
        """Live links with one of these UIDs."""
        live = self.by_id(self._live.find(((rep, collection),)))
        return [link for link in live if link.uid in uids]

    def keyed(self, rep: str, collection: Collection, keys: Sequence[str], *, live: bool = True) -> list[Link]:
        """Live links, or ended ones, with one of these keys."""
        index = self._keys if live else self._ended_keys
        return self.by_id(index.find((rep, collection, one) for one in keys))

    def live(self, rep: str, collection: Collection, after: str, limit: int) -> list[Link]:
        """Live links by id, from the first that is greater than `after`."""
        ids = (one for one in self._live.find(((rep, collection),)) if one > after)
        return self.by_id(sorted(ids)[:limit])

    def holding_any(self, records: Sequence[str]) -> list[Link]:
        """Links, live and ended, of anybody, with one of these records on either side."""
        found = (link for link in self._links.values() if {link.salesforce_id, link.mailbox_id} & set(records))
        return self.by_id(link.id for link in found)

    def naming(self, text: str) -> list[Link]:
        """Links, live and ended, of anybody, in whose values this text stands."""
        return self.by_id(one for one, link in self._links.items() if text.lower() in _values(link).lower())

    def about(self, rep: str, words: Sequence[str], limit: int) -> list[Link]:
        """Links of a rep, live ones first, in whose values each of these words stands."""
        own = [link for link in self._links.values() if link.rep == rep and holds_all(_values(link), words)]
        return sorted(own, key=lambda link: (not link.live, link.id))[:limit]

    def count(self, rep: str, collection: Collection) -> int:
        """How many are live."""
        return self._live.count((rep, collection))

    def with_salesforce(self, ids: Sequence[str]) -> list[Link]:
        """Links of any rep, live and ended, with one of these Salesforce records."""
        return self.by_id(self._salesforce.find(ids))

    def check(self, links: Iterable[Link]) -> None:
        """Raise `LinkTakenError` if writing these would make two live links share a record."""
        new = {link.id: link for link in links}
        taken: set[_Place] = set()
        for link in new.values():
            for place in _places(link) if link.live else ():
                if place in taken or self._held_by_others(place, new):
                    raise LinkTakenError(f"two live links would hold one {place[1]} record on the side of {place[2]}")
                taken.add(place)

    def _held_by_others(self, place: _Place, new: dict[str, Link]) -> bool:
        return any(self._links[one].live for one in self._holders.find((place,)) if one not in new)

    def write(self, links: Iterable[Link]) -> None:
        """Add or replace."""
        for link in links:
            self._drop(link.id)
            self._add(link)

    def forget_live(self, rep: str, collections: Iterable[Collection]) -> None:
        """Drop the rep's live links; ended ones stay."""
        for one in self._live.find((rep, collection) for collection in collections):
            self._drop(one)

    def _add(self, link: Link) -> None:
        self._links[link.id] = link
        for index, wanted in self._entries(link):
            index.add(wanted, link.id)

    def _drop(self, link_id: str) -> None:
        link = self._links.pop(link_id, None)
        if link is not None:
            for index, wanted in self._entries(link):
                index.remove(wanted, link_id)

    def _entries(self, link: Link) -> Iterator[tuple[Index[Any, str], Any]]:
        for place in _places(link):
            yield self._holders, place
        yield self._salesforce, link.salesforce_id
        if link.trace is not None:
            yield self._traces, (link.rep, link.collection, link.trace)
        if link.live:
            yield self._live, (link.rep, link.collection)
        for key in link.keys:
            yield self._keys if link.live else self._ended_keys, (link.rep, link.collection, key)


def _values(link: Link) -> str:
    seen = (link.salesforce_seen, link.mailbox_seen, link.salesforce_sent, link.mailbox_sent)
    return f"{dict(link.base)}{[dict(one) for one in seen]}{link.keys}"


def _places(link: Link) -> list[_Place]:
    rep, collection = link.rep, link.collection
    return [(rep, collection, Side.SALESFORCE, link.salesforce_id), (rep, collection, Side.MAILBOX, link.mailbox_id)]
