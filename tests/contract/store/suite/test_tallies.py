from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.store.changes import Changes
from syncline.store.rows import Asked, Hold, JournalFilter, RepRow
from syncline.store.schedule import Turn, Whose
from tests.support.store_samples import (
    CONTACTS,
    EVENTS,
    NOW,
    OTHER,
    REP,
    cursor,
    error,
    held,
    journal,
    later,
    link,
    unresolved,
)

if TYPE_CHECKING:
    from syncline.store.port import Store


def test_an_empty_store_has_nothing_that_waits(store: Store) -> None:
    tally = store.tally(NOW)
    assert (tally.held, tally.unresolved, tally.overdue, tally.lateness, tally.first_cycles) == (0, 0, 0, 0.0, 0)
    assert not tally.reps
    assert not tally.errors


def test_what_waits_is_counted(store: Store) -> None:
    store.save_setup(
        reps=[
            RepRow(REP, "acme", "mail", "a", "Sales"),
            RepRow(OTHER, "acme", "mail", "b", "Sales", paused=True),
            RepRow("r3", "acme", "mail", "c", ""),
        ]
    )
    store.commit(
        Changes(
            errors=[error(1, code="x"), error(2, code="x"), error(3, code="y", rep=OTHER)],
            held=[held(1), held(2, state=Hold.REFUSED)],
            unresolved=[unresolved(1), unresolved(2), unresolved(3, state=Asked.IGNORED)],
        )
    )
    late = NOW - timedelta(seconds=90)
    store.save_turns(
        [Turn(Whose.REP, REP, late, 300.0), Turn(Whose.REP, OTHER, later(9), 0.0), Turn(Whose.ORG, "acme", late, 0.0)]
    )
    tally = store.tally(NOW)
    assert dict(tally.reps) == {"Sales": 1, "": 1}
    assert dict(tally.errors) == {"x": 2, "y": 1}
    assert (tally.held, tally.unresolved) == (1, 2)
    assert (tally.overdue, tally.lateness, tally.first_cycles) == (1, 90.0, 1)


def test_links_and_cursors_of_the_reps_of_a_list(store: Store) -> None:
    rows = [cursor(), cursor(collection=EVENTS)]
    store.commit(Changes(links=[link(1), link(2), link(3, rep=OTHER)], cursors=[*rows, cursor(rep=OTHER)]))
    assert store.live_links_of([REP, "nobody"]) == {(REP, CONTACTS): 2}
    assert store.cursors_of([REP]) == rows
    assert store.live_links_of([]) == {}


def test_errors_unresolved_and_held_items_of_some_reps(store: Store) -> None:
    mine, theirs = error(1), error(2, rep=OTHER)
    store.commit(Changes(errors=[mine, theirs], held=[held(1), held(2, rep=OTHER)], unresolved=[unresolved(1)]))
    assert store.errors(reps=[OTHER]) == [theirs]
    assert store.errors(reps=[]) == []
    assert [row.rep for row in store.held(reps=[REP])] == [REP]
    assert store.unresolved(reps=[OTHER]) == []


def test_the_journal_is_looked_through_down_to_a_row(store: Store) -> None:
    rows = [journal(number, at=later(number), before={"Surname": "Doe"}) for number in range(6)]
    store.commit(Changes(journal=rows))
    (edge,) = store.journal(limit=1, skip=2)
    assert edge == rows[3]
    assert store.journal(only=JournalFilter(naming="doe", down_to=edge.id)) == [rows[5], rows[4], rows[3]]
    assert store.journal(only=JournalFilter(after=rows[5].id, down_to=edge.id)) == [rows[4], rows[3]]
    assert store.journal(skip=6) == []
