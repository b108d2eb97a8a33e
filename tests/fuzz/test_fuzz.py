"""P1 to P4 and P8 on the planner alone: a slice of seeds, histories that broke a promise once, and shrinking.

`make fuzz` plays as many as you like.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncline.planner.policy import ConflictPolicy, DeletePolicy
from tests.fuzz.__main__ import play
from tests.fuzz.history import (
    DIRECTIONS,
    IN_MAILBOX,
    IN_SALESFORCE,
    PEOPLE,
    ROUND,
    SYNC,
    TIES,
    Deed,
    History,
    draw,
    from_json,
)
from tests.fuzz.play import Play
from tests.fuzz.shrink import failure

REGRESSIONS = Path(__file__).with_name("regressions.jsonl").read_text(encoding="utf-8").splitlines()
SLICE = 3_000

deeds = st.one_of(
    st.builds(Deed, st.sampled_from(IN_SALESFORCE), st.just(0), st.integers(0, PEOPLE - 1), st.integers(0, 20)),
    st.builds(Deed, st.sampled_from(IN_MAILBOX), st.integers(1, 3), st.integers(0, PEOPLE - 1), st.integers(0, 20)),
    st.builds(Deed, st.sampled_from([SYNC, ROUND])),
)
histories = st.builds(
    History,
    order=st.integers(0, 100).map(lambda number: number * 4),
    mailboxes=st.integers(1, 3),
    direction=st.sampled_from(DIRECTIONS),
    conflicts=st.sampled_from(ConflictPolicy),
    deletes=st.sampled_from(DeletePolicy),
    ties=st.sampled_from(TIES),
    wide=st.booleans(),
    deeds=st.lists(deeds, max_size=25).map(tuple),
)


@pytest.mark.parametrize("part", range(4))
def test_no_history_of_a_slice_of_seeds_breaks_a_promise(part: int) -> None:
    count = play(range(part * SLICE // 4, (part + 1) * SLICE // 4))
    assert count.failed == {}
    assert max(count.rounds) <= 6


@settings(max_examples=200, deadline=None, derandomize=True)
@given(histories)
def test_no_history_breaks_a_promise(history: History) -> None:
    assert failure(history) == ""


@pytest.mark.parametrize("line", REGRESSIONS)
def test_what_broke_a_promise_once_does_not_any_more(line: str) -> None:
    assert failure(from_json(line)) == ""


@pytest.mark.parametrize("seed", range(5))
def test_the_same_seed_gives_the_same_end(seed: int) -> None:
    ends = []
    for _ in range(2):
        one = Play(draw(seed))
        one.run()
        ends.append(one.trace())
    assert ends[0] == ends[1]


@pytest.mark.parametrize("seed", range(5))
def test_a_history_is_kept_as_a_line(seed: int) -> None:
    assert from_json(draw(seed).as_json()) == draw(seed)
