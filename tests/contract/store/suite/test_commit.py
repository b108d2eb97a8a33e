"""A commit is everything or nothing; a reset forgets what it should and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.records.link import Ended
from syncline.store.changes import Changes, FeedCommit
from syncline.store.port import LinkTakenError
from syncline.store.rows import Asked, FeedRowSeen, Hold
from tests.support.store_observed import observed
from tests.support.store_samples import (
    CONTACTS,
    EVENTS,
    MAILBOX,
    NOW,
    OTHER,
    REP,
    cursor,
    cycle,
    error,
    held,
    inbox,
    intent,
    journal,
    link,
    rep,
    sighting,
    unresolved,
)

if TYPE_CHECKING:
    from syncline.store.port import Store


def _everything(number: int) -> Changes:
    return Changes(
        cursors=[cursor(cursor=f"c{number}")],
        links=[link(number)],
        sightings=[sighting(number)],
        inbox=[inbox(number)],
        intents=[intent(number)],
        journal=[journal(number)],
        errors=[error(number)],
        unresolved=[unresolved(number)],
        held=[held(number)],
        reps=[rep(user_id=str(number))],
        cycles=[cycle(counts={"n": number})],
        feed=FeedCommit("acme", f"f{number}", [FeedRowSeen(f"s{number}", "2026")], forget_before="2026"),
    )


def test_a_commit_writes_everything(store: Store) -> None:
    store.commit(_everything(1))
    store.commit(_everything(2))
    seen = observed(store)
    assert seen["links"] == [link(1), link(2)]
    assert seen["cursors"] == [cursor(cursor="c2")]
    assert seen["sightings"] == [sighting(1), sighting(2)]
    assert seen["inbox"] == [inbox(1), inbox(2)]
    assert (seen["intents"], seen["journal"]) == ([intent(1), intent(2)], [journal(2), journal(1)])
    assert (seen["errors"], seen["held"]) == ([error(2), error(1)], [held(2), held(1)])
    assert seen["unresolved"] == [unresolved(2), unresolved(1)]
    assert (seen["reps"], seen["feed"]) == ([rep(user_id="2")], ("f2", {"s1": "2026", "s2": "2026"}))
    assert seen["cycles"] == {REP: cycle(counts={"n": 2})}


def test_a_refused_commit_leaves_nothing(store: Store) -> None:
    store.commit(_everything(1))
    before = observed(store)
    refused = _everything(2)
    refused.links.append(link(3, mailbox_id="m1"))
    refused.settled.append((REP, CONTACTS, MAILBOX, "m1"))
    refused.consumed.append(inbox(1))
    refused.intents_done.append("key1")
    refused.journal_dropped.append("j1")
    refused.errors_cleared.append((REP, CONTACTS, MAILBOX, "m1"))
    refused.unresolved_cleared.append((REP, CONTACTS, MAILBOX, "m1"))
    refused.held_cleared.append("h1")
    with pytest.raises(LinkTakenError):
        store.commit(refused)
    assert observed(store) == before


def test_an_empty_commit_changes_nothing(store: Store) -> None:
    store.commit(_everything(1))
    before = observed(store)
    store.commit(Changes())
    assert observed(store) == before


def _filled(store: Store) -> None:
    store.commit(_everything(1))
    store.commit(
        Changes(
            cursors=[cursor(collection=EVENTS), cursor(rep=OTHER)],
            links=[link(2, ended=Ended.MOVED_OUT), link(3, collection=EVENTS), link(4, rep=OTHER)],
            sightings=[sighting(2, collection=EVENTS), sighting(3, rep=OTHER), sighting(4, due=None, keys=("k",))],
            inbox=[inbox(2, rep=OTHER)],
            intents=[intent(2, collection=EVENTS), intent(3, rep=OTHER)],
            errors=[
                error(2, collection=EVENTS),
                error(3, rep=OTHER),
                error(4, collection=None, side=None, record_id=""),
            ],
            unresolved=[unresolved(2, collection=EVENTS), unresolved(3, rep=OTHER)],
            held=[held(2, collection=EVENTS), held(3, rep=OTHER)],
        )
    )


def test_a_reset_forgets_one_rep_and_keeps_ended_links_and_the_journal(store: Store) -> None:
    _filled(store)
    store.reset(REP)
    seen = observed(store)
    assert seen["links"] == [link(2, ended=Ended.MOVED_OUT), link(4, rep=OTHER)]
    assert seen["cursors"] == [cursor(rep=OTHER)]
    assert seen["sightings"] == [sighting(3, rep=OTHER)]
    assert seen["inbox"] == [inbox(2, rep=OTHER)]
    assert seen["intents"] == [intent(3, rep=OTHER)]
    assert (seen["errors"], seen["held"]) == ([error(3, rep=OTHER)], [held(3, rep=OTHER)])
    assert seen["unresolved"] == [unresolved(3, rep=OTHER)]
    assert seen["journal"] == [journal(1)]
    assert seen["cycles"] == {REP: cycle(counts={"n": 1})}
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, ["k"]) == []
    assert store.next_due(REP) is None


def test_what_a_person_refused_is_remembered_through_a_reset(store: Store) -> None:
    refused = held(2, state=Hold.REFUSED, record_id="m2")
    store.commit(Changes(held=[held(1), refused, held(3, state=Hold.ALLOWED, record_id="m3")]))
    store.reset(REP)
    assert store.held() == [refused]


def test_what_a_person_ignored_is_remembered_through_a_reset_and_what_was_answered_is_not(store: Store) -> None:
    rows = [unresolved(number, state=state) for number, state in enumerate((Asked.OPEN, Asked.ANSWERED, Asked.IGNORED))]
    store.commit(Changes(unresolved=rows))
    store.reset(REP)
    assert store.unresolved() == [rows[2]]


def test_a_reset_of_one_collection_leaves_the_other_and_the_inbox(store: Store) -> None:
    _filled(store)
    store.reset(REP, CONTACTS)
    seen = observed(store)
    assert seen["links"] == [link(2, ended=Ended.MOVED_OUT), link(3, collection=EVENTS), link(4, rep=OTHER)]
    assert seen["cursors"] == [cursor(collection=EVENTS), cursor(rep=OTHER)]
    assert seen["inbox"] == [inbox(1), inbox(2, rep=OTHER)]
    assert [row.record_id for row in store.errors(rep=REP)] == ["", "m2"]
    assert store.held(rep=REP) == [held(2, collection=EVENTS)]
    assert store.unresolved(rep=REP) == [unresolved(2, collection=EVENTS)]
    assert store.due(REP, CONTACTS, NOW, 9) == []
    assert store.due(REP, EVENTS, NOW, 9) == [sighting(2, collection=EVENTS)]
    assert (store.intents(REP, CONTACTS), store.intents(REP, EVENTS)) == ([], [intent(2, collection=EVENTS)])


def test_records_are_free_for_new_links_after_a_reset(store: Store) -> None:
    store.commit(Changes(links=[link(1)]))
    store.reset(REP)
    store.commit(Changes(links=[link(2, salesforce_id="s1", mailbox_id="m1")]))
    assert store.count_links(REP, CONTACTS) == 1
