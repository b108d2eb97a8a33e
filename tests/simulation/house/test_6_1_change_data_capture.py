"""SPEC 6.1: an org tells of changes by itself, and its feed is read within seconds; nothing rests on being told."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import ResyncError, UnavailableError
from syncline.connectors.notices import Change, NotToldError
from syncline.jobs.service.following import TOPICS, Following, _Line
from syncline.jobs.service.live import Live
from syncline.records.words import Collection
from syncline.sandbox.salesforce.pubsub import PubSubServer
from syncline.store.schedule import Whose
from tests.support.house import REP, House, Plug
from tests.support.house_people import add, person
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syncline.connectors.notices import ChangeFeed

CONTACTS = TOPICS[0]
SETTING = f"replay:acme:{CONTACTS}"


class Told:
    """A line on which a test tells what happens; what is no change is done, or raised."""

    def __init__(self, *told: Change | Exception | Callable[[], object]) -> None:
        self.told = told
        self.asked: list[bytes] = []

    def follow(self, topic: str, replay: bytes) -> Iterator[Change]:
        self.asked.append(replay)
        for one in self.told:
            if isinstance(one, Change):
                yield one
            elif isinstance(one, Exception):
                raise one
            else:
                one()

    def close(self) -> None:
        """Nothing is open."""


class UntilChange:
    """The real line, to its first change; `then` is done once it is open."""

    def __init__(self, feed: ChangeFeed, then: Callable[[], object]) -> None:
        self.feed = feed
        self.then: Callable[[], object] | None = then

    def follow(self, topic: str, replay: bytes) -> Iterator[Change]:
        for change in self.feed.follow(topic, replay):
            if self.then is not None:
                self.then()
                self.then = None
            yield change
            if change.events:
                return

    def close(self) -> None:
        self.feed.close()


@pytest.fixture
def shift() -> Shift:
    working = Shift(House())
    working.work()
    working.after(EVERY)
    return working


def following(shift: Shift) -> Following:
    house = shift.house
    return Following(house.store, Live(house.store, Plug(house)), house.clock, Event())


def due(shift: Shift) -> float:
    """Seconds until the feed is read."""
    return round((shift.house.store.turns(Whose.ORG)[0].due - shift.house.clock()).total_seconds(), 1)


def resting(shift: Shift, line: _Line) -> int:
    """Seconds until a line may be opened again."""
    assert line.again is not None
    return round((line.again - shift.house.clock()).total_seconds())


def test_a_change_in_salesforce_is_in_the_mailbox_within_seconds(shift: Shift) -> None:
    house = shift.house
    server = PubSubServer(house.org, keepalive=0.05)
    feed = house.org_connection().changes(server.address)
    try:
        following(shift).follow(UntilChange(feed, lambda: add(house, person(1))), "acme", CONTACTS)
    finally:
        feed.close()
        server.stop()
    assert shift.after(2) == [f"acme/{REP}"]
    assert house.link_count(Collection.CONTACTS) == 1
    assert house.store.setting(SETTING)


def test_the_next_line_goes_on_where_the_last_one_ended(shift: Shift) -> None:
    line = Told(Change(1, b"\x07"), Change(0, b"\x09"))
    following(shift).follow(line, "acme", CONTACTS)
    following(shift).follow(line, "acme", CONTACTS)
    assert line.asked == [b"", b"\x09"]


def test_a_sign_of_life_asks_for_nothing(shift: Shift) -> None:
    before = due(shift)
    following(shift).follow(Told(Change(0, b"\x01")), "acme", CONTACTS)
    assert due(shift) == before


def test_a_lost_place_is_begun_anew_and_the_feed_finds_what_was_missed(shift: Shift) -> None:
    shift.house.store.save_setup(settings={SETTING: "07"})
    line = Told(ResyncError("too old"))
    following(shift).follow(line, "acme", CONTACTS)
    assert due(shift) <= 1
    following(shift).follow(line, "acme", CONTACTS)
    assert line.asked == [b"\x07", b""]


def test_an_org_that_does_not_tell_is_polled_and_asked_again_after_an_hour(shift: Shift) -> None:
    before, line = due(shift), _Line()
    following(shift).follow(Told(NotToldError("off")), "acme", CONTACTS, line)
    assert due(shift) == before
    assert resting(shift, line) == 3600
    add(shift.house, person(1))
    shift.after(EVERY)
    assert shift.house.link_count(Collection.CONTACTS) == 1


def test_a_line_that_breaks_is_opened_more_and_more_rarely(shift: Shift) -> None:
    line, pauses = _Line(), []
    for _ in range(9):
        following(shift).follow(Told(UnavailableError("gone")), "acme", CONTACTS, line)
        pauses.append(resting(shift, line))
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    following(shift).follow(Told(Change(0, b"")), "acme", CONTACTS, line)
    assert resting(shift, line) == 5


def test_changes_without_end_spend_half_the_budget_at_most(shift: Shift) -> None:
    house, ears = shift.house, following(shift)
    house.store.save_setup(settings={"usage:acme": '{"used": 0, "limit": 100000}'})
    readings = 0
    for _ in range(600):
        house.clock.advance(timedelta(seconds=1))
        ears.follow(Told(Change(5, b"\x01")), "acme", CONTACTS)
        if due(shift) <= 0:
            readings += 1
            shift.work()
    assert 60 < readings < 78, "one in 8.6 seconds: half of the 20 % of 100,000 a day"
