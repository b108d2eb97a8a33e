from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.records.link import Ended
from syncline.store.changes import Changes
from syncline.store.port import LinkTakenError
from syncline.store.rows import Watcher
from tests.support.store_samples import CONTACTS, EVENTS, MAILBOX, NOW, OTHER, REP, SALESFORCE, link, rep

if TYPE_CHECKING:
    from syncline.store.port import Store


def test_a_link_comes_back_as_it_was_given(store: Store) -> None:
    full = link(
        1,
        salesforce_seen={"Surname": "Cut", "JobTitle": None},
        mailbox_seen={"Body": "Line\nline", "Attendees": 3, "Flag": False},
        salesforce_version="2026-03-01T09:00:00.000Z",
        mailbox_version="EQAAABYAAAB",
        uid="uid-1",
        trace="trace-1",
        made_on=SALESFORCE,
        owner="005",
        ended=Ended.MOVED_OUT,
        ended_at=NOW,
        keys=("k1", "k2"),
    )
    store.commit(Changes(links=[full, link(2)]))
    assert store.links_by_id(["link2", "link1", "unknown"]) == [full, link(2)]


def test_links_are_found_by_the_record_of_either_side_live_or_ended(store: Store) -> None:
    ended = link(2, ended=Ended.MOVED_OUT, ended_at=NOW)
    store.commit(Changes(links=[link(1), ended, link(3, rep=OTHER), link(4, collection=EVENTS)]))
    assert store.links(REP, CONTACTS, MAILBOX, ["m1", "m2", "m3", "m4"]) == [link(1), ended]
    assert store.links(REP, CONTACTS, SALESFORCE, ["s2", "s1"]) == [link(1), ended]
    assert store.links(REP, CONTACTS, SALESFORCE, ["m1"]) == []
    assert store.links(REP, CONTACTS, SALESFORCE, []) == []


def test_ids_are_compared_letter_by_letter(store: Store) -> None:
    store.commit(Changes(links=[link(1, mailbox_id="AAMkA"), link(2, mailbox_id="AAMka"), link(3, mailbox_id="AAMká")]))
    assert [found.id for found in store.links(REP, CONTACTS, MAILBOX, ["AAMkA"])] == ["link1"]
    assert store.links(REP, CONTACTS, MAILBOX, ["aamka", "AAMkA "]) == []


def test_links_are_found_by_trace(store: Store) -> None:
    old = link(1, trace="t", ended=Ended.MOVED_OUT)
    new = link(2, trace="t")
    store.commit(Changes(links=[old, new, link(3), link(4, trace="t", rep=OTHER)]))
    assert store.links_by_trace(REP, CONTACTS, ["t", "u"]) == [old, new]
    assert store.links_by_trace(REP, EVENTS, ["t"]) == []


def test_live_links_are_found_by_uid_and_keep_that_their_event_is_a_child(store: Store) -> None:
    mine = link(
        1, collection=EVENTS, uid="u", child=True, salesforce_sent={"Subject": None}, mailbox_sent={"Location": "Room"}
    )
    ended = link(2, collection=EVENTS, uid="u", ended=Ended.MOVED_OUT)
    others = link(3, collection=EVENTS, uid="u", rep=OTHER)
    store.commit(Changes(links=[mine, ended, others, link(4, collection=EVENTS, uid="v"), link(5, uid="u")]))
    assert store.links_by_uid(REP, EVENTS, ["u", "w"]) == [mine]
    assert store.links_by_uid(OTHER, EVENTS, ["u"]) == [others]
    assert store.links_by_uid(REP, EVENTS, []) == []


def test_live_links_are_found_by_key(store: Store) -> None:
    one = link(1, keys=("e:a", "n:b"))
    gone = link(2, keys=("e:a",), ended=Ended.CONFIGURATION)
    store.commit(Changes(links=[one, gone, link(3, keys=("e:a",), rep=OTHER), link(4, keys=("e:A", "e:"))]))
    assert store.links_by_keys(REP, CONTACTS, ["n:b", "e:a"]) == [one]
    assert store.links_by_keys(REP, CONTACTS, ["e:b"]) == []
    assert store.ended_by_keys(REP, CONTACTS, ["n:b", "e:a"]) == [gone]


def test_keys_of_a_rewritten_link_are_forgotten(store: Store) -> None:
    store.commit(Changes(links=[link(1, keys=("old",))]))
    store.commit(Changes(links=[link(1, keys=("new",))]))
    assert store.links_by_keys(REP, CONTACTS, ["old"]) == []
    assert store.links_by_keys(REP, CONTACTS, ["new"]) == [link(1, keys=("new",))]


def test_live_links_are_walked_in_the_order_of_their_ids(store: Store) -> None:
    store.commit(Changes(links=[link(number, id=name) for number, name in enumerate(["b", "Z", "a", "é"])]))
    store.commit(Changes(links=[link(8, id="c", ended=Ended.MOVED_OUT), link(9, id="d", rep=OTHER)]))
    assert [found.id for found in store.live_links(REP, CONTACTS, "", 3)] == ["Z", "a", "b"]
    assert [found.id for found in store.live_links(REP, CONTACTS, "b", 3)] == ["é"]


def test_live_links_are_counted(store: Store) -> None:
    store.commit(Changes(links=[link(1), link(2), link(3, ended=Ended.MOVED_OUT), link(4, collection=EVENTS)]))
    assert store.count_links(REP, CONTACTS) == 2
    assert store.count_links(OTHER, CONTACTS) == 0


