"""SPEC 6.1: where a server tells of changes by itself, cycles find them within seconds, and polls become rarer."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import UnavailableError
from syncline.connectors.notices import Deaf, Heard
from syncline.jobs.service.listening import Listening
from syncline.jobs.service.live import Live
from syncline.records.words import Collection
from syncline.store.schedule import Whose
from tests.support.house import House, Plug
from tests.support.house_people import person, put
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANN, BOB = "ann@acme.example", "bob@acme.example"
IDS = [f"acme/{ANN}", f"acme/{BOB}"]


class Line:
    """A line of a mail system, on which a test tells what happens; each step is looked at before the next is told."""

    def __init__(self, *told: Heard | Deaf | Callable[[], object]) -> None:
        self.told = told
        self.asked: dict[str, Any] = {}

    def listen(self, cursors: Any, minutes: int, stop: Callable[[], bool]) -> Iterator[Heard | Deaf]:
        self.asked = dict(cursors)
        for one in self.told:
            if isinstance(one, Heard | Deaf):
                yield one
            else:
                one()


@pytest.fixture
def shift() -> Shift:
    working = Shift(House(reps=(ANN, BOB)))
    working.work()
    return working


def hear(shift: Shift, line: Any) -> None:
    house = shift.house
    Listening(house.store, Live(house.store, Plug(house)), house.clock, Event()).listen(
        line, "mail", house.store.reps()
    )


def test_whose_mailbox_changed_is_looked_at_within_seconds(shift: Shift) -> None:
    put(shift.house, person(1), BOB)
    line = Line(Heard(BOB.upper(), Collection.CONTACTS))
    hear(shift, line)
    assert set(line.asked) == {ANN, BOB}
    assert shift.after(1) == [], "one action of a person makes several notices"
    assert shift.after(2) == [IDS[1]]
    assert shift.house.link_count(Collection.CONTACTS, BOB) == 1


def test_who_is_listened_to_is_polled_less_often_as_long_as_the_line_lasts(shift: Shift) -> None:
    ran: list[list[str]] = []

    def time_passes() -> None:
        shift.after(3)
        ran.extend(shift.after(seconds) for seconds in (EVERY, EVERY * 2 - 3))

    hear(shift, Line(Heard(ANN, Collection.EVENTS), time_passes))
    assert ran == [[IDS[1]], [IDS[1]]]
    assert shift.house.store.turns(Whose.PUSH) == []
    assert IDS[0] in shift.after(60), "what the line may have missed since it ended"
    assert IDS[0] in shift.after(EVERY)


def test_who_cannot_be_listened_to_is_polled_as_before(shift: Shift) -> None:
    def lasting() -> None:
        assert shift.house.store.turns(Whose.PUSH) == []
        assert shift.after(EVERY) == IDS

    hear(shift, Line(Deaf(ANN, UnavailableError("no")), lasting))


def test_a_line_that_breaks_leaves_nobody_waiting(shift: Shift) -> None:
    def broken() -> None:
        raise UnavailableError("gone")

    with pytest.raises(UnavailableError):
        hear(shift, Line(Heard(ANN, Collection.EVENTS), broken))
    assert shift.house.store.turns(Whose.PUSH) == []


def test_a_server_that_tells_nothing_is_not_asked_again(shift: Shift) -> None:
    class Silent:
        def listen(self, cursors: Any, minutes: int, stop: Callable[[], bool]) -> None:
            return None

    house = shift.house
    listening = Listening(house.store, Live(house.store, Plug(house)), house.clock, Event())
    listening.listen(Silent(), "mail", house.store.reps())  # type: ignore[arg-type]  # it does nothing else
    assert listening._reps() == {}
