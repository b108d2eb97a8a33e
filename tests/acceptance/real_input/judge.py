"""Holds what stands in Salesforce and in the links against what the file means. Every complaint is one line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from syncline.engine.asking import NOT_REPRESENTABLE
from syncline.records.capability import SALESFORCE_EVENT
from syncline.records.normal import clean
from tests.acceptance.real_input.entering import client_zone
from tests.acceptance.real_input.meaning import Meaning, Moment, canonical, first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.real_input.journey import Fate, Journey

_LONGEST = timedelta(days=14)
_DAY = timedelta(days=1)
_TEXTS = {"Subject": "SUMMARY", "Location": "LOCATION", "Description": "DESCRIPTION"}
_LABELS = {"Description": "Body"}


def complaints(journey: Journey) -> Iterator[str]:
    """Everything that is not as the file means it."""
    yield from (f"made up: {row['Id']}" for row in journey.strangers)
    yield from (f"error: {code}" for code in journey.house.errors())
    yield from (f"mail: {mail.kind}" for mail in journey.house.exchange.outbox)
    for fate in journey.fates:
        yield from (f"{fate.source}, {first(fate.event, 'UID')}: {text}" for text in _fate(fate))


def _fate(fate: Fate) -> Iterator[str]:
    if fate.outcome.startswith("lost"):
        yield fate.outcome
    elif fate.when is not None and fate.item_id and not fate.outside:
        due = _due(fate, fate.when)
        if due != (fate.reported or "arrived"):
            yield f"should be {due!r}, is {fate.reported or fate.outcome!r}"
        if fate.row is not None:
            yield from _row(fate, fate.when, fate.row)


def _due(fate: Fate, when: Meaning) -> str:
    """What has to become of an event that is inside the window."""
    if fate.series:
        return f"{NOT_REPRESENTABLE}recurring"
    return f"{NOT_REPRESENTABLE}longer_than_14_days" if _length(when) > _LONGEST else "arrived"


def _length(when: Meaning) -> timedelta:
    begins, ends = (one.instant if isinstance(one, Moment) else _midnight(one) for one in (when.start, when.end))
    return ends - begins


def _row(fate: Fate, when: Meaning, row: dict[str, Any]) -> Iterator[str]:
    yield from _times(when, row)
    yield from _base(fate, when)
    for column, name in _TEXTS.items():
        expected = _text(fate.event, name, column)
        if (row[column] or "") != expected:
            yield f"{column} is {row[column]!r}, not {expected!r}"
    if row["IsPrivate"] != (str(first(fate.event, "CLASS") or "PUBLIC").upper() != "PUBLIC"):
        yield "IsPrivate is wrong"
    if row["ShowAs"] != ("Free" if str(first(fate.event, "TRANSP")).upper() == "TRANSPARENT" else "Busy"):
        yield f"ShowAs is {row['ShowAs']}"


def _text(event: Any, name: str, column: str) -> str:
    label = _LABELS.get(column, column)
    text = clean(str(first(event, name) or ""), lines=label == "Body")
    return text[: SALESFORCE_EVENT[label].length or None].rstrip()


def _times(when: Meaning, row: dict[str, Any]) -> Iterator[str]:
    begins, ends = when.start, when.end
    found = (_instant(row, "StartDateTime"), _instant(row, "EndDateTime"))
    if isinstance(begins, Moment) and isinstance(ends, Moment):
        expected, day = (begins.instant, ends.instant), begins.instant.date()
    elif not isinstance(begins, Moment) and not isinstance(ends, Moment):
        expected, day = (_midnight(begins), _midnight(ends - _DAY)), begins
    if found != expected:
        yield f"is {found[0]} to {found[1]}, not {expected[0]} to {expected[1]}"
    if row["IsAllDayEvent"] is not when.all_day or row["ActivityDate"] != day.isoformat():
        yield f"IsAllDayEvent {row['IsAllDayEvent']}, ActivityDate {row['ActivityDate']}"


def _instant(row: dict[str, Any], column: str) -> datetime:
    return datetime.fromisoformat(row[column])


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _base(fate: Fate, when: Meaning) -> Iterator[str]:
    """The stored truth: dates, or wall time and zone."""
    for label, told in (("Start", when.start), ("End", when.end)):
        held = str(fate.link.base.get(label)) if fate.link else ""
        expected = _moment_text(told) if isinstance(told, Moment) else told.isoformat()
        if held != expected:
            yield f"the base holds {label} {held}, not {expected}"


def _moment_text(moment: Moment) -> str:
    """Zones are those that Exchange can keep; the second passing of a repeated hour has no wall time of its own."""
    zone = stored_zone(moment)
    wall = moment.instant.astimezone(ZoneInfo(zone))
    if wall.fold:
        zone, wall = "UTC", moment.instant
    return f"{wall.replace(tzinfo=None, microsecond=0).isoformat()}@{zone}"


def stored_zone(moment: Moment) -> str:
    """The zone under which the moment has to be stored: UTC where the client had to send the instant alone.

    Exchange keeps a Windows zone, which stands for the place that CLDR names first. exchangelib's table is of 2021:
    for the provinces of Canada it names the zone that they had then.
    """
    zone = client_zone(moment.zone)
    return canonical(zone.ms_id) if zone else "UTC"