@pytest.mark.parametrize("clash", [{"salesforce_id": "s1"}, {"mailbox_id": "m1"}])
def test_no_two_live_links_hold_the_same_record(store: Store, clash: dict[str, str]) -> None:
    store.commit(Changes(links=[link(1)]))
    with pytest.raises(LinkTakenError):
        store.commit(Changes(links=[link(3), link(2, **clash)]))
    assert store.links_by_id(["link1", "link2", "link3"]) == [link(1)]


def test_two_links_of_one_commit_cannot_hold_the_same_record(store: Store) -> None:
    with pytest.raises(LinkTakenError):
        store.commit(Changes(links=[link(1), link(2, mailbox_id="m1")]))
    assert store.count_links(REP, CONTACTS) == 0


@pytest.mark.parametrize("elsewhere", [{"rep": OTHER}, {"collection": EVENTS}])
def test_a_record_may_be_linked_elsewhere(store: Store, elsewhere: dict[str, str]) -> None:
    store.commit(Changes(links=[link(1), link(2, salesforce_id="s1", mailbox_id="m1", **elsewhere)]))
    assert len(store.links_by_id(["link1", "link2"])) == 2


def test_an_ended_link_does_not_stand_in_the_way(store: Store) -> None:
    over = link(1, ended=Ended.DELETED_IN_MAILBOX, ended_at=NOW)
    store.commit(Changes(links=[over]))
    store.commit(Changes(links=[link(2, salesforce_id="s1", mailbox_id="m1")]))
    store.commit(Changes(links=[link(3, salesforce_id="s1", mailbox_id="m1", ended=Ended.MOVED_OUT)]))
    assert [found.id for found in store.links(REP, CONTACTS, MAILBOX, ["m1"])] == ["link1", "link2", "link3"]
    with pytest.raises(LinkTakenError):
        store.commit(Changes(links=[link(1)]))


def test_a_link_may_end_and_be_followed_in_one_commit(store: Store) -> None:
    store.commit(Changes(links=[link(1)]))
    store.commit(Changes(links=[link(2, mailbox_id="m1"), link(1, ended=Ended.MOVED_OUT)]))
    assert [found.live for found in store.links(REP, CONTACTS, MAILBOX, ["m1"])] == [False, True]


def test_links_may_exchange_their_records_in_one_commit(store: Store) -> None:
    store.commit(Changes(links=[link(1), link(2)]))
    exchanged = [link(1, mailbox_id="m2"), link(2, mailbox_id="m1")]
    store.commit(Changes(links=exchanged))
    assert store.links_by_id(["link1", "link2"]) == exchanged


def test_the_last_of_several_rows_of_one_link_wins(store: Store) -> None:
    store.commit(Changes(links=[link(1, uid="first"), link(1, uid="last")]))
    assert store.links_by_id(["link1"]) == [link(1, uid="last")]


def test_watchers_are_the_links_of_all_reps_of_the_org(store: Store) -> None:
    store.save_setup(reps=[rep(), rep(id=OTHER), rep(id="rival/otto", org="rival")])
    held = [
        link(1, salesforce_version="v"),
        link(2, rep=OTHER, salesforce_id="s1", ended=Ended.OUT_OF_SCOPE),
        link(3, rep="rival/otto", salesforce_id="s1"),
        link(4, rep="nobody", salesforce_id="s1"),
        link(5, rep=OTHER),
    ]
    store.commit(Changes(links=held))
    expected = [Watcher(REP, CONTACTS, "s1", "v", live=True), Watcher(OTHER, CONTACTS, "s1", "", live=False)]
    assert store.watchers("acme", ["s1", "s9"]) == expected
    assert store.watchers("acme", []) == []


def test_links_are_found_by_what_stands_in_them(store: Store) -> None:
    named = [link(1, base={"Surname": "Åström"}), link(2, keys=("email:ann@x.example",), ended=Ended.MOVED_OUT)]
    store.commit(Changes(links=[*named, link(3, mailbox_seen={"JobTitle": None}), link(4, rep=OTHER)]))
    assert [one.id for one in store.links_naming("ann@X.example")] == ["link2"]
    assert [one.id for one in store.links_naming("Åström")] == ["link1"]
    assert store.links_naming("nobody@x.example") == []


def test_links_of_everybody_are_found_by_the_records_they_hold(store: Store) -> None:
    mine, theirs, gone = link(1), link(2, rep=OTHER), link(3, ended=Ended.MOVED_OUT, ended_at=NOW)
    store.commit(Changes(links=[mine, theirs, gone, link(4)]))
    wanted = [mine.salesforce_id, mine.mailbox_id, theirs.mailbox_id, gone.salesforce_id, "nobody's"]
    assert store.links_holding(wanted) == [mine, theirs, gone]
    assert store.links_holding([]) == []


def test_links_of_one_rep_are_found_by_words_live_ones_first(store: Store) -> None:
    name = {"GivenName": "Ann", "Surname": "Åström"}
    links = [link(1, base=name, ended=Ended.MOVED_OUT), link(2, base=name), link(3, rep=OTHER, base=name), link(4)]
    store.commit(Changes(links=links))
    assert [one.id for one in store.links_about(REP, ["ANN", "ström"], 9)] == ["link2", "link1"]
    assert [one.id for one in store.links_about(REP, ["ann"], 1)] == ["link2"]
    assert store.links_about(REP, ["ann", "nobody"], 9) == []
    assert store.links_about(REP, [], 9) == []
