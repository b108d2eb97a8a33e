"""Names of zones, both ways: CLDR's table against the system's rules, and what others made of it."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from tzlocal.windows_tz import tz_win, win_tz

from syncline.records.zones.names import iana_name, windows_name, windows_zones


def test_every_windows_zone_is_a_zone_here() -> None:
    assert len(windows_zones()) > 140
    assert set(windows_zones().values()) <= available_timezones()


def test_the_way_back_is_the_same() -> None:
    assert {(windows_name(iana_name(windows) or "") or "").casefold() for windows in win_tz} == {
        windows.casefold() for windows in win_tz
    }


def test_others_read_the_table_as_we_do() -> None:
    assert {windows: windows_name(place) for windows, place in win_tz.items()} == {one: one for one in win_tz}
    places = available_timezones()
    judged = {place: windows for place, windows in tz_win.items() if place in places}
    differ = {place for place, windows in judged.items() if windows_name(place) != windows}
    assert differ <= {"Antarctica/Troll", "Factory"}  # of these CLDR says nothing
    assert len(judged) > 500


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Edmonton", "Alberta Standard Time"),
        ("America/Inuvik", "Alberta Standard Time"),
        ("America/Vancouver", "British Columbia Standard Time"),
        ("America/Winnipeg", "Manitoba Standard Time"),
        ("America/Denver", "Mountain Standard Time"),
        ("Asia/Calcutta", "India Standard Time"),
        ("Asia/Kolkata", "India Standard Time"),
        ("Europe/Kiev", "FLE Standard Time"),
        ("US/Pacific", "Pacific Standard Time"),
        ("Europe/Vienna", "W. Europe Standard Time"),
        ("Etc/UTC", "UTC"),
        ("UTC", "UTC"),
        ("Middle/Earth", None),
    ],
)
def test_from_iana(zone: str, expected: str | None) -> None:
    assert windows_name(zone) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("w. europe standard time ", "Europe/Berlin"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("tzone://Microsoft/Custom", None),
        ("Customized Time Zone", None),
        ("Mordor Standard Time", None),
        ("", None),
        ("../../etc/passwd", None),
    ],
)
def test_what_a_calendar_names(name: str, expected: str | None) -> None:
    assert iana_name(name) == expected
