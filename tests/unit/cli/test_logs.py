"""What of the log stands in a terminal whose reader shall keep an eye on one line above it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from syncline.cli.logs import log_to

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    held = structlog.get_config()
    yield
    structlog.configure(**held)


@pytest.mark.parametrize(
    ("event", "told", "stays"),
    [
        ("org read", {"problem": None}, False),
        ("cycles finished", {"reps": 3, "written": 0, "failed": 0}, False),
        ("org read", {"problem": "PROVIDER_UNAVAILABLE"}, True),
        ("cycles finished", {"reps": 3, "written": 1, "failed": 0}, True),
        ("cycle failed", {}, True),
    ],
)
def test_rounds_without_news_are_left_out_where_they_are_not_wanted(
    event: str, told: dict[str, Any], *, stays: bool
) -> None:
    whole, without = io.StringIO(), io.StringIO()
    log_to(whole)
    structlog.get_logger().info(event, **told)
    log_to(without, idle=False)
    structlog.get_logger().info(event, **told)
    assert event in whole.getvalue()
    assert (event in without.getvalue()) is stays
