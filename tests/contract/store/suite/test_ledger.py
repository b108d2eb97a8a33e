from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.records.candidate import Candidate
from syncline.store.changes import Changes
from syncline.store.rows import Action, ErrorFilter, Hold, JournalFilter
from syncline.store.short_ids import spot_id
from tests.support.store_samples import (
    CONTACTS,
    EVENTS,
    MAILBOX,
    NOW,
    OTHER,
    REP,
    SALESFORCE,
    cursor,
    cycle,
    error,
    held,
    intent,
    journal,
    later,
    unresolved,
)

if TYPE_CHECKING:
    from syncline.store.port import Store


def test_cursors_are_kept_per_collection_and_side(store: Store) -> None:
    rows = [cursor(complete=True), cursor(side=SALESFORCE), cursor(collection=EVENTS)]
    store.commit(Changes(cursors=[cursor(cursor="old"), *rows, cursor(rep=OTHER)]))
    assert store.cursors(REP) == rows
    store.commit(Changes(cursors=[cursor(cursor="c2")]))
    assert store.cursors(REP)[0] == cursor(cursor="c2")


def test_intents_wait_oldest_first_until_they_are_done(store: Store) -> None:
    store.commit(Changes(intents=[intent(2), intent(1), intent(3, collection=EVENTS), intent(4, rep=OTHER)]))
    assert store.intents(REP, CONTACTS) == [intent(1), intent(2)]
    store.commit(Changes(intents_done=["key1", "unknown"], intents=[intent(2, due=later(9), source=None)]))
    assert store.intents(REP, CONTACTS) == [intent(2, due=later(9), source=None)]


def test_the_journal_is_read_newest_first_and_of_one_instant_in_reverse(store: Store) -> None:
    old, one, two, new = journal(1, at=later(-1)), journal(2), journal(3), journal(0, at=later(1), rep=OTHER)
    store.commit(Changes(journal=[new, one]))
    store.commit(Changes(journal=[old, two]))
    assert store.journal() == [new, two, one, old]
    assert store.journal(rep=REP, limit=2) == [two, one]


def test_a_journal_row_comes_back_as_it_was_given(store: Store) -> None:
    full = journal(
        1,
        action=Action.DELETE,
        before={"Surname": "Åström", "JobTitle": None, "ReminderMinutesBeforeStart": 15},
        after={"Flag": True},
        whole="<Contact>\n" + "x" * 200_000 + "</Contact>",
        link_id="l1",
        who="anna",
        undoes="j9",
        private=True,
    )
    store.commit(Changes(journal=[full]))
    assert store.journal() == [full]


