"""What a connection learns of the server's clock from the answers' headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syncline.connectors.watching import Watching

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["GMT", "+0000", "-0000"])
def test_the_servers_clock_is_its_last_answers(zone: str) -> None:
    watch = Watching(lambda: NOON)
    watch.heed({"Date": f"Mon, 02 Mar 2026 12:00:30 {zone}"})
    assert watch.offset == timedelta(seconds=30)
    assert watch.now == NOON + timedelta(seconds=30)


@pytest.mark.parametrize(
    "headers", [{}, {"Date": ""}, {"Date": "yesterday"}, {"Date": "Mon, 31 Feb 2026 12:00:00 GMT"}]
)
def test_an_answer_that_tells_no_date_leaves_what_is_known(headers: dict[str, str]) -> None:
    watch = Watching(lambda: NOON)
    watch.learn(NOON + timedelta(seconds=30))
    watch.heed(headers)
    assert watch.offset == timedelta(seconds=30)
