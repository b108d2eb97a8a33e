"""Wall times, all-day events, and time zones described by the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.ews_items import NO_MAIL, create, event, get, reference, value
from tests.support.ews_raw import texts

if TYPE_CHECKING:
    from tests.support.ews_raw import Caller


RULES = (
    '<t:StartTimeZone Id="{id}"><t:Periods><t:Period Bias="-PT1H" Name="Standard" Id="std"/>'
    '<t:Period Bias="-PT2H" Name="Daylight" Id="dlt"/></t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0">'
    '<t:RecurringDayTransition><t:To Kind="Period">dlt</t:To><t:TimeOffset>PT2H</t:TimeOffset><t:Month>3</t:Month>'
    "<t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition>"
    '<t:RecurringDayTransition><t:To Kind="Period">std</t:To><t:TimeOffset>PT3H</t:TimeOffset><t:Month>10</t:Month>'
    "<t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition>"
    '</t:TransitionsGroup></t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To>'
    "</t:Transition></t:Transitions></t:StartTimeZone>"
)


@pytest.mark.parametrize("zone", ['<t:StartTimeZone Id="W. Europe Standard Time"/>', RULES.format(id="Ours")])
@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2026-01-15T10:00:00", "2026-01-15T09:00:00Z"),
        ("2026-07-15T10:00:00", "2026-07-15T08:00:00Z"),
        ("2026-10-25T01:30:00", "2026-10-24T23:30:00Z"),
        ("2026-10-25T03:30:00", "2026-10-25T02:30:00Z"),
        ("2026-07-15T10:00:00Z", "2026-07-15T10:00:00Z"),
        ("2026-07-15T10:00:00-05:00", "2026-07-15T15:00:00Z"),
    ],
)
def test_wall_times(owner: Caller, zone: str, wall: str, instant: str) -> None:
    made = create(owner, event(f"<t:Start>{wall}</t:Start><t:End>{wall}</t:End>{zone}"), attributes=NO_MAIL)
    root = get(owner, reference(made), '<t:FieldURI FieldURI="calendar:StartWallClock"/>')
    assert value(root, "Start") == instant
    if wall.endswith("00:00"):
        assert (value(root, "StartWallClock") or "")[:13] == wall[:13] if "-05" not in wall else True


def test_the_request_s_zone_is_the_default(owner: Caller) -> None:
    header = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Tokyo Standard Time"/></t:TimeZoneContext>'
    item = event("<t:Start>2026-07-15T10:00:00</t:Start><t:End>2026-07-15T11:00:00</t:End>")
    root = owner.call(f"<m:CreateItem {NO_MAIL}><m:Items>{item}</m:Items></m:CreateItem>", header=header)
    seen = get(owner, reference(root))
    assert value(seen, "Start") == "2026-07-15T01:00:00Z"
    assert texts(seen, "//t:StartTimeZone/@Id") == ["Tokyo Standard Time"]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2026-07-02", "2026-07-01T22:00:00Z"),
        ("2026-07-01", "2026-07-01T22:00:00Z"),
        ("2026-07-03", "2026-07-02T22:00:00Z"),
    ],
)
def test_all_day_events_are_whole_days(owner: Caller, end: str, expected: str) -> None:
    inside = f"<t:Start>2026-07-01T00:00:00</t:Start><t:End>{end}T00:00:00</t:End>"
    inside += "<t:IsAllDayEvent>true</t:IsAllDayEvent>"
    made = create(owner, event(f'{inside}<t:StartTimeZone Id="W. Europe Standard Time"/>'), attributes=NO_MAIL)
    root = get(owner, reference(made))
    assert (value(root, "Start"), value(root, "End")) == ("2026-06-30T22:00:00Z", expected)


def test_every_zone_has_rules(owner: Caller) -> None:
    root = owner.call('<m:GetServerTimeZones ReturnFullTimeZoneData="true"/>')
    zones = root.findall(".//{*}TimeZoneDefinition")
    assert len(zones) > 130
    assert all(zone.find("{*}Transitions") is not None for zone in zones)
    names = {zone.get("Id"): zone.get("Name") for zone in zones}
    assert names["AUS Eastern Standard Time"] == "(UTC+10:00) AUS Eastern Standard Time"
    assert names["Newfoundland Standard Time"] == "(UTC-03:30) Newfoundland Standard Time"


def test_rules_are_handed_out(owner: Caller) -> None:
    ids = "<m:Ids><t:Id>W. Europe Standard Time</t:Id><t:Id>Nowhere</t:Id></m:Ids>"
    root = owner.call(f'<m:GetServerTimeZones ReturnFullTimeZoneData="true">{ids}</m:GetServerTimeZones>')
    assert texts(root, "//t:TimeZoneDefinition/@Id") == ["W. Europe Standard Time"]
    assert texts(root, "//t:Period/@Bias") == ["-PT1H", "-PT2H"]
    assert texts(root, "//t:RecurringDayTransition/t:Month/text()") == ["3", "10"]
    assert texts(root, "//t:RecurringDayTransition/t:TimeOffset/text()") == ["PT2H", "PT3H"]
