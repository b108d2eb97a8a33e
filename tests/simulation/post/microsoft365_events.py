"""Calendars on Microsoft 365: events, and who takes part in them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from syncline.sandbox.microsoft365 import Event
from tests.support.series_hands import GraphHands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from syncline.sandbox.microsoft365 import Item, Microsoft365Server, OpenMailbox
    from tests.simulation.post.hands import Thing
    from tests.support.series_hands import SeriesHands

_ANSWERS = {"accepted": "accepted", "tentative": "tentativelyAccepted", "declined": "declined"}


class Microsoft365Events:
    """See `Hands`."""

    def __init__(self, server: Microsoft365Server) -> None:
        self.server = server
        self.recalled: set[str] = set()

    def _box(self, rep: str) -> OpenMailbox:
        return self.server.mailboxes[rep]

    def enter(
        self, rep: str, name: str, times: tuple[datetime, datetime] | tuple[date, date], zone: str, place: str
    ) -> None:
        whole_day = not isinstance(times[0], datetime)
        given = {
            "subject": name,
            "location": {"displayName": place},
            "isAllDay": whole_day,
            "isReminderOn": False,
            "start": _moment(times[0], zone),
            "end": _moment(times[1], zone),
        }
        self._box(rep).create_event(given)

    def edit_place(self, rep: str, thing: Thing, place: str) -> None:
        self._box(rep).edit(thing.raw, {"location": {"displayName": place}})
        self._deliver(rep, thing.raw)

    def shift(self, rep: str, thing: Thing, start: datetime, end: datetime) -> None:
        self._box(rep).edit(thing.raw, {"start": _moment(start, "UTC"), "end": _moment(end, "UTC")})
        self._deliver(rep, thing.raw)

    def hide(self, rep: str, thing: Thing) -> None:
        private = thing.raw.values.get("sensitivity") == "private"
        self._box(rep).edit(thing.raw, {"sensitivity": "normal" if private else "private"})

    def calendar(self, rep: str) -> SeriesHands:
        return GraphHands(self._box(rep), self.server.outbox)

    def invite(self, rep: str, thing: Thing, guests: Sequence[str]) -> None:
        known = {one["emailAddress"]["address"]: one for one in thing.raw.values.get("attendees") or ()}
        people = [
            known.get(one) or {"emailAddress": {"name": one, "address": one}, "type": "required"} for one in guests
        ]
        self._box(rep).edit(thing.raw, {"attendees": people})
        self._answered(rep, thing.raw, {one: known[one]["status"]["response"] for one in guests if one in known})
        self._deliver(rep, thing.raw)

    def reply(self, rep: str, thing: Thing, guest: str, answer: str) -> None:
        self._answered(rep, thing.raw, {guest: _ANSWERS[answer]})

    def _answered(self, rep: str, event: Item, answers: dict[str, str]) -> None:
        box = self._box(rep)
        with box.lock:
            event.values["attendees"] = [
                {**one, "status": {**one["status"], "response": word}}
                if (word := answers.get(one["emailAddress"]["address"]))
                else one
                for one in event.values["attendees"]
            ]
            box.changed(event)

    def _deliver(self, rep: str, item: Item) -> None:
        """Let the copies of an organizer's event follow it. Whoever threw a copy away is not sent it again."""
        if not isinstance(item, Event) or not is_own(item):
            return
        here = item.folder is self._box(rep).calendar
        guests = {one["emailAddress"]["address"] for one in item.values.get("attendees") or ()} if here else set()
        for other, box in self.server.mailboxes.items():
            if other == rep:
                continue
            copies = [one for one in box.items.values() if one.values.get("uid") == item.values["uid"]]
            kept = [one for one in copies if one.folder is box.calendar]
            if other not in guests:
                for one in kept:
                    box.put_away(one)
                    self.recalled.add(one.id(immutable=True))
            elif kept:
                box.edit(kept[0], _told(item))
            elif not copies:
                box.create_event(_told(item), organizer=(rep, rep), uid=item.values["uid"])


def is_own(item: Item) -> bool:
    """Whether an event is the mailbox owner's own, and no copy of somebody's meeting."""
    return bool(item.values["responseStatus"]["response"] == "organizer")


def _told(event: Event) -> dict[str, Any]:
    """What a guest's copy takes over from the organizer's event."""
    span = event.span
    place = next((one.get("displayName") for one in event.values.get("locations") or ()), "")
    return {
        "subject": event.values["subject"],
        "location": {"displayName": place},
        "isAllDay": span.all_day,
        "start": _moment(span.start, span.zone.name),
        "end": _moment(span.end, span.end_zone.name),
    }


def _moment(when: datetime | date, zone: str) -> dict[str, str]:
    wall = when.replace(tzinfo=None).isoformat() if isinstance(when, datetime) else f"{when.isoformat()}T00:00:00"
    return {"dateTime": wall, "timeZone": zone}
