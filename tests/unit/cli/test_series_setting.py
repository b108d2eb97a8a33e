"""What the set-up file may say of series."""

from __future__ import annotations

import pytest

from syncline.planner.from_settings import event_policy
from syncline.planner.policy import SeriesPolicy


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (False, SeriesPolicy.LEAVE),
        (True, SeriesPolicy.OCCURRENCES),
        ("occurrences", SeriesPolicy.OCCURRENCES),
        ("series", SeriesPolicy.SERIES),
    ],
)
def test_yes_and_no_are_understood_as_before(said: bool | str, meant: SeriesPolicy) -> None:  # noqa: FBT001 - a setting
    assert event_policy({"events": {"series": said}}).series is meant


def test_nothing_said_leaves_series_alone() -> None:
    assert not event_policy({}).series
