"""SPEC 5.6 and 5.3 for series: what a person selects, takes back or makes private, counts for every occurrence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.jobs.add_in import AddIn
from tests.support.house import REP, Plug
from tests.support.house_people import events, kinds
from tests.support.house_tables import events_with
from tests.support.series_desk import DESKS, TALK, WEEKLY, WHOLE, Desk

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(params=DESKS, ids=lambda made: made.__name__)
def made(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    answer: Callable[..., Desk] = request.param
    return answer


def add_in(desk: Desk) -> AddIn:
    house = desk.house
    return AddIn(house.store, Plug(house), house.store.reps([f"acme/{REP}"])[0], house.clock())


def test_a_series_that_an_add_in_selects_arrives_whole_and_taken_back_keeps_both_copies(
    made: Callable[..., Desk],
) -> None:
    desk = made(events=events_with(series=True, which="selected"))
    series = desk.hands.put(TALK, WEEKLY)
    desk.rest()
    assert desk.starts() == []
    assert kinds(desk.house) == []
    add_in(desk).choose(series, selected=True)
    desk.rest()
    assert desk.starts() == WHOLE
    add_in(desk).choose(series, selected=False)
    desk.rest()
    assert desk.starts() == WHOLE
    desk.hands.change(series, {"Subject": "On its own"})
    desk.rest()
    assert set(desk.subjects()) == {"Jour fixe"}
    add_in(desk).choose(series, selected=True)
    desk.rest()
    assert (desk.starts(), set(desk.subjects())) == (WHOLE, {"On its own"})


@pytest.mark.parametrize(("private", "shown"), [(False, []), (True, ["Jour fixe"]), ("busy_only", ["Busy"])])
def test_a_private_series(made: Callable[..., Desk], private: object, shown: list[str]) -> None:
    desk = made(events=events_with(series=True, private=private))
    desk.hands.put({**TALK, "Sensitivity": "Private", "Location": "Clinic"}, WEEKLY)
    desk.rest()
    rows: list[dict[str, Any]] = events(desk.house)
    assert sorted({one["Subject"] for one in rows}) == shown
    assert all(one["IsPrivate"] for one in rows)
    assert desk.starts() == (WHOLE if private else [])
    if private != True:  # noqa: E712 - the words of the setting
        store = desk.house.store
        kept = [seen.record for seen in store._sightings._sightings.values()]  # type: ignore[attr-defined]
        links = store.live_links(f"acme/{REP}", "events", "", 20)  # type: ignore[arg-type]
        for word in ("Jour fixe", "Clinic"):
            assert word not in repr((kept, links, store.unresolved(), store.errors()))
