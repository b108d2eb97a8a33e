"""The whole house with any mail system, and a rep who has series in the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.cloud_house import CloudHouse
from tests.support.google_house import GoogleHouse
from tests.support.house import REP, House
from tests.support.house_people import events, rest
from tests.support.house_tables import NO_CONTACTS
from tests.support.series_hands import ExchangeHands, GoogleHands, GraphHands

if TYPE_CHECKING:
    from syncline.records.record import Value
    from tests.support.series_hands import SeriesHands

FIRST = "2026-03-16T09:00:00@Europe/Berlin"
"""A Monday; clocks change on the 29th."""
TALK: dict[str, Value] = {"Subject": "Jour fixe", "Start": FIRST, "End": FIRST.replace("09:", "10:")}
SECOND, THIRD = "2026-03-23", "2026-03-30"
WEEKLY = "FREQ=WEEKLY;BYDAY=MO;COUNT=3"
WHOLE = ["2026-03-16T08:00", "2026-03-23T08:00", "2026-03-30T07:00"]


def at(day: str, hour: int, zone: str = "Europe/Berlin") -> dict[str, Value]:
    """An hour of a day."""
    return {"Start": f"{day}T{hour:02}:00:00@{zone}", "End": f"{day}T{hour + 1:02}:00:00@{zone}"}


@dataclass
class Desk:
    """A house and the rep's hands on its calendar."""

    house: House
    hands: SeriesHands

    def rest(self) -> None:
        rest(self.house)
        assert self.hands.mails() == 0

    def starts(self) -> list[str]:
        return sorted(one["StartDateTime"][:16] for one in events(self.house))

    def days(self) -> list[str]:
        return sorted(one["ActivityDate"] for one in events(self.house) if one["IsAllDayEvent"])

    def subjects(self) -> list[str]:
        return sorted(one["Subject"] for one in events(self.house))


def exchange(**settings: Any) -> Desk:
    house = House(contacts=NO_CONTACTS, **settings)
    return Desk(house, ExchangeHands(house.mailbox(), house.exchange.outbox))


def microsoft365(**settings: Any) -> Desk:
    house = CloudHouse(contacts=NO_CONTACTS, **settings)
    return Desk(house, GraphHands(house.cloud(), house.tenant.outbox))


def google(**settings: Any) -> Desk:
    house = GoogleHouse(contacts=NO_CONTACTS, **settings)
    return Desk(house, GoogleHands(house.account(REP), house.google.outbox))


DESKS = (exchange, microsoft365, google)
