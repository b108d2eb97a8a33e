"""P5: killed at any commit of a first sync or of a busy day, started again: the same end state."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from syncline.store.changes import Changes
from tests.support.house_crash import Killed, MortalStore
from tests.support.house_people import rest
from tests.support.house_story import first_day, outline, second_day

if TYPE_CHECKING:
    from tests.support.house import House


def at_day(day: int) -> tuple[House, MortalStore]:
    store = MortalStore()
    house = first_day(store)
    if day == 2:
        house.converge()
        second_day(house)
    return house, store


@cache
def undisturbed(day: int) -> dict[str, Any]:
    house, _ = at_day(day)
    rest(house)
    return outline(house)


def killed(house: House, store: MortalStore, number: int, *, carried_out: bool) -> bool:
    """Run a cycle that is killed at its n-th commit. Answers whether it was."""
    store.arm(number, carried_out=carried_out)
    with suppress(Killed):
        house.sync()
    return store.disarm()


@pytest.mark.parametrize("day", [1, 2])
@pytest.mark.parametrize("carried_out", [True, False])
def test_killed_at_any_commit(day: int, carried_out: bool) -> None:  # noqa: FBT001
    number = 0
    while True:
        house, store = at_day(day)
        if not killed(house, store, number, carried_out=carried_out):
            break
        house.converge(6)
        assert outline(house) == undisturbed(day), f"commit {number}"
        number += 1
    assert number >= 8


def test_killed_again_and_again() -> None:
    """At the first commit of the first run, the second of the second, and so on, until one run lives."""
    house, store = at_day(1)
    number = 0
    while killed(house, store, number, carried_out=bool(number % 2)):
        number += 1
        house.clock.advance(timedelta(seconds=20))
    assert number >= 5
    rest(house, 6)
    assert outline(house) == undisturbed(1)


@pytest.mark.parametrize("carried_out", [True, False])
def test_killed_during_a_reset(carried_out: bool) -> None:  # noqa: FBT001
    number = 0
    while True:
        house, store = at_day(1)
        house.converge()
        before = outline(house)
        _mark(house)
        if not killed(house, store, number, carried_out=carried_out):
            break
        house.converge(6)
        assert outline(house) == before, f"commit {number}"
        assert [rep.reset for rep in house.store.reps()] == [""]
        number += 1
    assert number >= 5


def _mark(house: House) -> None:
    house.store.commit(Changes(reps=[replace(rep, reset="marked") for rep in house.store.reps()]))
