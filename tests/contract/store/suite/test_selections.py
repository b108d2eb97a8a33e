"""What people chose by an add-in is kept, one word an event (SPEC 5.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.store.selections import SelectionRow
from tests.support.store_samples import NOW

if TYPE_CHECKING:
    from syncline.store.port import Store

ROW = SelectionRow("a/x", "event 1", "uid-1", selected=True, at=NOW)


def test_the_last_word_about_an_event_is_kept(store: Store) -> None:
    second, other = replace(ROW, record_id="event 2", uid=""), replace(ROW, rep="a/w")
    store.save_selections([second, ROW, other])
    assert store.selections("a/x") == [ROW, second]
    taken_back = replace(ROW, selected=False, at=NOW + timedelta(minutes=1))
    store.save_selections([taken_back])
    assert store.selections("a/x") == [taken_back, second]
    assert store.selections("a/w") == [other]
    assert store.selections("a/nobody") == []


def test_what_was_said_meanwhile_still_waits(store: Store) -> None:
    second = replace(ROW, record_id="event 2")
    store.save_selections([ROW, second])
    taken_back = replace(ROW, selected=False, at=NOW + timedelta(minutes=1))
    store.save_selections([taken_back])
    store.settle_selections([ROW, second])
    assert store.selections("a/x") == [taken_back, replace(second, pending=False)]


def test_a_reset_keeps_what_people_chose(store: Store) -> None:
    store.save_selections([ROW])
    store.reset("a/x")
    assert store.selections("a/x") == [ROW]
