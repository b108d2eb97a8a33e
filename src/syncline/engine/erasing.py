"""Erase what is kept of one person: values in the journal, and the base of pairs that ended (SPEC 7.5).

That something was written or deleted, when and for whom, stays; so do ended links, without a value, so that what was
taken out does not come back. Records that still sync are not touched: they are deleted where they live.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.records.record import EMPTY
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.paging import journal_pages
from syncline.store.rows import JournalFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.records.link import Link
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow

ERASED = "erased"
"""Reason of a journal row whose values were erased."""
_PAGE = 500
_SHORTEST = 6


def could_be_anybody(person: str) -> bool:
    """Whether this names no single person: a few letters, or the end of everybody's address."""
    return len(person.strip()) < _SHORTEST or person.strip().startswith("@") or person.strip().endswith("@")


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased, or would be. `still_synced` are ids of live links: their records go on being copied."""

    rows: int
    links: int
    still_synced: tuple[str, ...]


def erase(store: Store, person: str, *, dry_run: bool = False) -> Erasure:
    """Erase what names this e-mail address, or is about the record of this id."""
    links = _links(store, person, _rows(store, person, ()))
    rows = _rows(store, person, links)
    ended = [link for link in links if not link.live and (link.base or link.keys)]
    if not dry_run:
        for start in range(0, len(rows), _PAGE):
            store.commit(Changes(journal=[_bare(row) for row in rows[start : start + _PAGE]]))
        store.commit(Changes(links=[_emptied(link) for link in ended]))
    return Erasure(len(rows), len(ended), tuple(link.id for link in links if link.live))


def _rows(store: Store, person: str, links: Sequence[Link]) -> list[JournalRow]:
    """Answer the rows that name the person, and all others about the same records or these pairs."""
    seeds = JournalFilter(naming=person) if "@" in person else JournalFilter(records=(person,))
    found = _all(store, seeds)
    pairs = tuple({row.link_id for row in found.values()} | {link.id for link in links} - {""})
    records = {link.record_id(side) for link in links for side in Side} | {row.record_id for row in found.values()}
    for only in (JournalFilter(links=pairs), JournalFilter(records=tuple(records))):
        found |= _all(store, only)
    return [row for row in found.values() if row.before or row.after or row.whole]


def _all(store: Store, only: JournalFilter) -> dict[str, JournalRow]:
    return {row.id: row for page in journal_pages(store, only=only, size=_PAGE) for row in page}


def _links(store: Store, person: str, rows: Sequence[JournalRow]) -> list[Link]:
    """Answer the links of these rows, and those whose base names the person."""
    named = store.links_naming(person) if "@" in person else []
    paired = store.links_by_id([row.link_id for row in rows if row.link_id])
    records = {row.record_id for row in rows} | ({person} if "@" not in person else set())
    return list({link.id: link for link in (*named, *paired, *store.links_holding(sorted(records)))}.values())


def _bare(row: JournalRow) -> JournalRow:
    return replace(row, before={}, after={}, whole="", reason=ERASED)


def _emptied(link: Link) -> Link:
    return structs.replace(
        link, base=EMPTY, salesforce_seen={}, mailbox_seen={}, salesforce_sent={}, mailbox_sent={}, keys=(), uid=None
    )