def test_the_journal_is_narrowed_and_read_page_by_page(store: Store) -> None:
    rows = [journal(number, at=later(number // 2), side=SALESFORCE if number % 2 else MAILBOX) for number in range(6)]
    others = [journal(6, at=later(9), collection=EVENTS, undoes="j2"), journal(7, at=later(9), rep=OTHER)]
    store.commit(Changes(journal=[*rows, *others]))

    def read(rep: str | None = REP, limit: int = 100, **only: Any) -> list[str]:
        return [row.id for row in store.journal(rep=rep, limit=limit, only=JournalFilter(**only))]

    assert read(collection=CONTACTS, side=SALESFORCE) == ["j5", "j3", "j1"]
    assert read(since=later(1), until=later(2)) == ["j3", "j2"]
    assert read(None, ids=("j7", "j1", "unknown")) == ["j7", "j1"]
    assert read(ids=()) == []
    assert read(records=("m2", "m4", "unknown")) == ["j4", "j2"]
    assert read(links=("",)) == []
    assert read(undoes=("j2", "")) == ["j6"]
    assert read(limit=2, after="j4", collection=CONTACTS) == ["j3", "j2"]
    assert read(limit=2, after="j7") == ["j6", "j5"]
    assert read(after="unknown") == []


def test_the_journal_is_searched_for_a_person(store: Store) -> None:
    rows = [
        journal(1, before={"EmailAddress1": "Ann@Customer.example"}),
        journal(2, after={"EmailAddress1": "ann@customer.example"}),
        journal(3, whole="<Email>ann@customer.example</Email>"),
        journal(4, before={"EmailAddress1": "bob@customer.example"}, link_id="l4"),
    ]
    store.commit(Changes(journal=rows))
    assert [row.id for row in store.journal(only=JournalFilter(naming="ANN@customer.example"))] == ["j3", "j2", "j1"]
    assert [row.id for row in store.journal(only=JournalFilter(links=("l4",)))] == ["j4"]


def test_old_rows_of_the_journal_are_forgotten(store: Store) -> None:
    store.commit(Changes(journal=[journal(1), journal(2, at=later(1)), journal(3, at=later(-1), rep=OTHER)]))
    assert store.forget_journal(later(1)) == 2
    assert store.forget_journal(later(1)) == 0
    assert [row.id for row in store.journal()] == ["j2"]


def test_a_journal_row_is_replaced_by_what_really_happened_or_dropped(store: Store) -> None:
    store.commit(Changes(journal=[journal(1), journal(2), journal(3)]))
    store.commit(Changes(journal=[journal(1, reason="really")], journal_dropped=["j2", "unknown"]))
    assert store.journal() == [journal(3), journal(1, reason="really")]


def test_deletions_are_counted_from_the_journal(store: Store) -> None:
    gone = Action.DELETE
    rows = [
        journal(1, action=gone),
        journal(2, action=gone, at=later(-1)),
        journal(3),
        journal(4, action=gone, rep=OTHER),
        journal(5, action=gone, collection=EVENTS),
    ]
    store.commit(Changes(journal=rows))
    assert store.deletes_since(REP, CONTACTS, NOW) == 1
    assert store.deletes_since(REP, CONTACTS, later(-1)) == 2
    assert store.deletes_since(REP, CONTACTS, later(1)) == 0
    assert store.deletes_since(REP, CONTACTS, later(-1), ["j2", "j4"]) == 1


def test_errors_are_one_per_place_newest_first(store: Store) -> None:
    whole = error(5, collection=None, side=None, record_id="")
    store.commit(Changes(errors=[error(1), error(2), whole, error(3, rep=OTHER)]))
    store.commit(Changes(errors=[error(1, at=later(9), attempts=2, other_id="s1")]))
    assert store.errors(rep=REP) == [error(1, at=later(9), attempts=2, other_id="s1"), whole, error(2)]
    assert len(store.errors()) == 4
    store.commit(Changes(errors_cleared=[(REP, CONTACTS, MAILBOX, "m1"), (REP, None, None, "")]))
    assert store.errors(rep=REP) == [error(2)]


def test_errors_are_narrowed_and_read_page_by_page(store: Store) -> None:
    whole = error(0, collection=None, side=None, record_id="", at=later(1))
    rows = [error(number, at=later(number // 3)) for number in range(1, 8)]
    others = [error(8, code="other", side=SALESFORCE), error(9, collection=EVENTS), error(1, rep=OTHER)]
    store.commit(Changes(errors=[whole, *rows, *others]))
    every = store.errors()
    read = [store.errors(limit=4)]
    while read[-1]:
        read.append(store.errors(only=ErrorFilter(after=read[-1][-1]), limit=4))
    assert [row for page in read for row in page] == every
    assert len(every) == 11
    assert store.errors(only=ErrorFilter(code="other")) == [others[0]]
    assert store.errors(only=ErrorFilter(side=SALESFORCE, code=rows[0].code)) == []
    assert store.errors(only=ErrorFilter(collection=EVENTS)) == [others[1]]
    assert store.errors(only=ErrorFilter(whole=True)) == [whole]
    assert store.errors(only=ErrorFilter(since=later(1), until=later(2)), rep=REP) == [whole, *rows[2:5]]
    assert store.errors(only=ErrorFilter(after=rows[6]), rep=OTHER) == [others[2]]


def test_unresolved_items_are_one_per_record_newest_first(store: Store) -> None:
    store.commit(Changes(unresolved=[unresolved(1), unresolved(2, candidates=()), unresolved(3, rep=OTHER)]))
    store.commit(Changes(unresolved=[unresolved(1, candidates=(Candidate("s3"),))]))
    assert store.unresolved(rep=REP) == [unresolved(2, candidates=()), unresolved(1, candidates=(Candidate("s3"),))]
    store.commit(Changes(unresolved_cleared=[(REP, CONTACTS, MAILBOX, "m2")]))
    assert store.unresolved() == [unresolved(3, rep=OTHER), unresolved(1, candidates=(Candidate("s3"),))]


def test_held_items_are_one_per_record_and_per_id(store: Store) -> None:
    store.commit(Changes(held=[held(1), held(2, state=Hold.REFUSED), held(3, rep=OTHER)]))
    store.commit(Changes(held=[held(1, state=Hold.ALLOWED), held(4, record_id="m2")]))
    assert store.held(rep=REP) == [held(4, record_id="m2"), held(1, state=Hold.ALLOWED)]
    store.commit(Changes(held=[held(4, record_id="m5")], held_cleared=["h1"]))
    assert store.held() == [held(4, record_id="m5"), held(3, rep=OTHER)]


def test_what_waits_is_asked_for_by_id(store: Store) -> None:
    whole = error(5, collection=None, side=None, record_id="")
    store.commit(
        Changes(
            errors=[error(1), error(2), whole],
            unresolved=[unresolved(1), unresolved(2)],
            held=[held(1), held(2), held(3, rep=OTHER)],
        )
    )
    assert store.errors(ids=[spot_id(whole), spot_id(error(2)), "nobody's"]) == [whole, error(2)]
    assert store.unresolved(ids=[spot_id(unresolved(1))]) == [unresolved(1)]
    assert store.held(ids=["h3", "h1"]) == [held(3, rep=OTHER), held(1)]
    assert store.held(rep=REP, ids=["h3", "h1"]) == [held(1)]
    assert not store.errors(rep=OTHER, ids=[spot_id(whole)])
    assert not store.errors(ids=[])


def test_the_last_finished_cycle_of_each_rep_is_kept(store: Store) -> None:
    store.commit(Changes(cycles=[cycle(finished=later(9)), cycle(finished=later(7)), cycle(rep=OTHER)]))
    store.commit(Changes(cycles=[cycle(finished=later(8))]))
    assert store.last_cycles() == {REP: cycle(finished=later(9)), OTHER: cycle(rep=OTHER)}
    assert store.last_cycles([OTHER]) == {OTHER: cycle(rep=OTHER)}
