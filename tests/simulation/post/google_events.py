"""Calendars on Google Workspace: events, and who takes part in them. Copies follow by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tests.support.series_hands import GoogleHands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.sandbox.google import GoogleServer, OpenAccount
    from tests.simulation.post.hands import Thing
    from tests.support.series_hands import SeriesHands

_ZONES = {
    "W. Europe Standard Time": "Europe/Berlin", "Eastern Standard Time": "America/New_York", "UTC": "UTC",
    "India Standard Time": "Asia/Kolkata",
}  # fmt: skip


class GoogleEvents:
    """See `Hands`."""

    def __init__(self, server: GoogleServer) -> None:
        self.server = server
        self.recalled: set[str] = set()
        self._entered = 0

    def _account(self, rep: str) -> OpenAccount:
        return self.server.accounts[rep]

    def enter(
        self, rep: str, name: str, times: tuple[datetime, datetime] | tuple[date, date], zone: str, place: str
    ) -> None:
        self._entered += 1
        values = {"location": place, "id": f"entered{self._entered:05}"}  # copies of a meeting share its id
        self._account(rep).create_event(name, *times, zone=_ZONES[zone], values=values)

    def edit_place(self, rep: str, thing: Thing, place: str) -> None:
        self._account(rep).edit_event(thing.id, {"location": place})

    def shift(self, rep: str, thing: Thing, start: datetime, end: datetime) -> None:
        self._account(rep).edit_event(thing.id, {"start": _moment(start), "end": _moment(end)})

    def hide(self, rep: str, thing: Thing) -> None:
        private = thing.raw.get("visibility") == "private"
        self._account(rep).edit_event(thing.id, {"visibility": "default" if private else "private"})

    def calendar(self, rep: str) -> SeriesHands:
        return GoogleHands(self._account(rep), self.server.outbox)

    def invite(self, rep: str, thing: Thing, guests: Sequence[str]) -> None:
        held = {one["email"]: one for one in thing.raw.get("attendees", ())}
        self.recalled.add(thing.id)  # all copies have the same id
        people = [held.get(one) or {"email": one} for one in guests]
        self._account(rep).edit_event(thing.id, {"attendees": people or None})

    def reply(self, rep: str, thing: Thing, guest: str, answer: str) -> None:
        held = self._account(rep).calendar.events[thing.id].values["attendees"]
        told = [{**one, "responseStatus": answer} if one["email"] == guest else one for one in held]
        self._account(rep).edit_event(thing.id, {"attendees": told})


def _moment(when: datetime) -> dict[str, str]:
    return {"dateTime": when.replace(tzinfo=UTC).isoformat(), "timeZone": "UTC"}
