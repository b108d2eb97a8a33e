from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.records.words import Gone
from syncline.store.changes import Changes
from syncline.store.rows import HELD, UNHEARD
from tests.support.store_samples import CONTACTS, EVENTS, MAILBOX, NOW, OTHER, REP, SALESFORCE, later, record, sighting

if TYPE_CHECKING:
    from syncline.store.port import Store


def test_a_sighting_comes_back_as_it_was_given(store: Store) -> None:
    seen = sighting(
        1,
        version="v2",
        record=record(
            1,
            active=later(1),
            owner="",
            uid="uid",
            trace="trace",
            marker="key1",
            not_representable="recurring",
            attendees=3,
            extra={"account": "001"},
        ),
        keys=("k1", "k2"),
        reason="waits",
        attempts=4,
        master="s9",
        owner="005",
    )
    gone = sighting(2, side=SALESFORCE, gone=Gone.MERGED, due=None, master="")
    store.commit(Changes(sightings=[seen, gone]))
    assert store.sightings(REP, CONTACTS, MAILBOX, ["m1", "m2"]) == [seen]
    assert store.sightings(REP, CONTACTS, SALESFORCE, ["m2"]) == [gone]
    assert store.sightings(REP, CONTACTS, SALESFORCE, []) == []


def test_a_sighting_replaces_what_was_seen_before(store: Store) -> None:
    store.commit(Changes(sightings=[sighting(1, keys=("old",), due=None, reason="parked")]))
    store.commit(Changes(sightings=[sighting(1, version="x"), sighting(1, keys=("new",))]))
    assert store.sightings(REP, CONTACTS, MAILBOX, ["m1"]) == [sighting(1, keys=("new",))]
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, ["old"]) == []
    assert store.parked(reason="parked") == 0


def test_settled_sightings_are_gone(store: Store) -> None:
    store.commit(Changes(sightings=[sighting(1, keys=("k",)), sighting(2, keys=("k",))]))
    store.commit(Changes(settled=[(REP, CONTACTS, MAILBOX, "m1"), (REP, CONTACTS, SALESFORCE, "m2")]))
    assert store.due(REP, CONTACTS, NOW, 9) == [sighting(2, keys=("k",))]
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, ["k"]) == [sighting(2, keys=("k",))]


def test_what_is_seen_again_by_the_commit_that_settles_it_stays(store: Store) -> None:
    store.commit(Changes(sightings=[sighting(1)]))
    store.commit(Changes(settled=[(REP, CONTACTS, MAILBOX, "m1")], sightings=[sighting(1, version="new")]))
    assert store.sightings(REP, CONTACTS, MAILBOX, ["m1"]) == [sighting(1, version="new")]


def test_due_are_those_whose_time_has_come_mailbox_first_then_by_id(store: Store) -> None:
    rows = [
        sighting(1, side=SALESFORCE, record_id="a"),
        sighting(2, record_id="b"),
        sighting(3, record_id="a"),
        sighting(4, record_id="B"),
        sighting(5, due=later(1)),
        sighting(6, due=None, reason="asks"),
        sighting(7, collection=EVENTS),
        sighting(8, rep=OTHER),
    ]
    store.commit(Changes(sightings=rows))
    assert store.due(REP, CONTACTS, NOW, 9) == [rows[3], rows[2], rows[1], rows[0]]
    assert store.due(REP, CONTACTS, NOW, 2) == [rows[3], rows[2]]
    assert rows[4] in store.due(REP, CONTACTS, later(1), 9)


def test_next_due_is_the_earliest_of_all_collections(store: Store) -> None:
    assert store.next_due(REP) is None
    store.commit(Changes(sightings=[sighting(1, due=None), sighting(2, rep=OTHER, due=later(-9))]))
    assert store.next_due(REP) is None
    store.commit(Changes(sightings=[sighting(3, due=later(20)), sighting(4, due=later(10), collection=EVENTS)]))
    assert store.next_due(REP) == later(10)
    store.commit(Changes(sightings=[sighting(5, due=later(5), reason=UNHEARD)]))
    assert store.next_due(REP) == later(10)


def test_sightings_are_found_by_key_on_one_side(store: Store) -> None:
    one = sighting(1, keys=("e:a", "n:b"))
    parked = sighting(2, keys=("n:b",), due=None)
    others = [sighting(3, side=SALESFORCE, keys=("e:a",)), sighting(4, rep=OTHER, keys=("e:a",))]
    store.commit(Changes(sightings=[one, parked, *others]))
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, ["e:a", "n:b"]) == [one, parked]
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, ["e:a", "n:b"], besides=["m1", "m7"]) == [parked]
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, ["e:a"], besides=["m1"]) == []
    assert store.sightings_by_keys(REP, CONTACTS, SALESFORCE, ["e:a"]) == [others[0]]
    assert store.sightings_by_keys(REP, EVENTS, MAILBOX, ["e:a"]) == []
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, []) == []


def test_parked_sightings_are_counted_by_reason(store: Store) -> None:
    rows = [sighting(1, due=None, reason="asks"), sighting(2, rep=OTHER, due=None, reason="asks")]
    store.commit(Changes(sightings=[*rows, sighting(3, due=None, reason="else"), sighting(4, reason="asks")]))
    assert store.parked(reason="asks") == 2
    assert store.parked(rep=REP, reason="asks") == 1


def test_what_is_parked_can_be_woken_but_not_what_a_person_holds(store: Store) -> None:
    rows = [
        sighting(1, due=None, reason="direction"),
        sighting(2, due=None, reason=HELD),
        sighting(3, due=later(500)),
    ]
    store.commit(Changes(sightings=rows))
    store.wake(rows[0].rep, rows[0].collection, later(9))
    due = store.due(rows[0].rep, rows[0].collection, later(10), 10)
    assert [(row.record_id, row.due) for row in due] == [(rows[0].record_id, later(9))]


def test_sightings_of_one_rep_are_found_by_words(store: Store) -> None:
    values = {"Subject": "Budget with Ann"}
    seen = [
        sighting(1, collection=EVENTS, record=structs.replace(record(1), values=values)),
        sighting(2, rep=OTHER, record=structs.replace(record(2), values=values)),
        sighting(3, record=None, keys=("email:budget@ann.example",)),
        sighting(4),
    ]
    store.commit(Changes(sightings=seen))
    assert store.sightings_about(REP, ["budget", "ANN"], 9) == [seen[0], seen[2]]
    assert store.sightings_about(REP, ["budget", "ANN"], 1) == [seen[0]]
    assert store.sightings_about(REP, ["budget", "bob"], 9) == []
    assert store.sightings_about(REP, [], 9) == []
