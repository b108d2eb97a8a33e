"""How long servers ask to be left alone."""

from __future__ import annotations

import pytest

from syncline.connectors.retry_after import asked_to_wait

_DATE = "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("Mon, 02 Mar 2026 12:02:30 GMT", 150.0),
        ("Mon, 02 Mar 2026 11:59:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("١٢", None),
    ],
)
def test_seconds_or_an_instant(told: str, seconds: float | None) -> None:
    assert asked_to_wait({"Retry-After": told, "Date": _DATE}) == seconds


def test_an_instant_says_nothing_without_the_servers_own_time() -> None:
    assert asked_to_wait({"Retry-After": "Mon, 02 Mar 2026 12:02:30 GMT"}) is None


def test_nothing_was_asked() -> None:
    assert asked_to_wait({"Date": _DATE}) is None
