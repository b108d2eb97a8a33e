"""A rep is in no configuration any more: links end, and are remembered; no record goes (SPEC 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.run import as_it_is_now
from syncline.records.link import Ended
from syncline.records.words import Collection
from syncline.store.changes import Changes
from syncline.store.paging import live_pages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syncline.records.link import Link
    from syncline.store.port import Store
    from syncline.store.rows import RepRow


def who_left(store: Store, reps: Iterable[RepRow]) -> list[RepRow]:
    """Answer those of the reps who are in no configuration, and of whom something is live or unsettled yet."""
    left = [rep for rep in reps if not rep.configuration]
    read = {row.rep for row in store.cursors_of([rep.id for rep in left])}
    return [rep for rep in left if rep.id in read]


def leave(store: Store, rep: RepRow, now: datetime) -> None:
    """End what is live of a rep who left, and forget where reading stopped and what was unsettled.

    The rep's lock has to be held. May be broken off and called again. The links forget the versions in which they were
    settled: should the rep come back, both copies are read anew and the pair goes on from its base (`engine.rejoin`).
    """
    if as_it_is_now(store, rep).configuration:  # somebody put the rep back before the turn came
        return
    for collection in Collection:
        for links in live_pages(store, rep.id, collection):
            store.commit(Changes(links=[_ended(link, now) for link in links]))
    store.reset(rep.id)


def _ended(link: Link, now: datetime) -> Link:
    return structs.replace(link, ended=Ended.CONFIGURATION, ended_at=now, salesforce_version="", mailbox_version="")
