"""The pairs of a rep as the store knows them, and those about which a person was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.store.rows import Hold

if TYPE_CHECKING:
    from syncline.records.link import Link
    from syncline.records.words import Collection
    from tests.simulation.world import World


def links_of(world: World, rep: str, collection: Collection) -> list[Link]:
    return world.store.live_links(f"acme/{rep}", collection, "", 10_000)


def held_of(world: World, rep: str) -> set[str]:
    """Pairs and records about which a person was asked, and was not heard yet, or refused."""
    rows = world.store.held(rep=f"acme/{rep}")
    open_or_refused = {one for row in rows if row.state is not Hold.REFUSED for one in (row.link_id, row.record_id)}
    return open_or_refused | {row.record_id for row in rows if row.state is Hold.REFUSED}
