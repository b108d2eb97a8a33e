"""Zones as EWS tells them: by an id, or by periods and the days on which they change.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from syncline.connectors.exchange.soap import Element, T, t
from syncline.records.zones.definition import Definition, resolved
from syncline.records.zones.names import windows_name
from syncline.records.zones.posix import PREFIX, Change, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST = 5
_UTC = "UTC"
_EVER = datetime.min.replace(tzinfo=UTC)
_CUSTOM = "Customized Time Zone"
_STANDARD, _DAYLIGHT = "Standard", "Daylight"


def zone_in(item: Element, name: str, instant: datetime) -> str | None:
    """Answer the zone that a property of an item names, as it is at `instant`; None if nobody knows it."""
    element = item.find(T + name)
    if element is None:
        return None
    return resolved(Definition((element.get("Id", ""), element.get("Name", "")), _told(element)), instant)


def zone_element(name: str, zone: str) -> Element:
    """Name a zone for EWS, or describe it if it has no name; UTC for a zone that Windows does not have."""
    if zone.startswith(PREFIX):
        return t(name, *_description(Rules.read(zone)), attributes={"Id": _CUSTOM, "Name": _CUSTOM})
    return t(name, attributes={"Id": windows_name(zone) or _UTC})


def _told(element: Element) -> tuple[tuple[datetime, Rules], ...]:
    """Read the rules, none where they are not told or make no sense."""
    try:
        periods = {one.get("Id", ""): -_duration(one.get("Bias", "")) for one in element.iter(f"{T}Period")}
        groups = {one.get("Id", ""): _rules(one, periods) for one in element.iter(f"{T}TransitionsGroup")}
        told = [(_since(one), groups[one.findtext(f"{T}To", "")]) for one in element.iterfind(f"{T}Transitions/*")]
        return tuple(told) or tuple((_EVER, one) for one in groups.values())
    except (KeyError, ValueError):
        return ()


def _since(transition: Element) -> datetime:
    text = transition.findtext(f"{T}DateTime")
    if text is None:
        return _EVER
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _rules(group: Element, periods: Mapping[str, timedelta]) -> Rules:
    """Read one group: a period for ever, or two changes a year; the one ahead of the other is summer time."""
    changes = [_change(one, periods) for one in group if one.find(f"{T}Month") is not None]
    if not changes:
        return Rules(periods[group.findtext(f"{T}Transition/{T}To", "")])
    winter, summer = sorted(changes, key=lambda one: one.offset)
    return Rules(winter.offset, (summer, winter))


def _change(element: Element, periods: Mapping[str, timedelta]) -> Change:
    month, to = int(element.findtext(f"{T}Month", "")), element.findtext(f"{T}To", "")
    at = _duration(element.findtext(f"{T}TimeOffset", ""))
    if (day := element.findtext(f"{T}Day")) is not None:
        return Change(month, 0, 0, int(day), at, periods[to])
    week = int(element.findtext(f"{T}Occurrence", ""))
    weekday = _DAYS.index(element.findtext(f"{T}DayOfWeek", ""))
    return Change(month, _LAST if week < 0 else week, weekday, 0, at, periods[to])


def _duration(text: str) -> timedelta:
    """Read an xs:duration, to the second: Outlook ends days at 23:59:59.999."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=round(seconds))
    return -span if match[1] else span


def _description(rules: Rules) -> Iterator[Element]:
    ahead = rules.changes[0].offset if rules.changes else None
    told = ((_STANDARD, rules.standard), *(() if ahead is None else ((_DAYLIGHT, ahead),)))
    yield t("Periods", *(_period(name, offset) for name, offset in told))
    if rules.changes:
        inside = [_day(change, to) for change, to in zip(rules.changes, (_DAYLIGHT, _STANDARD), strict=True)]
    else:
        inside = [t("Transition", _to("Period", _STANDARD))]
    yield t("TransitionsGroups", t("TransitionsGroup", *inside, attributes={"Id": "0"}))
    yield t("Transitions", t("Transition", _to("Group", "0")))


def _period(name: str, offset: timedelta) -> Element:
    return t("Period", attributes={"Bias": _span(-offset), "Name": name, "Id": name})


def _day(change: Change, to: str) -> Element:
    head = (_to("Period", to), t("TimeOffset", text=_span(change.at)), t("Month", text=str(change.month)))
    if not change.week:
        return t("RecurringDateTransition", *head, t("Day", text=str(change.day)))
    week = -1 if change.week == _LAST else change.week
    day = (t("DayOfWeek", text=_DAYS[change.weekday]), t("Occurrence", text=str(week)))
    return t("RecurringDayTransition", *head, *day)


def _to(kind: str, text: str) -> Element:
    return t("To", text=text, attributes={"Kind": kind})


def _span(value: timedelta) -> str:
    sign, size = ("-", -value) if value < timedelta() else ("", value)
    return f"{sign}PT{round(size.total_seconds() / 60)}M"
