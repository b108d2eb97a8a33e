"""SPEC 7.9: what is logged of a cycle leads to its rep, and names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import structlog
from structlog.contextvars import merge_contextvars
from structlog.testing import LogCapture

from syncline.sandbox.faults import Fault, FaultKind
from tests.support.house import House
from tests.support.house_people import person, put
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

ANN, BOB = "ann@acme.example", "bob@acme.example"


@pytest.fixture
def house() -> House:
    return House(reps=(ANN, BOB))


@pytest.fixture
def said() -> Iterator[list[Any]]:
    held, captured = structlog.get_config(), LogCapture()
    structlog.configure(processors=[merge_contextvars, captured])
    yield captured.entries
    structlog.configure(**held)


def of(said: list[Any], event: str) -> list[Any]:
    return [one for one in said if one["event"] == event]


def test_a_cycle_that_did_something_is_told_by_the_id_that_its_rep_shows(house: House, said: list[Any]) -> None:
    put(house, person(1), ANN)
    Shift(house).work()
    names = {rep: row.name for rep, row in house.store.last_cycles().items()}
    assert len(set(names.values())) == 2
    (line,) = of(said, "cycle finished")
    assert (line["cycle"], line["created"]) == (names[f"acme/{ANN}"], 1)
    assert not [one for one in said if "acme.example" in repr(one)]


def test_idle_cycles_have_no_line_each(house: House, said: list[Any]) -> None:
    shift = Shift(house)
    shift.work()
    said.clear()
    assert len(shift.after(EVERY)) == 2
    assert {one["event"] for one in said} == {"org read", "cycles finished"}


def test_a_cycle_that_is_stopped_tells_its_code_and_a_defect_the_cycle(
    house: House, said: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = Shift(house)
    shift.work()
    house.mail_faults.arm(Fault(FaultKind.SIGNED_OUT, times=-1))
    shift.after(EVERY)
    line = of(said, "cycle stopped")[0]
    assert line["code"] == "exchange_sign_in_refused"
    assert line["cycle"]
    house.mail_faults.disarm()
    monkeypatch.setattr("syncline.jobs.rep_turn.Cycle.run", lambda _cycle: 1 // 0)
    shift.after(2 * EVERY)
    (line, *_) = of(said, "cycle broken off by a defect")
    assert line["cycle"]
