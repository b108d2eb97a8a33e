"""Zones that an item describes itself: periods, the days on which they change, and since when.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
"""

from __future__ import annotations

import pytest

from syncline.connectors.exchange.event_read import event_record
from syncline.connectors.exchange.soap import TYPES, parse
from syncline.records.moments import instant_of

CUSTOM = "Customized Time Zone"
PERIODS = '<t:Period Bias="-PT1H" Name="Standard" Id="std"/><t:Period Bias="-PT2H" Name="Daylight" Id="dlt"/>'


def on_day(to: str, month: int, at: str, day: str = "Sunday", occurrence: int = -1) -> str:
    return (
        f'<t:RecurringDayTransition><t:To Kind="Period">{to}</t:To><t:TimeOffset>{at}</t:TimeOffset>'
        f"<t:Month>{month}</t:Month><t:DayOfWeek>{day}</t:DayOfWeek><t:Occurrence>{occurrence}</t:Occurrence>"
        "</t:RecurringDayTransition>"
    )


def on_date(to: str, month: int, day: int, at: str) -> str:
    return (
        f'<t:RecurringDateTransition><t:To Kind="Period">{to}</t:To><t:TimeOffset>{at}</t:TimeOffset>'
        f"<t:Month>{month}</t:Month><t:Day>{day}</t:Day></t:RecurringDateTransition>"
    )


def always(to: str) -> str:
    return f'<t:Transition><t:To Kind="Period">{to}</t:To></t:Transition>'


def since(group: int, instant: str) -> str:
    return (
        f'<t:AbsoluteDateTransition><t:To Kind="Group">{group}</t:To><t:DateTime>{instant}</t:DateTime>'
        "</t:AbsoluteDateTransition>"
    )


def defined(groups: list[str], *later: str, periods: str = PERIODS) -> str:
    told = "".join(f'<t:TransitionsGroup Id="{number}">{one}</t:TransitionsGroup>' for number, one in enumerate(groups))
    first = '<t:Transition><t:To Kind="Group">0</t:To></t:Transition>'
    return (
        f"<t:Periods>{periods}</t:Periods><t:TransitionsGroups>{told}</t:TransitionsGroups>"
        f"<t:Transitions>{first}{''.join(later)}</t:Transitions>"
    )


def start_of(instant: str, definition: str, *, zone: str = CUSTOM, all_day: bool = False, hours: int = 1) -> str:
    """What we read as the start of an event at this instant, that lasts so long."""
    end = f"{instant[:11]}{int(instant[11:13]) + hours:02}{instant[13:]}" if hours < 24 else f"2026-07-02{instant[10:]}"
    zones = "".join(f'<t:{name} Id="{zone}">{definition}</t:{name}>' for name in ("StartTimeZone", "EndTimeZone"))
    item = (
        f'<t:CalendarItem xmlns:t="{TYPES}"><t:ItemId Id="id" ChangeKey="key"/><t:Start>{instant}</t:Start>'
        f"<t:End>{end}</t:End><t:IsAllDayEvent>{str(all_day).lower()}</t:IsAllDayEvent>{zones}</t:CalendarItem>"
    )
    record = event_record(parse(item.encode()), "rep@acme.example")
    assert record.not_representable is None
    return str(record.values["Start"])


BERLIN = on_day("dlt", 3, "PT2H") + on_day("std", 10, "PT3H")
SUMMER, WINTER = "2026-07-01T10:00:00Z", "2026-01-07T10:00:00Z"


