"""SPEC 7.2: the way to an event in the rep's own calendar, asked of mail systems whose ids lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from syncline.jobs.event_page import event_page
from syncline.records.words import Collection
from tests.support.cloud_house import CloudHouse
from tests.support.google_house import GoogleHouse
from tests.support.house import REP, House
from tests.support.house_people import picture, rest
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from syncline.cli.connector import LiveOrg
    from syncline.cli.mail.live import LiveMail
    from syncline.store.rows import ConnectionRow

START = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - wall time


@dataclass
class MailAlone:
    """Connects to the house's mail system, and to no org."""

    house: House

    def mail(self, row: ConnectionRow) -> LiveMail:
        return self.house.connect_mail(row)

    def org(self, row: ConnectionRow) -> LiveOrg:
        raise AssertionError(f"nobody has to ask {row.name}")


def page(house: House, event: str) -> str:
    before = picture(house)
    found = event_page(house.store, MailAlone(house), house.store.reps([f"acme/{REP}"])[0], event)
    assert picture(house) == before
    return found


def test_microsoft_tells_where_outlook_on_the_web_shows_it() -> None:
    house = CloudHouse(contacts=NO_CONTACTS, events=events_with())
    house.enter(
        {
            "Subject": "Kick-off",
            "Start": "2026-03-04T09:00:00@Europe/Berlin",
            "End": "2026-03-04T10:00:00@Europe/Berlin",
        }
    )
    rest(house)
    [link] = house.store.live_links(f"acme/{REP}", Collection.EVENTS, "", 2)
    assert page(house, link.mailbox_id).startswith("https://outlook.office365.com/owa/?itemid=")
    assert page(house, "AAMkNobodyHasIt=") == ""


def test_google_tells_where_its_calendar_shows_it() -> None:
    house = GoogleHouse(contacts=NO_CONTACTS, events=events_with())
    event = house.put_event("Kick-off", START)
    rest(house)
    assert page(house, event).startswith("https://www.google.com/calendar/event?eid=")
    assert page(house, "nobodyhasit") == ""


def test_where_the_id_leads_there_nobody_is_asked() -> None:
    house = House(contacts=NO_CONTACTS, events=events_with())
    rest(house)
    assert page(house, "A") == ""
