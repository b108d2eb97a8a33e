"""SPEC 6.3: one mailbox that hangs, throttles or meets with a defect never delays another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.engine.cycle import Cycle
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.errors import StoreUnavailableError
from syncline.store.schedule import Whose
from tests.support.house import House
from tests.support.house_people import person, put
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from syncline.store.schedule import Turn

ANN, BOB, CEM = "ann@acme.example", "bob@acme.example", "cem@acme.example"
IDS = [f"acme/{ANN}", f"acme/{BOB}", f"acme/{CEM}"]


@pytest.fixture
def house() -> House:
    return House(reps=(ANN, BOB, CEM))


@pytest.fixture
def shift(house: House) -> Shift:
    working = Shift(house)
    working.work()
    return working


def turn(house: House, rep: str) -> Turn:
    return house.store.turns(Whose.REP, [f"acme/{rep}"])[0]


def spoil(monkeypatch: pytest.MonkeyPatch, rep: str, error: Exception) -> None:
    """Let every cycle of a rep end in an error that is no connector's."""
    run = Cycle.run

    def spoilt(self: Cycle) -> dict[str, Any]:
        if self.rep.id == f"acme/{rep}":
            raise error
        return run(self)

    monkeypatch.setattr(Cycle, "run", spoilt)


def test_a_defect_met_by_one_rep_is_theirs_alone(
    house: House, shift: Shift, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(house, person(1), BOB)
    with monkeypatch.context() as patch:
        spoil(patch, ANN, KeyError("marianne"))
        shift.after(EVERY)
    assert house.link_count(Collection.CONTACTS, BOB) == 1
    (row,) = house.store.errors()
    assert (row.rep, row.code) == (IDS[0], "defect")
    assert "marianne" not in row.message + "".join(capsys.readouterr())
    shift.after(EVERY)
    assert house.errors() == []


def test_a_thread_whose_database_connection_broke_costs_its_own_rep_half_a_minute(
    house: House, shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(house, person(1), BOB)
    with monkeypatch.context() as patch:
        spoil(patch, ANN, StoreUnavailableError("reading"))
        shift.after(EVERY)
    assert house.link_count(Collection.CONTACTS, BOB) == 1
    assert timedelta(seconds=29) < turn(house, ANN).due - house.clock() <= timedelta(seconds=30)


def test_who_is_told_to_stop_leaves_everything_to_the_next_worker_at_once(house: House, shift: Shift) -> None:
    """The cycle in hand is broken off at its next page; whose turn had not come is due again now."""
    put(house, person(1), ANN)
    put(house, person(2), BOB)
    house.wait(seconds=EVERY)
    shift.service.hand_out()
    asked: list[str] = []

    def stopping() -> bool:
        asked.append("")
        return len(asked) > 2

    shift.service.stopping = stopping
    shift.service.run_cycles(shift.queue.batches.pop())
    assert all(turn(house, rep).due <= house.clock() for rep in (ANN, BOB, CEM))
    assert house.link_count(Collection.CONTACTS, BOB) == 0
    shift.service.stopping = lambda: False
    shift.work()
    assert [house.link_count(Collection.CONTACTS, rep) for rep in (ANN, BOB)] == [1, 1]
    assert house.org.count("Contact") == 2


def hang(house: House, rep: str) -> list[str]:
    """Let no request about a mailbox be answered in time; each holds a thread for a minute."""
    asked: list[str] = []

    def about(body: bytes, _environ: object) -> bool:
        if rep.encode() in body:
            asked.append("asked")
            raise requests.ReadTimeout
        return False

    house.mail_faults.arm(Fault(FaultKind.NOTHING, about, times=-1))
    return asked


def test_a_mailbox_that_hangs_is_asked_less_and_less_and_delays_nobody(house: House, shift: Shift) -> None:
    shift.after(EVERY)
    asked = hang(house, ANN)
    seen = dict.fromkeys(IDS, 0)
    for _ in range(12):
        for rep in shift.after(EVERY):
            seen[rep] += 1
    assert seen[IDS[1]] == seen[IDS[2]] == 12
    assert seen[IDS[0]] == 5, "at 0, then after 10 minutes, then every 15"
    assert len(asked) <= 2 * seen[IDS[0]], "one request for each collection, and no more"
    assert set(house.errors()) == {"timed_out"}


def test_a_mailbox_that_hung_is_looked_at_as_ever_once_it_answers(house: House, shift: Shift) -> None:
    hang(house, ANN)
    shift.after(EVERY)
    house.mail_faults.disarm()
    put(house, person(1), ANN)
    shift.after(2 * EVERY)
    assert house.link_count(Collection.CONTACTS, ANN) == 1
    assert turn(house, ANN).due <= house.clock() + timedelta(seconds=EVERY)
    assert house.errors() == []


def test_a_mailbox_that_throttles_is_left_alone_as_long_as_it_asks(house: House, shift: Shift) -> None:
    house.exchange.throttle(1, back_off=1_000_000)
    put(house, person(1), BOB)
    shift.after(EVERY)
    assert house.link_count(Collection.CONTACTS, BOB) == 1
    assert IDS[0] not in shift.after(EVERY)
    assert IDS[0] in shift.after(1000 - EVERY)
