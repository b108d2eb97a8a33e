"""GetServerTimeZones: https://learn.microsoft.com/exchange/client-developer/web-service-reference/getservertimezones-operation."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from syncline.sandbox.exchange import zones
from syncline.sandbox.exchange.messages import one
from syncline.sandbox.exchange.request import parts
from syncline.sandbox.exchange.values import write_duration
from syncline.sandbox.exchange.xmltext import escape, text_of, truth

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element
    from syncline.sandbox.exchange.zones import Zone


def run(context: Context, request: Element) -> str:
    """Answer all zones or those asked for; unknown ids are left out, as the vendor's page says."""
    full = truth(request.get("ReturnFullTimeZoneData", "true"))

    def act() -> str:
        ids = [text_of(element) for element in parts(request, "Ids")]
        known = {name.casefold(): name for name in zones.known()}
        names = [known[name.casefold()] for name in ids if name.casefold() in known] if ids else zones.known()
        year = context.clock().year
        inside = "".join(_write(zones.find(name), year, full=full) for name in names)
        return f"<m:TimeZoneDefinitions>{inside}</m:TimeZoneDefinitions>"

    return one("GetServerTimeZones", act, empty="<m:TimeZoneDefinitions/>")


def _write(zone: Zone, year: int, *, full: bool) -> str:
    start = f'<t:TimeZoneDefinition Id="{escape(zone.id)}" Name="{escape(zone.name)}"'
    return f"{start}>{_rules(zone, year)}</t:TimeZoneDefinition>" if full else f"{start}/>"


@cache
def _rules(zone: Zone, year: int) -> str:
    """This year's rules as one group; a zone without summer time has one period and no changes."""
    changes = zone.changes(year)
    offsets = sorted({offset for _wall, offset in changes}) if len(changes) == _TWO else []
    if not offsets:
        standard = _last_offset(zone, year, changes)
        return (
            f"<t:Periods>{_period('std', standard)}</t:Periods><t:TransitionsGroups><t:TransitionsGroup "
            'Id="0"><t:Transition><t:To Kind="Period">std</t:To></t:Transition></t:TransitionsGroup>'
            f"</t:TransitionsGroups>{_TRANSITIONS}"
        )
    names = dict(zip(offsets, ("std", "dlt"), strict=True))
    periods = "".join(_period(names[offset], offset) for offset in offsets)
    inside = "".join(_recurring(wall, names[offset]) for wall, offset in changes)
    return (
        f'<t:Periods>{periods}</t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0">{inside}'
        f"</t:TransitionsGroup></t:TransitionsGroups>{_TRANSITIONS}"
    )


_TWO = 2
_TRANSITIONS = '<t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>'
_LAST_WEEK = 4


def _last_offset(zone: Zone, year: int, changes: list[tuple[datetime, timedelta]]) -> timedelta:
    return changes[-1][1] if changes else zone.offset(zone.instant(_noon(year)))


def _noon(year: int) -> datetime:
    return datetime(year, 1, 1, 12)  # noqa: DTZ001 - a wall time


def _period(identifier: str, offset: timedelta) -> str:
    bias = -offset
    sign, size = ("-", -bias) if bias < timedelta() else ("", bias)
    name = "Standard" if identifier == "std" else "Daylight"
    return f'<t:Period Bias="{sign}{write_duration(size)}" Name="{name}" Id="{identifier}"/>'


def _recurring(wall: datetime, to: str) -> str:
    week = (wall.day - 1) // 7 + 1
    last = (wall + timedelta(days=7)).month != wall.month
    return (
        f'<t:RecurringDayTransition><t:To Kind="Period">{to}</t:To>'
        f"<t:TimeOffset>{write_duration(timedelta(hours=wall.hour, minutes=wall.minute))}</t:TimeOffset>"
        f"<t:Month>{wall.month}</t:Month><t:DayOfWeek>{_DAYS[wall.weekday()]}</t:DayOfWeek>"
        f"<t:Occurrence>{-1 if last and week >= _LAST_WEEK else week}</t:Occurrence></t:RecurringDayTransition>"
    )


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
