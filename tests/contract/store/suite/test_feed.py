from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.store.changes import Changes, FeedCommit
from syncline.store.rows import FeedRowSeen
from tests.support.store_samples import CONTACTS, MAILBOX, OTHER, REP, inbox, sighting

if TYPE_CHECKING:
    from typing import Any

    from syncline.store.port import Store


def test_the_inbox_is_read_oldest_stamp_first(store: Store) -> None:
    rows = [inbox(3, deleted=True, master="s9", owner="005"), inbox(1), inbox(2, rep=OTHER), inbox(4, name="Event")]
    store.commit(Changes(inbox=rows))
    assert store.inbox(REP, 9) == [rows[1], rows[0], rows[3]]
    assert store.inbox(REP, 2) == [rows[1], rows[0]]
    assert store.inbox(OTHER, 9) == [rows[2]]


def test_one_row_waits_per_object_and_record(store: Store) -> None:
    store.commit(Changes(inbox=[inbox(1), inbox(1, stamp="2027"), inbox(1, name="Account")]))
    store.commit(Changes(inbox=[inbox(1, stamp="2028", deleted=True)]))
    assert store.inbox(REP, 9) == [inbox(1, name="Account"), inbox(1, stamp="2028", deleted=True)]


def test_consumed_rows_are_gone(store: Store) -> None:
    store.commit(Changes(inbox=[inbox(1), inbox(2), inbox(3)]))
    store.commit(Changes(consumed=[inbox(3), inbox(1), inbox(9)], sightings=[sighting(1)]))
    assert store.inbox(REP, 9) == [inbox(2)]
    assert store.sightings(REP, CONTACTS, MAILBOX, ["m1"]) == [sighting(1)]


@pytest.mark.parametrize("newer", [{"stamp": "2027"}, {"deleted": True}, {"master": "s9"}, {"owner": "005"}])
def test_what_came_after_the_consumed_row_stays(store: Store, newer: dict[str, Any]) -> None:
    store.commit(Changes(inbox=[inbox(1)]))
    read = store.inbox(REP, 9)
    store.commit(Changes(inbox=[inbox(1, **newer)]))
    store.commit(Changes(consumed=read))
    assert store.inbox(REP, 9) == [inbox(1, **newer)]


def test_the_feed_continues_where_it_was_committed(store: Store) -> None:
    assert store.feed_cursor("acme") == ""
    store.commit(Changes(feed=FeedCommit("acme", "c1"), inbox=[inbox(1)]))
    store.commit(Changes(feed=FeedCommit("rival", "r1")))
    store.commit(Changes(feed=FeedCommit("acme", "c2")))
    assert (store.feed_cursor("acme"), store.feed_cursor("rival")) == ("c2", "r1")


def test_the_newest_stamp_seen_is_remembered_per_org(store: Store) -> None:
    seen = [FeedRowSeen("s1", "2026-03-02"), FeedRowSeen("s1", "2026-03-01"), FeedRowSeen("s2", "2026-03-01")]
    store.commit(Changes(feed=FeedCommit("acme", "c1", seen)))
    store.commit(Changes(feed=FeedCommit("acme", "c2", [FeedRowSeen("s2", "2026-02-01")])))
    assert store.feed_seen("acme", ["s1", "s2", "s3"]) == {"s1": "2026-03-02", "s2": "2026-03-01"}
    assert store.feed_seen("rival", ["s1"]) == {}
    assert store.feed_seen("acme", []) == {}


def test_what_the_overlap_cannot_bring_again_is_forgotten(store: Store) -> None:
    store.commit(Changes(feed=FeedCommit("rival", "c", [FeedRowSeen("s1", "2026-01-01")])))
    store.commit(
        Changes(feed=FeedCommit("acme", "c", [FeedRowSeen("s1", "2026-01-01"), FeedRowSeen("s2", "2026-03-01")]))
    )
    store.commit(Changes(feed=FeedCommit("acme", "d", [FeedRowSeen("s3", "2026-02-01")], forget_before="2026-03-01")))
    assert store.feed_seen("acme", ["s1", "s2", "s3"]) == {"s2": "2026-03-01"}
    assert store.feed_seen("rival", ["s1"]) == {"s1": "2026-01-01"}
