"""Tests of a rep's calendar on any mail system: what people do there in few words, and what Salesforce then has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from syncline.records.moments import instant_of
from syncline.sandbox.clock import SteppedClock
from tests.support.house import REP, House
from tests.support.house_calendars import SYSTEMS, settle
from tests.support.house_people import subjects
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from syncline.records.record import Record, Value
    from tests.support.house_calendars import Calendar

KINDS = tuple(SYSTEMS)
DAY = "2026-03-04"


@dataclass
class AnyCalendar:
    """One rep's default calendar. Times are as records have them: `2026-03-04T09:00:00@Europe/Berlin`, or dates."""

    at: Calendar

    @property
    def house(self) -> House:
        """The house around it."""
        return self.at.house

    def meet(self, subject: str, day: str = DAY, hour: int = 9, **values: Value) -> str:
        """An hour in Berlin; answers the id by which links know it."""
        return self.put({"Subject": subject, "Start": berlin(day, hour), "End": berlin(day, hour + 1), **values})

    def put(
        self, values: dict[str, Value], *, invited: Iterable[str] = (), host: str = "", uid: str = "", rep: str = REP
    ) -> str:
        """A rep makes an event; with a `host` it is that person's meeting."""
        guests = tuple((one, one) for one in invited)
        return self.at.enter(values, guests=guests, host=(host, host) if host else None, uid=uid, rep=rep)

    def change(self, event: str, **values: Value) -> None:
        """The rep changes some values; `Sensitivity` may be `Normal`."""
        self.at.edit(event, values)

    def twist(self, event: str, end: str) -> None:
        """The server itself holds an end that no client could have written."""
        self.at.twist(event, instant_of(end))

    def rest(self) -> list[str]:
        """Let cycles run until all is quiet; answers what Salesforce calls its events. Nobody may have got a mail."""
        settle(self.at)
        return subjects(self.house)

    def read(self, event: str) -> Record:
        """The event as it stands in the calendar."""
        return next(one for one in self.at.records() if one.id == event)


def calendar_of(kind: str, now: datetime | None = None, reps: Sequence[str] = (REP,), **settings: Any) -> AnyCalendar:
    """Answer the calendar of a house in which contacts do not sync; `settings` are those of events."""
    clock = SteppedClock(now or datetime(2026, 3, 2, 9, tzinfo=UTC))
    house = {"contacts": dict(NO_CONTACTS), "events": events_with(**settings), "clock": clock, "reps": tuple(reps)}
    return AnyCalendar(SYSTEMS[kind](**house))


def berlin(day: str, hour: int, minute: int = 0) -> str:
    """Answer a moment in Berlin; from 24 on it is on the next day."""
    wall = datetime.fromisoformat(day) + timedelta(hours=hour, minutes=minute)
    return f"{wall.isoformat()}@Europe/Berlin"
