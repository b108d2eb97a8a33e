"""How soon a rep is looked at again (SPEC 6.1): sooner where much happens, never later than promised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syncline.jobs.service.pace import FASTEST, JITTER, Pace

PROMISED = st.floats(1, 3600)
CHANCE = st.floats(0, 1, exclude_max=True)


@given(PROMISED, st.lists(st.booleans(), max_size=40), CHANCE)
def test_nobody_waits_longer_than_promised_or_is_looked_at_too_often(
    promised: float, history: list[bool], chance: float
) -> None:
    pace, now = Pace(promised), 0.0
    for busy in history:
        now = pace.after(now, busy=busy)
        assert min(FASTEST, promised) <= now <= promised
        assert now * (1 - JITTER) <= pace.delay(now, chance) <= promised


def test_a_busy_mailbox_is_looked_at_sooner_each_time_and_an_idle_one_later() -> None:
    pace = Pace(300.0)
    assert pace.after(300.0, busy=True) == 150.0
    assert pace.after(150.0, busy=True) == 75.0
    assert pace.after(75.0, busy=False) == 112.5


def test_what_a_server_asks_for_is_waited_for_even_beyond_the_promise() -> None:
    assert Pace(300.0).delay(60.0, 0.5, wait=900.0) == 900.0


def test_turns_that_met_once_drift_apart() -> None:
    pace = Pace(300.0)
    assert pace.delay(300.0, 0.0) != pace.delay(300.0, 0.5)
