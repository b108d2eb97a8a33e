"""Series into an org that cannot hold them: one event for each occurrence, in a window that goes along (SPEC 5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.port import Whereabouts
from syncline.planner.policy import DeleteGuard, EventPolicy, SeriesPolicy
from syncline.records.link import Ended
from syncline.records.words import Collection, Direction, Side
from tests.support.series_mailbox import SeriesMailbox
from tests.support.world import REP, World, idle

if TYPE_CHECKING:
    from syncline.records.record import Value

EVENTS = Collection.EVENTS
TALK: dict[str, Value] = {
    "Subject": "Jour fixe",
    "Start": "2026-03-03T14:00:00@Europe/Berlin",
    "End": "2026-03-03T15:00:00@Europe/Berlin",
}
IN = EventPolicy(direction=Direction.TO_SALESFORCE, remove_deleted=True, series=SeriesPolicy.OCCURRENCES)


@pytest.fixture
def world() -> World:
    made = World(events=IN, guard=DeleteGuard(at_least=1000))
    made.mailbox = SeriesMailbox(made.clock)
    return made


def mailbox(world: World) -> SeriesMailbox:
    assert isinstance(world.mailbox, SeriesMailbox)
    return world.mailbox


def put(world: World, rule: str = "FREQ=WEEKLY;COUNT=4", **more: Value) -> str:
    record = world.mailbox.shelves[EVENTS].put({**TALK, **more}, uid="uid-1")
    mailbox(world).repeat(record.id, rule)
    return record.id


def there(world: World) -> list[tuple[str, str]]:
    """Day and hour, and subject, of what Salesforce holds."""
    rows = world.org.shelves[EVENTS].records.values()
    return sorted((str(one.values["Start"])[5:13], str(one.values["Subject"])) for one in rows)


def at_rest(world: World) -> None:
    world.converge()
    assert idle(world.cycle())


WHOLE = [("03-03T14", "Jour fixe"), ("03-10T14", "Jour fixe"), ("03-17T14", "Jour fixe"), ("03-24T14", "Jour fixe")]


def test_each_occurrence_is_an_event_with_a_pair_of_its_own(world: World) -> None:
    put(world)
    at_rest(world)
    assert there(world) == WHOLE
    assert len(world.links(EVENTS)) == 4
    assert not world.store.unresolved(rep=REP)


def test_without_the_setting_a_series_is_reported_as_ever(world: World) -> None:
    world.events = EventPolicy(direction=Direction.TO_SALESFORCE, remove_deleted=True)
    put(world)
    at_rest(world)
    assert there(world) == []
    assert [row.kind for row in world.store.unresolved(rep=REP)] == ["not_representable:recurring"]


def test_switched_on_later_it_is_unrolled_when_it_changes(world: World) -> None:
    world.events = EventPolicy(direction=Direction.TO_SALESFORCE, remove_deleted=True)
    one = put(world)
    world.converge()
    world.events = IN
    world.mailbox.shelves[EVENTS].edit(one, {"Location": "Room 1"})
    at_rest(world)
    assert there(world) == WHOLE
    assert not world.store.unresolved(rep=REP)


def test_moved_edited_and_cancelled_occurrences(world: World) -> None:
    one = put(world)
    world.converge()
    mailbox(world).alter(one, "2026-03-10", None)
    mailbox(world).alter(one, "2026-03-17", {"Subject": "Late", "Start": "2026-03-18T16:00:00@Europe/Berlin",
                                            "End": "2026-03-18T17:00:00@Europe/Berlin"})  # fmt: skip
    at_rest(world)
    assert there(world) == [WHOLE[0], ("03-18T16", "Late"), WHOLE[3]]


def test_an_edit_of_the_series_reaches_every_occurrence(world: World) -> None:
    one = put(world)
    world.converge()
    world.mailbox.shelves[EVENTS].edit(one, {"Subject": "Weekly"})
    at_rest(world)
    assert there(world) == [(when, "Weekly") for when, _ in WHOLE]
    assert len(world.links(EVENTS)) == 4


def test_a_series_that_ends_earlier_takes_the_rest_away(world: World) -> None:
    one = put(world)
    world.converge()
    mailbox(world).repeat(one, "FREQ=WEEKLY;COUNT=2")
    at_rest(world)
    assert there(world) == WHOLE[:2]


def test_deleted_occurrences_stay_where_the_configuration_keeps_them(world: World) -> None:
    world.events = EventPolicy(direction=Direction.TO_SALESFORCE, series=SeriesPolicy.OCCURRENCES)
    one = put(world)
    world.converge()
    mailbox(world).alter(one, "2026-03-10", None)
    at_rest(world)
    assert there(world) == WHOLE
    assert len(world.links(EVENTS)) == 3


def test_a_deleted_series_goes_with_all_its_occurrences(world: World) -> None:
    one = put(world)
    world.converge()
    world.mailbox.shelves[EVENTS].remove(one)
    at_rest(world)
    assert there(world) == []


@pytest.mark.parametrize("where", [Whereabouts.ELSEWHERE, Whereabouts.UNKNOWN])
def test_a_series_that_only_left_takes_nothing_away(world: World, where: Whereabouts) -> None:
    one = put(world)
    world.converge()
    world.mailbox.shelves[EVENTS].remove(one, where)
    at_rest(world)
    assert there(world) == WHOLE
    assert world.links(EVENTS) == []


def test_a_series_that_cannot_be_read_is_not_taken_for_absent(world: World) -> None:
    one = put(world)
    world.converge()
    world.mailbox.shelves[EVENTS].edit(one, {"Subject": "Weekly"})
    world.mailbox.unreadable.add(one)
    world.converge()
    assert there(world) == WHOLE
    world.mailbox.unreadable.clear()
    world.wait(minutes=10)
    at_rest(world)
    assert there(world) == [(when, "Weekly") for when, _ in WHOLE]


def test_a_series_without_end_goes_along_with_time(world: World) -> None:
    put(world, "FREQ=WEEKLY")
    at_rest(world)
    before = there(world)
    assert len(before) == 13
    world.wait(days=7)
    at_rest(world)
    after = there(world)
    assert after[:13] == before
    assert len(after) == 14


def test_a_single_event_becomes_a_series_and_back(world: World) -> None:
    one = world.mailbox.shelves[EVENTS].put(TALK, uid="uid-1").id
    world.converge()
    (single,) = world.org.shelves[EVENTS].records
    mailbox(world).repeat(one, "FREQ=WEEKLY;COUNT=4")
    at_rest(world)
    assert there(world) == WHOLE
    assert single in world.org.shelves[EVENTS].records
    mailbox(world).repeat(one, None)
    at_rest(world)
    assert list(world.org.shelves[EVENTS].records) == [single]


def test_what_is_out_of_the_window_stays_as_it_is(world: World) -> None:
    one = put(world)
    world.converge()
    world.wait(days=10)
    mailbox(world).repeat(one, None)
    later = {label: str(TALK[label]).replace("03-03", "03-24") for label in ("Start", "End")}
    world.mailbox.shelves[EVENTS].edit(one, {**later})
    at_rest(world)
    assert WHOLE[0] in there(world)


def test_a_rule_without_words_ends_the_pairs_and_leaves_the_copies(world: World, monkeypatch: Any) -> None:
    one = put(world)
    world.converge()
    world.mailbox.shelves[EVENTS].edit(one, {"Recurrence": None})
    record = world.mailbox.shelves[EVENTS].records[one]
    from msgspec import structs  # noqa: PLC0415

    world.mailbox.shelves[EVENTS].records[one] = structs.replace(record, not_representable="recurring")
    monkeypatch.setattr(
        SeriesMailbox, "series", lambda _self, _ids: [structs.replace(record, not_representable="added_dates")]
    )
    world.converge()
    assert there(world) == WHOLE
    assert world.links(EVENTS) == []
    assert "not_representable:added_dates" in [row.kind for row in world.store.unresolved(rep=REP)]


def test_a_lost_store_pairs_again_and_makes_nothing_twice(world: World) -> None:
    put(world)
    world.converge()
    for link in world.links(EVENTS):
        assert link.ended is not Ended.CONFIGURATION
    world.store.reset(REP)
    at_rest(world)
    assert there(world) == WHOLE
    assert len({link.record_id(Side.SALESFORCE) for link in world.links(EVENTS)}) == 4


def test_days_too_long_for_salesforce_are_reported(world: World) -> None:
    record = world.mailbox.shelves[EVENTS].put({"Subject": "Fair", "Start": "2026-03-03", "End": "2026-03-23"})
    mailbox(world).repeat(record.id, "FREQ=YEARLY;COUNT=2")
    world.converge()
    assert there(world) == []
    assert [row.kind for row in world.store.unresolved(rep=REP)] == ["not_representable:longer_than_14_days"]


def test_midnight_does_not_write_what_is_there(world: World) -> None:
    put(world)
    at_rest(world)
    world.wait(days=1)
    assert idle(world.cycle())


@pytest.mark.parametrize("removes", [True, False])
def test_an_occurrence_that_is_in_the_series_again_is_there_once(world: World, *, removes: bool) -> None:
    world.events = EventPolicy(
        direction=Direction.TO_SALESFORCE, remove_deleted=removes, series=SeriesPolicy.OCCURRENCES
    )
    one = put(world)
    world.converge()
    mailbox(world).alter(one, "2026-03-10", None)
    world.converge()
    mailbox(world).repeat(one, "FREQ=WEEKLY;COUNT=4")
    at_rest(world)
    assert there(world) == WHOLE
    assert len(world.links(EVENTS)) == 4


def test_an_occurrence_deleted_in_salesforce_does_not_come_back(world: World) -> None:
    one = put(world)
    world.converge()
    shelf = world.org.shelves[EVENTS]
    shelf.remove(next(key for key, record in shelf.records.items() if "03-10" in str(record.values["Start"])))
    world.converge()
    world.mailbox.shelves[EVENTS].edit(one, {"Subject": "Weekly"})
    at_rest(world)
    assert [when for when, _ in there(world)] == [WHOLE[0][0], WHOLE[2][0], WHOLE[3][0]]


def test_a_series_whose_first_occurrence_was_cancelled_at_once_leaves_nothing_of_the_single_event(world: World) -> None:
    one = world.mailbox.shelves[EVENTS].put(TALK, uid="uid-1").id
    world.converge()
    mailbox(world).repeat(one, "FREQ=WEEKLY;COUNT=4")
    mailbox(world).alter(one, "2026-03-03", None)
    at_rest(world)
    assert there(world) == WHOLE[1:]
