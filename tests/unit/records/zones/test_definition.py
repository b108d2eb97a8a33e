"""What a zone is that a calendar describes: a known one where only one fits, else its rules; never a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syncline.records.zones.definition import Definition, resolved
from syncline.records.zones.posix import Change, Rules

HOUR = timedelta(hours=1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
EVER = datetime.min.replace(tzinfo=UTC)


def sundays(standard: float, ahead: tuple[int, int, float], back: tuple[int, int, float]) -> Rules:
    """One hour ahead from the nth Sunday of a month, at an hour, to another."""
    first, last = (
        Change(month, week, 6, 0, HOUR * hour, HOUR * offset)
        for (month, week, hour), offset in ((ahead, standard + 1), (back, standard))
    )
    return Rules(HOUR * standard, (first, last))


US_PACIFIC = sundays(-8, (3, 2, 2), (11, 1, 2))
BERLIN = sundays(1, (3, 5, 2), (10, 5, 3))
OLD_PACIFIC = sundays(-8, (4, 1, 2), (10, 5, 2))


@pytest.mark.parametrize(
    ("names", "rules", "zone"),
    [
        (("W. Europe Standard Time", ""), None, "Europe/Berlin"),
        (("W. Europe Standard Time", ""), BERLIN, "Europe/Berlin"),
        (("Mordor Standard Time", "(UTC+01:00) Barad-dûr"), None, None),
        (("tzone://Microsoft/Custom", "Romance Standard Time"), BERLIN, "Europe/Paris"),
        # Which of Berlin, Paris, Warsaw and Budapest was meant, nobody can tell: the rules are kept.
        (("tzone://Microsoft/Custom", ""), BERLIN, BERLIN.text()),
        (("tzone://Microsoft/Custom", ""), sundays(10.5, (10, 1, 2), (4, 1, 2.5)), None),
        (("tzone://Microsoft/Custom", ""), Rules(HOUR * 5.75), "Asia/Kathmandu"),
        (("tzone://Microsoft/Custom", ""), Rules(HOUR * 5.5), "TZ:<+0530>-5:30"),
        # A known name with other rules than the zone has: what was described counts.
        (("Pacific Standard Time", ""), OLD_PACIFIC, OLD_PACIFIC.text()),
    ],
)
def test_resolved(names: tuple[str, str], rules: Rules | None, zone: str | None) -> None:
    told = () if rules is None else ((EVER, rules),)
    expected = zone if zone is not None or rules is None else rules.text()
    assert resolved(Definition(names, told), NOW) == expected


def test_only_one_zone_has_these_clocks() -> None:
    lord_howe = Rules(
        HOUR * 10.5, (Change(10, 1, 6, 0, HOUR * 2, HOUR * 11), Change(4, 1, 6, 0, HOUR * 2, HOUR * 10.5))
    )
    assert resolved(Definition(("custom", ""), ((EVER, lord_howe),)), NOW) == "Australia/Lord_Howe"


def test_the_rules_in_force_count() -> None:
    told = Definition(("", ""), ((EVER, OLD_PACIFIC), (datetime(2007, 1, 1, tzinfo=UTC), US_PACIFIC)))
    assert told.at(datetime(2006, 7, 1, tzinfo=UTC)) is OLD_PACIFIC
    assert told.at(NOW) is US_PACIFIC
    assert Definition(("", "")).at(NOW) is None


@pytest.mark.parametrize("year", [1899, 9999])
def test_far_away_years_are_no_trouble(year: int) -> None:
    instant = datetime(year, 12, 30, tzinfo=UTC)
    assert resolved(Definition(("W. Europe Standard Time", ""), ((EVER, BERLIN),)), instant) == "Europe/Berlin"
