"""The calendar's window: fixed in the token, rolled as a new generation beside the old, nothing lost or doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.planner.policy import EventPolicy, Window
from syncline.sandbox.faults import FaultKind
from tests.contract.mailbox_stage import BARE, EVENTS, PAGE_SIZE, follow, listed, mentioned

if TYPE_CHECKING:
    from syncline.connectors.port import Page
    from syncline.records.record import Value
    from tests.support.microsoft365_stage import Microsoft365Stage

MONTHS = EventPolicy(horizon_months=1)
WIDE = EventPolicy(horizon_months=3)


def on(day: str) -> dict[str, Value]:
    return BARE[EVENTS] | {"Start": f"{day}T10:00:00@Europe/Berlin", "End": f"{day}T11:00:00@Europe/Berlin"}


def read(stage: Microsoft365Stage, cursor: str | None, policy: EventPolicy) -> tuple[list[Page], str]:
    return follow(stage.open({EVENTS: cursor}, events=policy), EVENTS, cursor)


def rolls(stage: Microsoft365Stage) -> int:
    return stage.connection.calls.get("calendarView/delta:roll", 0)


def test_only_what_lies_inside_is_listed(stage: Microsoft365Stage) -> None:
    inside, _past, _far = (stage.put(EVENTS, on(day)) for day in ("2026-03-10", "2025-12-01", "2026-09-01"))
    pages, _ = read(stage, None, MONTHS)
    assert mentioned(pages).keys() == {inside}


def test_last_month_is_part_of_the_window_if_the_configuration_says_so(stage: Microsoft365Stage) -> None:
    event = stage.put(EVENTS, on("2026-02-10"))
    assert event not in mentioned(read(stage, None, EventPolicy())[0])
    assert event in mentioned(read(stage, None, EventPolicy(window=Window.LAST_MONTH))[0])


def test_the_window_is_rolled_once_a_month_and_then_reads_on(stage: Microsoft365Stage) -> None:
    stage.server.tenant.token_life = 10**9  # a refused token is a call as well
    far = stage.put(EVENTS, on("2026-05-20"))
    seen: set[str] = set()
    pages, cursor = read(stage, None, MONTHS)
    for _ in range(100):
        stage.clock.advance(timedelta(days=1))
        pages, cursor = read(stage, cursor, MONTHS)
        seen |= mentioned(pages).keys()
    assert far in seen
    assert rolls(stage) == 3, "once in thirty days"
    late = stage.put(EVENTS, on("2026-06-11"))
    assert mentioned(read(stage, cursor, MONTHS)[0]).keys() == {late}


def test_a_horizon_beyond_what_graph_shows_at_once_comes_as_time_goes_by(stage: Microsoft365Stage) -> None:
    stage.server.tenant.token_life = 10**9
    decade = EventPolicy(horizon_months=120)
    near, far = (stage.put(EVENTS, on(day)) for day in ("2026-03-10", "2031-03-20"))
    pages, cursor = read(stage, None, decade)
    assert mentioned(pages).keys() == {near}
    seen: set[str] = set()
    for _ in range(60):
        stage.clock.advance(timedelta(days=1))
        pages, cursor = read(stage, cursor, decade)
        seen |= mentioned(pages).keys()
    assert far in seen
    assert rolls(stage) <= 4, "once in thirty days, a page or two each"


def test_a_wider_configuration_rolls_at_once_and_doubles_nothing(stage: Microsoft365Stage) -> None:
    near = {stage.put(EVENTS, on("2026-03-10")) for _ in range(PAGE_SIZE)}
    far = {stage.put(EVENTS, on("2026-05-20")) for _ in range(PAGE_SIZE)}
    pages, cursor = read(stage, None, MONTHS)
    before = mentioned(pages)
    assert before.keys() == near
    pages, cursor = read(stage, cursor, WIDE)
    after = mentioned(pages)
    assert after.keys() == near | far
    assert {one: after[one] for one in near} == before, "the same versions: nothing is read as changed"
    assert rolls(stage) == 2
    (idle,), _ = read(stage, cursor, WIDE)
    assert (idle.records, idle.gone) == ((), ())
    assert rolls(stage) == 2


def test_what_happens_while_the_window_is_rolled_is_told_once_at_least(stage: Microsoft365Stage) -> None:
    gone, changed, *_ = [stage.put(EVENTS, on("2026-03-10")) for _ in range(2 * PAGE_SIZE)]
    _, cursor = read(stage, None, MONTHS)
    page = stage.open({EVENTS: cursor}, events=WIDE).changes(EVENTS, cursor)
    assert page.more
    stage.trash(gone)
    stage.change(changed, {"Body": "Changed"})
    new = stage.put(EVENTS, on("2026-03-11"))
    pages, cursor = read(stage, page.cursor, WIDE)
    assert gone in {one for each in pages for one in each.gone}
    version = stage.item(changed).change_key
    assert mentioned(pages)[changed] == version
    later, _ = read(stage, cursor, WIDE)
    assert new in mentioned([*pages, *later])


def test_rolling_goes_on_where_it_was_cut_off(stage: Microsoft365Stage) -> None:
    ids = {stage.put(EVENTS, on("2026-03-10")) for _ in range(3 * PAGE_SIZE)}
    _, cursor = read(stage, None, MONTHS)
    seen: dict[str, str] = {}
    for _ in range(2):
        page = stage.open({EVENTS: cursor}, events=WIDE).changes(EVENTS, cursor)
        seen |= mentioned([page])
        cursor = page.cursor
        with stage.fault(FaultKind.LOST_AFTER), pytest.raises(Exception, match="connection"):
            stage.open({EVENTS: cursor}, events=WIDE).changes(EVENTS, cursor)
    pages, cursor = read(stage, cursor, WIDE)
    assert (seen | mentioned(pages)).keys() == ids
    new = stage.put(EVENTS, on("2026-05-20"))
    assert mentioned(read(stage, cursor, WIDE)[0]).keys() == {new}


def test_an_event_that_leaves_the_window_is_not_gone(stage: Microsoft365Stage) -> None:
    event = stage.put(EVENTS, on("2026-03-10"))
    _, cursor = read(stage, None, MONTHS)
    stage.change(event, on("2027-03-10"))
    (page,), _ = read(stage, cursor, MONTHS)
    assert page.gone == ()
    (record,) = page.records
    assert (record.id, record.values["Start"]) == (event, "2027-03-10T10:00:00@Europe/Berlin")


def test_a_generation_whose_token_is_void_is_begun_again(stage: Microsoft365Stage) -> None:
    for _ in range(2 * PAGE_SIZE):
        stage.put(EVENTS, on("2026-03-10"))
    _, cursor = listed(stage, EVENTS)
    wide = EventPolicy(horizon_months=36)
    page = stage.open({EVENTS: cursor}, events=wide).changes(EVENTS, cursor)
    stage.void_cursors()
    again = stage.open({EVENTS: page.cursor}, events=wide).changes(EVENTS, page.cursor)
    assert again.more
    assert len(mentioned([again])) == PAGE_SIZE