@pytest.mark.parametrize(
    ("instant", "definition", "wall"),
    [
        (SUMMER, defined([BERLIN]), "2026-07-01T12:00:00"),
        (WINTER, defined([BERLIN]), "2026-01-07T11:00:00"),
        # Clocks that change on a date, whatever day of the week it is.
        (SUMMER, defined([on_date("dlt", 4, 1, "PT0S") + on_date("std", 9, 30, "PT0S")]), "2026-07-01T12:00:00"),
        ("2026-09-30T10:00:00Z", defined([on_date("dlt", 4, 1, "PT0S") + on_date("std", 9, 30, "PT0S")]),
         "2026-09-30T11:00:00"),
        # A zone that never changes.
        (SUMMER, defined([always("std")]), "2026-07-01T11:00:00"),
        (SUMMER, defined([always("dlt")]), "2026-07-01T12:00:00"),
        # Half hours and seconds that Outlook adds.
        (SUMMER, defined([always("std")], periods='<t:Period Bias="PT3H30M" Name="Standard" Id="std"/>'),
         "2026-07-01T06:30:00"),
        (SUMMER, defined([on_day("dlt", 3, "PT23H59M59.999S", "Saturday") + on_day("std", 10, "PT3H")]),
         "2026-07-01T12:00:00"),
    ],
)  # fmt: skip
def test_the_clock_of_a_zone_of_somebodys_own(instant: str, definition: str, wall: str) -> None:
    start = start_of(instant, definition)
    assert start.partition("@")[0] == wall
    assert instant_of(start).isoformat() == instant.replace("Z", "+00:00")


@pytest.mark.parametrize(
    ("instant", "wall"),
    [("2025-07-01T10:00:00Z", "2025-07-01T12:00:00"), ("2026-07-01T10:00:00Z", "2026-07-01T11:00:00")],
)
def test_the_rules_in_force_at_the_event_count(instant: str, wall: str) -> None:
    """A government gave summer time up on 1 January 2026: what lies before keeps the rules that it had."""
    definition = defined([BERLIN, always("std")], since(1, "2026-01-01T00:00:00"))
    assert start_of(instant, definition).partition("@")[0] == wall


def test_a_known_name_whose_rules_agree_is_that_zone_and_one_whose_rules_do_not_is_its_rules() -> None:
    name = "W. Europe Standard Time"
    assert start_of(SUMMER, defined([BERLIN]), zone=name) == "2026-07-01T12:00:00@Europe/Berlin"
    nobodys = defined([always("std")], periods='<t:Period Bias="-PT11H30M" Name="Standard" Id="std"/>')
    assert start_of(SUMMER, nobodys, zone=name).startswith("2026-07-01T21:30:00@TZ:")


def test_rules_that_one_zone_alone_has_are_that_zone_each_time() -> None:
    lagos = defined([always("std")])
    assert [start_of(SUMMER, lagos) for _ in range(2)] == ["2026-07-01T11:00:00@Africa/Lagos"] * 2


def test_whole_days_are_those_of_the_zone_that_is_described() -> None:
    definition = defined([always("std")], periods='<t:Period Bias="-PT11H30M" Name="Standard" Id="std"/>')
    assert start_of("2026-06-30T12:30:00Z", definition, all_day=True, hours=24) == "2026-07-01"


@pytest.mark.parametrize(
    "definition",
    [
        "<t:Periods/>",
        defined([on_day("nobody", 3, "PT2H") + on_day("std", 10, "PT3H")]),
        defined([on_day("dlt", 3, "two o'clock") + on_day("std", 10, "PT3H")]),
        defined([on_day("dlt", 13, "PT2H") + on_day("std", 10, "PT3H")]),
        defined([on_day("dlt", 3, "PT2H", "Someday") + on_day("std", 10, "PT3H")]),
        defined([BERLIN], since(7, "2026-01-01T00:00:00")),
        defined([BERLIN], since(0, "some day")),
        defined([always("std")], periods='<t:Period Bias="P400D" Name="Standard" Id="std"/>'),
    ],
)
def test_a_definition_that_makes_no_sense_leaves_the_name_and_without_one_the_instant(definition: str) -> None:
    assert start_of(SUMMER, definition, zone="W. Europe Standard Time") == "2026-07-01T12:00:00@Europe/Berlin"
    assert start_of(SUMMER, definition) == "2026-07-01T10:00:00@UTC"
