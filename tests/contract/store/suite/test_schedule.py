"""Turns are claimed by one worker each, and a mailbox is held by one thread (SPEC 6.1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from syncline.store.schedule import Turn, Whose
from tests.support.guard import GUARD
from tests.support.store_samples import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.store.port import Store

LATER = NOW + timedelta(minutes=5)


def _turn(name: str, due: datetime = NOW, whose: Whose = Whose.REP) -> Turn:
    return Turn(whose, name, due, 300.0)


def test_what_is_due_is_claimed_once_the_longest_overdue_first(store: Store) -> None:
    late, later = _turn("a/z", NOW - timedelta(minutes=2)), _turn("a/y", NOW - timedelta(minutes=1))
    store.save_turns([later, late, _turn("a/x", NOW + timedelta(seconds=1))])
    assert store.claim_turns(Whose.REP, NOW, LATER, 10) == [late, later]
    assert store.claim_turns(Whose.REP, NOW, LATER, 10) == []


def test_what_was_claimed_and_never_given_back_comes_due_again(store: Store) -> None:
    store.save_turns([_turn("a/x")])
    store.claim_turns(Whose.REP, NOW, LATER, 10)
    assert [turn.name for turn in store.claim_turns(Whose.REP, LATER, LATER + timedelta(minutes=5), 10)] == ["a/x"]


def test_no_more_than_asked_for_is_claimed(store: Store) -> None:
    store.save_turns(_turn(f"a/{number}", NOW - timedelta(seconds=number)) for number in range(5))
    assert [turn.name for turn in store.claim_turns(Whose.REP, NOW, LATER, 2)] == ["a/4", "a/3"]
    assert len(store.claim_turns(Whose.REP, NOW, LATER, 10)) == 3


def test_what_is_due_can_be_claimed_by_name(store: Store) -> None:
    store.save_turns([_turn("a/x"), _turn("a/y"), _turn("a/x", whose=Whose.CONNECTION)])
    assert store.claim_turns(Whose.CONNECTION, NOW, LATER, 9, ["a/y"]) == []
    assert store.claim_turns(Whose.REP, NOW, LATER, 9, ["a/y"]) == [_turn("a/y")]
    assert store.claim_turns(Whose.REP, NOW, LATER, 9) == [_turn("a/x")]


def test_adding_leaves_what_is_there_and_saving_replaces_it(store: Store) -> None:
    store.add_turns([_turn("a/x"), _turn("acme", whose=Whose.ORG)])
    store.add_turns([_turn("a/x", LATER)])
    assert store.turns(Whose.REP) == [_turn("a/x")]
    store.save_turns([_turn("a/x", LATER)])
    assert store.turns(Whose.REP) == [_turn("a/x", LATER)]
    assert store.turns(Whose.ORG) == [_turn("acme", whose=Whose.ORG)]


def test_hastening_never_puts_off(store: Store) -> None:
    store.save_turns([_turn("a/x", LATER), _turn("a/y", NOW - timedelta(minutes=1))])
    store.hasten(Whose.REP, ["a/x", "a/y", "a/unknown"], NOW)
    assert [turn.due for turn in store.turns(Whose.REP)] == [NOW, NOW - timedelta(minutes=1)]


def test_a_dropped_turn_is_gone(store: Store) -> None:
    store.save_turns([_turn("a/x"), _turn("a/x", whose=Whose.ORG)])
    store.drop_turns(Whose.REP, ["a/x"])
    assert store.turns(Whose.REP) == []
    assert store.turns(Whose.ORG) != []


def test_one_thread_holds_a_mailbox_and_the_others_are_told(store: Store) -> None:
    held, done = Event(), Event()

    def hold() -> bool:
        try:
            with store.holding(Whose.REP, "a/x") as mine:
                held.set()
                done.wait(GUARD)
                return mine
        finally:
            store.disconnect()

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(hold)
        held.wait(GUARD)
        with store.holding(Whose.REP, "a/x") as mine, store.holding(Whose.ORG, "a/x") as other:
            assert not mine
            assert other
            assert store.held_now(Whose.REP, ["a/x", "a/y"]) == {"a/x"}
        done.set()
        assert first.result()
    assert not store.held_now(Whose.REP, ["a/x"])
    with store.holding(Whose.REP, "a/x") as mine:
        assert mine


def test_waiting_for_a_mailbox_ends_when_it_is_free(store: Store) -> None:
    held, done = Event(), Event()

    def hold() -> None:
        try:
            with store.holding(Whose.REP, "a/x"):
                held.set()
                done.wait(GUARD)
        finally:
            store.disconnect()

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(hold)
        held.wait(GUARD)
        done.set()
        with store.holding(Whose.REP, "a/x", wait=True) as mine:
            assert mine
        first.result()


def test_what_was_hastened_during_its_work_stays_as_early(store: Store) -> None:
    soon = NOW + timedelta(seconds=2)
    store.save_turns([_turn("a/x", LATER), _turn("a/y", LATER)])
    store.hasten(Whose.REP, ["a/x"], soon)
    for name in ("a/x", "a/y", "a/gone"):
        store.next_turn(replace(_turn(name, LATER + timedelta(minutes=5)), pace=60.0), LATER)
    assert store.turns(Whose.REP) == [
        replace(_turn("a/x", soon), pace=60.0),
        replace(_turn("a/y", LATER + timedelta(minutes=5)), pace=60.0),
    ]


def test_a_turn_hastened_before_its_work_began_is_over_with_it(store: Store) -> None:
    store.save_turns([_turn("a/x", NOW)])
    store.next_turn(_turn("a/x", LATER), NOW)
    assert store.turns(Whose.REP) == [_turn("a/x", LATER)]
