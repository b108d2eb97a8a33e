"""Calendars on an Exchange server: events, and who takes part in them."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from syncline.sandbox.exchange.state.item import Address, Attendee
from tests.support.series_hands import ExchangeHands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from syncline.sandbox.exchange import ExchangeServer, Item, OpenMailbox
    from tests.simulation.post.hands import Thing
    from tests.support.series_hands import SeriesHands

_ANSWERS = {"accepted": "Accept", "tentative": "Tentative", "declined": "Decline"}
_TOLD = ("Subject", "Location", "Start", "End", "IsAllDayEvent")
"""What a guest's copy takes over from the organizer's event; when it is made, besides its times:"""
_COPIED = ("UID", "Location", "StartTimeZone", "IsAllDayEvent")


class ExchangeEvents:
    """See `Hands`."""

    def __init__(self, server: ExchangeServer) -> None:
        self.server = server
        self.recalled: set[str] = set()

    def _box(self, rep: str) -> OpenMailbox:
        return self.server.mailboxes[rep]

    def enter(
        self, rep: str, name: str, times: tuple[datetime, datetime] | tuple[date, date], zone: str, place: str
    ) -> None:
        self._box(rep).create_event(name, *times, zone=zone, values={"Location": place})

    def edit_place(self, rep: str, thing: Thing, place: str) -> None:
        self._box(rep).edit(thing.raw, {"Location": place})
        self._deliver(rep, thing.raw)

    def shift(self, rep: str, thing: Thing, start: datetime, end: datetime) -> None:
        self._box(rep).edit(thing.raw, {"Start": start.replace(tzinfo=UTC), "End": end.replace(tzinfo=UTC)})
        self._deliver(rep, thing.raw)

    def hide(self, rep: str, thing: Thing) -> None:
        private = thing.raw.values.get("Sensitivity") == "Private"
        self._box(rep).edit(thing.raw, {"Sensitivity": "Normal" if private else "Private"})

    def calendar(self, rep: str) -> SeriesHands:
        return ExchangeHands(self._box(rep), self.server.outbox)

    def invite(self, rep: str, thing: Thing, guests: Sequence[str]) -> None:
        known = {one.address.email: one for one in thing.raw.values.get("RequiredAttendees", ())}
        people = tuple(known.get(one) or Attendee(Address(one, one)) for one in guests)
        self._box(rep).edit(thing.raw, {"RequiredAttendees": people or None})
        self._deliver(rep, thing.raw)

    def reply(self, rep: str, thing: Thing, guest: str, answer: str) -> None:
        self._box(rep).answer(thing.raw, guest, _ANSWERS[answer])

    def _deliver(self, rep: str, item: Item) -> None:
        """Let the copies of an organizer's event follow it. Whoever threw a copy away is not sent it again."""
        if item.kind != "CalendarItem" or not is_own(item):
            return
        here = item.folder is self._box(rep).well_known("calendar")
        guests = {one.address.email for one in item.values.get("RequiredAttendees", ())} if here else set()
        for other, box in self.server.mailboxes.items():
            if other == rep:
                continue
            copies = [one for one in box.items.values() if one.values.get("UID") == item.values["UID"]]
            kept = [one for one in copies if one.folder is box.well_known("calendar")]
            if other not in guests:
                self.recalled |= {box.trash(one).id for one in kept}
            elif kept:
                box.edit(kept[0], {name: item.values.get(name) for name in _TOLD})
            elif not copies:
                self._send(rep, box, item)

    def _send(self, rep: str, box: OpenMailbox, item: Item) -> None:
        held = item.values
        times = (held["Start"], held["End"])
        copied: dict[str, Any] = {name: held[name] for name in _COPIED if name in held}
        box.create_event(str(held["Subject"]), *times, organizer=(rep, rep), values=copied)


def is_own(item: Item) -> bool:
    """Whether an event is the mailbox owner's own, and no copy of somebody's meeting."""
    return bool(item.values.get("IsOrganizer", True))
