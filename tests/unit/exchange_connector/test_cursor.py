"""Cursors: written, read back, and when one says that nothing is new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syncline.connectors.errors import ResyncError
from syncline.connectors.exchange.cursor import Cursor, read_cursor

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DRAINED = Cursor("folder", "parent", "state", tag="tag", drained=int(NOW.timestamp()))


@pytest.mark.parametrize("cursor", [DRAINED, Cursor("folder", "parent", "state")])
def test_a_cursor_is_read_as_it_was_written(cursor: Cursor) -> None:
    assert read_cursor(cursor.text()) == cursor


@pytest.mark.parametrize(
    ("cursor", "tag", "now", "idle"),
    [
        (DRAINED, "tag", NOW, True),
        (DRAINED, "tag", NOW + timedelta(hours=1), True),
        (DRAINED, "tag", NOW + timedelta(hours=1, seconds=1), False),
        (DRAINED, "tag", NOW - timedelta(seconds=1), False),
        (DRAINED, "tag", None, False),
        (DRAINED, "other", NOW, False),
        (DRAINED, None, NOW, False),
        (Cursor("folder", "parent", "state"), None, NOW, False),
    ],
)
def test_only_a_tag_that_is_the_same_and_young_is_believed(
    cursor: Cursor, tag: str | None, now: datetime | None, *, idle: bool
) -> None:
    assert cursor.idle(tag, now) is idle


@pytest.mark.parametrize("text", ["", "null", "{}", '{"v":2}', '{"v":1,"folder":"f"}', "\x00"])
def test_anything_else_is_void(text: str) -> None:
    with pytest.raises(ResyncError):
        read_cursor(text)
