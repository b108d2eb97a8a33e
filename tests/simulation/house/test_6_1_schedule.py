"""SPEC 6.1: a cycle every few minutes per rep, sooner where something happens; workers share the work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline.jobs.reps import mark_for_reset
from syncline.jobs.reps import pause as set_paused
from syncline.jobs.service.pace import FASTEST
from syncline.jobs.service.planning import plan_reps
from syncline.jobs.service.service import BACKLOG
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.rows import RepRow
from syncline.store.schedule import Whose
from tests.support.house import House
from tests.support.house_people import add, person, put
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from syncline.store.schedule import Turn

ANN, BOB = "ann@acme.example", "bob@acme.example"
IDS = [f"acme/{ANN}", f"acme/{BOB}"]


@pytest.fixture
def house() -> House:
    return House(reps=(ANN, BOB))


@pytest.fixture
def shift(house: House) -> Shift:
    working = Shift(house)
    working.work()
    return working


def turns(house: House) -> dict[str, Turn]:
    return {turn.name: turn for turn in house.store.turns(Whose.REP)}


def test_everybody_gets_a_first_cycle_of_their_own_and_then_meets_in_batches(shift: Shift) -> None:
    assert shift.ran == IDS
    assert shift.after(EVERY) == IDS
    assert shift.queue.firsts == []


def test_an_idle_rep_is_looked_at_when_promised_and_not_before(shift: Shift) -> None:
    assert shift.after(EVERY - 1) == []
    assert shift.after(1) == IDS


def test_a_busy_mailbox_is_looked_at_sooner(house: House, shift: Shift) -> None:
    put(house, person(1), ANN)
    assert shift.after(EVERY) == IDS
    assert house.link_count(Collection.CONTACTS, ANN) == 1
    paces = {name: turn.pace for name, turn in turns(house).items()}
    assert paces == {IDS[0]: EVERY / 2, IDS[1]: EVERY}


def test_what_the_org_tells_is_not_kept_waiting(house: House, shift: Shift) -> None:
    """The feed is read for everybody; only whom it concerns is looked at before their time."""
    shift.after(EVERY)
    add(house, person(1), ANN)
    house.store.hasten(Whose.ORG, ["acme"], house.clock())
    assert shift.after(60) == [IDS[0]]
    assert house.link_count(Collection.CONTACTS, ANN) == 1


def test_a_mailbox_that_another_worker_has_in_hand_is_left_alone_and_looked_at_again(
    house: House, shift: Shift
) -> None:
    with house.store.holding(Whose.REP, IDS[0]):
        shift.after(EVERY)
        assert house.store.last_cycles()[IDS[0]].finished < house.clock()
    assert shift.after(30) == [IDS[0]]


def test_who_is_paused_has_no_turn_and_gets_one_again(house: House, shift: Shift) -> None:
    pause(house, ANN, paused=True)
    shift.after(EVERY)
    assert list(turns(house)) == [IDS[1]]
    pause(house, ANN, paused=False)
    assert IDS[0] in shift.after(EVERY)


def test_a_claim_of_a_worker_that_died_comes_due_again(house: House, shift: Shift) -> None:
    house.wait(seconds=EVERY)
    shift.service.hand_out()
    shift.queue.batches.clear()  # with the worker that had taken it
    assert shift.after(EVERY - 1) == []
    assert shift.after(1) == IDS


def test_what_a_dead_worker_had_in_hand_is_handed_out_as_soon_as_that_is_known(house: House, shift: Shift) -> None:
    shift.work()
    house.wait(seconds=EVERY)
    shift.service.hand_out()
    lost = [(Whose.REP, shift.queue.batches.pop()), (Whose.ORG, [shift.queue.orgs.pop()])]
    shift.service.hand_out()
    assert (shift.queue.batches, shift.queue.orgs) == ([], [])
    shift.service.make_up_for(lost)
    shift.service.hand_out()
    assert (shift.queue.batches, shift.queue.orgs) == ([lost[0][1]], lost[1][1])


def test_an_org_that_was_busy_for_a_moment_is_asked_again_soon(house: House, shift: Shift) -> None:
    shift.work()
    house.org_faults.arm(Fault(FaultKind.UNAVAILABLE, times=10))
    house.wait(seconds=EVERY)
    shift.service.read_org("acme")
    house.org_faults.disarm()
    add(house, person(1), ANN)
    shift.after(FASTEST)
    assert [item.values["Surname"] for item in house.items(ANN)] == [person(1)["Surname"]]


def test_what_waits_in_the_queue_is_not_handed_out_again(house: House, shift: Shift) -> None:
    shift.queue.batches.extend([[]] * BACKLOG)
    house.wait(seconds=EVERY)
    shift.service.hand_out()
    assert shift.queue.batches == [[]] * BACKLOG


def test_a_refused_password_is_tried_by_one_rep_after_a_while(house: House, shift: Shift) -> None:
    house.exchange._directory.service_password = "changed"
    asked = Counted(house)
    shift.after(EVERY)
    assert house.errors() == ["exchange_sign_in_refused"] * 2
    assert asked.new() == 1
    shift.after(EVERY)
    assert asked.new() == 1, "one rep tries for all"
    shift.after(EVERY)
    assert asked.new() == 0, "after twice the time"
    house.exchange._directory.service_password = "service"
    shift.after(EVERY)
    shift.after(EVERY)
    assert house.errors() == []


def pause(house: House, rep: str, *, paused: bool) -> None:
    rows = house.store.reps([f"acme/{rep}"])
    house.store.save_setup(reps=[replace(row, paused=paused) for row in rows])


class Counted:
    """Counts the requests to the mail server."""

    def __init__(self, house: House) -> None:
        self._count = 0
        house.mail_faults.arm(Fault(FaultKind.NOTHING, self._see, times=-1))

    def _see(self, _body: bytes, _environ: object) -> bool:
        self._count += 1
        return False

    def new(self) -> int:
        """How many came since this was asked the last time."""
        count, self._count = self._count, 0
        return count


def test_an_org_leaves_the_turns_of_another_alone_whose_name_begins_like_its_own(house: House) -> None:
    other = RepRow("acme/europe/cat@acme.example", "acme/europe", "mail", "cat@acme.example", "Sales")
    house.store.save_setup(reps=[other])
    for org, rows in (("acme/europe", [other]), ("acme", house.store.reps(IDS))):
        plan_reps(house.store, org, rows, house.clock())
    assert sorted(turns(house)) == sorted([*IDS, other.id])


def test_a_persons_word_is_not_kept_waiting(house: House, shift: Shift) -> None:
    """Who is reset, taken up again or resumed is due at once."""
    shift.after(EVERY / 3)
    row = house.store.reps([IDS[1]])[0]
    mark_for_reset(house.store, row, house.clock())
    assert shift.after(0) == [IDS[1]]
    row = set_paused(house.store, house.store.reps([IDS[1]])[0], house.clock(), paused=True)
    shift.after(EVERY)
    set_paused(house.store, row, house.clock(), paused=False)
    assert IDS[1] in shift.after(0)


@pytest.mark.parametrize("changed", [{"paused": True}, {"configuration": ""}, {"problem": "user_inactive"}])
def test_who_is_paused_or_taken_out_while_others_have_their_turn_has_none_any_more(
    house: House, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    put(house, person(1), BOB)
    holding = house.store.holding

    def meanwhile(whose: Whose, name: str, *, wait: bool = False) -> AbstractContextManager[bool]:
        if name == IDS[0]:
            house.store.save_setup(reps=[replace(house.store.reps([IDS[1]])[0], **changed)])
        return holding(whose, name, wait=wait)

    monkeypatch.setattr(house.store, "holding", meanwhile)
    house.sync()
    assert house.org.count("Contact") == 0
    assert list(house.store.last_cycles()) == [IDS[0]]
