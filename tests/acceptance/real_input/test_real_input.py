"""Every calendar of the referees' archives: what is a single event arrives as it was meant, the rest is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from tests.acceptance.real_input.calendars import Load, loads, parts
from tests.acceptance.real_input.counts import baseline, counts, send
from tests.acceptance.real_input.judge import complaints
from tests.support.house_people import picture

if TYPE_CHECKING:
    from tests.acceptance.real_input.journey import Fate, Journey, Switch


def test_the_calendars_are_there() -> None:
    assert len({part.path for part in parts()}) >= 190, "the referees' calendars are missing: run `make setup`"
    assert sum(part.written() for part in parts()) == sum(sum(one.values()) for one in baseline().values())


@pytest.mark.parametrize("load", loads(), ids=lambda load: load.title)
def test_every_event_has_one_fate(load: Load, switch: Switch, url: str) -> None:
    journey = send(load, switch, url)
    known = baseline()
    assert list(complaints(journey)) == []
    assert {part.title: counts(part, journey) for part in load.parts} == {
        part.title: known.get(part.title, {}) for part in load.parts
    }
    _half_a_year_later_nothing_moves(journey)


def _half_a_year_later_nothing_moves(journey: Journey) -> None:
    """The other half of the year has another offset: times must not follow the day on which they are looked at."""
    house = journey.house
    before = picture(house)
    house.wait(days=182)
    house.sync()
    assert picture(house) == before


@pytest.fixture
def journey(switch: Switch, url: str) -> Journey:
    """A file with timed and all-day events, and series."""
    part = next(part for part in parts() if part.title == "recurring/calendars/machbar_16_feb_2019")
    return send(Load((part,)), switch, url)


SPOILT: dict[str, dict[str, Any]] = {
    "an hour": {"StartDateTime": "2019-03-05T19:00:00.000+0000"},
    "a day": {"ActivityDate": "2019-03-04"},
    "a text": {"Location": "elsewhere"},
    "whole days": {"IsAllDayEvent": True},
    "privacy": {"IsPrivate": True},
    "busy": {"ShowAs": "OutOfOffice"},
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_the_judge_sees_what_is_spoilt(journey: Journey, spoil: str) -> None:
    fate = _arrived(journey)
    assert fate.row is not None
    fate.row |= SPOILT[spoil]
    assert len(list(complaints(journey))) == 1


def test_the_judge_sees_what_is_lost_made_up_or_in_another_zone(journey: Journey) -> None:
    fate = _arrived(journey)
    assert fate.link is not None
    assert fate.row is not None
    start = str(fate.link.base["Start"]).partition("@")[0]
    fate.link = structs.replace(fate.link, base={**fate.link.base, "Start": f"{start}@Asia/Tokyo"})
    assert len(list(complaints(journey))) == 1
    journey.strangers.append(fate.row)
    fate.row = None
    assert len(list(complaints(journey))) == 2


def _arrived(journey: Journey) -> Fate:
    return next(fate for fate in journey.fates if fate.row is not None and not fate.row["IsAllDayEvent"])
