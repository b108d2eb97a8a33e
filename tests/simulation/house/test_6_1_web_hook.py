"""SPEC 6.1: Microsoft 365 and Google post to our web hook when something changed, and that rep's cycle runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.jobs.hooks import PUBLIC_URL, Hooks
from syncline.records.words import Collection
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.microsoft365 import WebCourier
from syncline.store.schedule import Whose
from syncline.web.asked import Around
from tests.support.cloud_house import CloudHouse
from tests.support.django_pages import set_up_django
from tests.support.google_house import GoogleHouse
from tests.support.house import EVENTS
from tests.support.house_people import person
from tests.support.house_tables import NO_CONTACTS
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.store.subscriptions import SubscriptionRow
    from tests.support.house import House

ANN, BOB = "ann@acme.example", "bob@acme.example"
IDS = [f"acme/{ANN}", f"acme/{BOB}"]
PUBLIC = "https://localhost/"
NOON = datetime(2026, 3, 4, 12)  # noqa: DTZ001 - wall time in the zone that goes with it
LUNCH = {"Subject": "Lunch", "Start": "2026-03-04T12:00:00@Europe/Berlin", "End": "2026-03-04T13:00:00@Europe/Berlin"}


def reach_pages(house: House) -> requests.Session:
    """A way from the mail system to our pages."""
    set_up_django()
    from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

    session = requests.Session()
    session.mount("https://", InProcessAdapter(Pages(Around(house.store, house.clock, lambda _subject: {}))))
    return session


class Office:
    """A house whose mail system reaches our pages; everybody's first cycle is over, and all is subscribed."""

    def __init__(self, house: CloudHouse | GoogleHouse, public: str = PUBLIC) -> None:
        self.house = house
        self.store = house.store
        self.store.save_setup(settings={PUBLIC_URL: public})
        self.session = reach_pages(house)
        self.shift = Shift(house)
        if isinstance(house, CloudHouse):
            house.tenant.tenant.subscriptions.courier = WebCourier(self.session)
        self.shift.work()
        for _ in range(3):
            self.shift.after(EVERY)
        self.deliver()

    def deliver(self) -> int:
        """Let the mail system post what it has to tell; answers how much was taken."""
        if isinstance(self.house, CloudHouse):
            return self.house.tenant.tenant.subscriptions.deliver()
        return self.house.google.channels.deliver(self._post)

    def _post(self, address: str, headers: Mapping[str, str]) -> int:
        return self.session.post(address, headers=dict(headers), timeout=5).status_code

    def rows(self, rep: str = IDS[0]) -> list[SubscriptionRow]:
        return self.store.subscriptions([rep])

    def quiet(self) -> None:
        """Let everybody's turn be far away."""
        self.shift.after(EVERY)
        self.deliver()
        self.shift.after(3)

    def leased(self) -> list[str]:
        now = self.house.clock()
        return [turn.name for turn in self.store.turns(Whose.PUSH) if turn.due > now]


@pytest.fixture
def cloud() -> Office:
    return Office(CloudHouse(reps=(ANN, BOB)))


@pytest.fixture
def google() -> Office:
    return Office(GoogleHouse(reps=(ANN, BOB), contacts=NO_CONTACTS))


def tenants(office: Office) -> Any:
    assert isinstance(office.house, CloudHouse)
    return office.house.tenant.tenant.subscriptions


def test_a_change_in_microsoft_365_is_in_salesforce_within_seconds(cloud: Office) -> None:
    assert [(row.collection, bool(row.resource)) for row in cloud.rows()] == [
        (Collection.CONTACTS, True), (Collection.EVENTS, False)
    ]  # fmt: skip
    cloud.quiet()
    assert isinstance(cloud.house, CloudHouse)
    cloud.house.put(person(1), BOB)
    cloud.house.enter(LUNCH, BOB)
    assert cloud.deliver() == 2
    assert cloud.shift.after(1) == [], "one action of a person makes several notices"
    assert cloud.shift.after(2) == [IDS[1]]
    assert cloud.house.link_count(Collection.CONTACTS, BOB) == 1
    assert cloud.house.link_count(Collection.EVENTS, BOB) == 1


def test_a_change_in_google_is_in_salesforce_within_seconds(google: Office) -> None:
    assert [row.collection for row in google.rows()] == [Collection.EVENTS]
    google.quiet()
    assert isinstance(google.house, GoogleHouse)
    google.house.put_event("Lunch", NOON, BOB)
    assert google.deliver() == 1
    assert google.shift.after(3) == [IDS[1]]
    assert google.house.link_count(Collection.EVENTS, BOB) == 1


@pytest.mark.parametrize("name", ["cloud", "google"])
def test_who_is_told_of_is_polled_less_often(name: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(name)
    assert office.leased() == IDS
    office.quiet()
    assert [office.shift.after(EVERY) for _ in range(2)] == [[], []]
    assert office.shift.after(EVERY) == IDS


def test_who_is_told_of_in_part_alone_is_polled_as_often_as_ever() -> None:
    office = Office(GoogleHouse(reps=(ANN, BOB)))
    assert [row.collection for row in office.rows()] == [Collection.EVENTS], "People tells nobody anything"
    assert office.leased() == []
    assert office.shift.after(EVERY) == IDS


@pytest.mark.parametrize("name", ["cloud", "google"])
def test_without_a_public_address_polling_goes_on_alone(name: str) -> None:
    house = CloudHouse(reps=(ANN,)) if name == "cloud" else GoogleHouse(reps=(ANN,))
    office = Office(house, public="")
    assert office.store.subscriptions() == []
    assert office.store.turns(Whose.SUBSCRIPTION) == []
    assert office.shift.after(EVERY) == IDS[:1]


def test_a_forged_notice_does_nothing(cloud: Office) -> None:
    cloud.quiet()
    before = cloud.store.turns(Whose.REP)
    row = cloud.rows()[0]
    entry = {"subscriptionId": row.id, "clientState": Hooks(cloud.store).of(IDS[1]).secret, "changeType": "updated"}
    for shown in ({}, {"lifecycleEvent": "subscriptionRemoved"}):
        assert cloud.session.post(row.hook, json={"value": [entry | shown]}, timeout=5).status_code == 202
    assert cloud.store.turns(Whose.REP) == before
    assert cloud.leased() == IDS


def test_a_place_that_was_tampered_with_is_nobodys(cloud: Office) -> None:
    url = cloud.rows()[0].hook
    for wrong in (url[:-1] + ("0" if url[-1] != "0" else "1"), url[:-2], url + "00"):
        assert cloud.session.post(wrong, params={"validationToken": "x"}, timeout=5).status_code == 404


def test_a_notice_during_a_cycle_is_heard_after_it(cloud: Office) -> None:
    assert isinstance(cloud.house, CloudHouse)
    house, real = cloud.house, cloud.house.cloud_faults._application
    cloud.quiet()

    def meanwhile(environ: Any, start: Any) -> Any:
        """The rep adds a contact as soon as the contacts have been read."""
        answer = real(environ, start)
        if environ["PATH_INFO"].endswith("$batch"):  # the changes come with a look at their folder
            house.cloud_faults._application = real
            house.put(person(1), ANN)
            cloud.deliver()
        return answer

    house.cloud_faults._application = meanwhile
    house.enter(LUNCH, ANN)
    cloud.deliver()
    assert cloud.shift.after(3) == IDS[:1]
    assert house.link_count(Collection.CONTACTS, ANN) == 0
    assert cloud.shift.after(3) == IDS[:1]
    assert house.link_count(Collection.CONTACTS, ANN) == 1


def test_subscriptions_are_renewed_long_before_they_end(cloud: Office) -> None:
    first = {row.id: row.expires for row in cloud.rows()}
    for _ in range(8 * 24):
        cloud.shift.after(3600)
    rows = cloud.rows()
    assert {row.id for row in rows} == set(first), "renewed, not made anew"
    assert all(row.expires > cloud.house.clock() + timedelta(days=5) for row in rows)
    assert cloud.leased() == IDS


def test_channels_are_replaced_before_they_end(google: Office) -> None:
    first = google.rows()[0]
    for _ in range(8 * 24):
        google.shift.after(3600)
    (row,) = google.rows()
    assert row.id != first.id
    assert row.expires > google.house.clock() + timedelta(days=1)
    assert isinstance(google.house, GoogleHouse)
    assert len(google.house.google.channels) == 2, "one of each rep: the old ones are stopped"


def test_what_the_server_took_away_is_made_anew(cloud: Office) -> None:
    cloud.quiet()
    gone = {row.id for row in cloud.rows()}
    tenants(cloud).remove([one for one in tenants(cloud).all.values() if one.id in gone])
    assert cloud.deliver() == 2
    assert cloud.leased() == IDS[1:], "polled as often as ever until it is mended"
    assert IDS[0] in cloud.shift.after(3)
    assert {row.id for row in cloud.rows()}.isdisjoint(gone)
    assert cloud.leased() == IDS


def test_what_the_server_lost_in_silence_is_made_anew_within_a_day(cloud: Office) -> None:
    gone = {row.id for row in cloud.rows()}
    tenants(cloud).all.clear()
    for _ in range(25):
        cloud.shift.after(3600)
    assert {row.id for row in cloud.rows()}.isdisjoint(gone)
    assert {row.id for row in cloud.store.subscriptions()} == set(tenants(cloud).all)


def test_a_challenge_is_met_by_renewing(cloud: Office) -> None:
    cloud.quiet()
    before = {row.id: row.expires for row in cloud.rows()}
    tenants(cloud).challenge([one for one in tenants(cloud).all.values() if one.id in before])
    cloud.deliver()
    cloud.shift.after(3)
    after = {row.id: row.expires for row in cloud.rows()}
    assert after.keys() == before.keys()
    assert all(after[one] > before[one] for one in after)


def test_who_leaves_is_told_of_no_more(cloud: Office) -> None:
    cloud.house.reps = (BOB,)
    ann = cloud.store.reps(IDS[:1])[0]
    cloud.store.save_setup(reps=[replace(ann, configuration="")])
    for _ in range(2):
        cloud.shift.after(EVERY)
    assert cloud.rows() == []
    assert {one.mailbox.address for one in tenants(cloud).all.values()} == {BOB}
    assert cloud.leased() == IDS[1:]


def test_another_public_address_takes_the_place_of_the_first(google: Office) -> None:
    google.store.save_setup(settings={PUBLIC_URL: "https://127.0.0.1/"})
    for _ in range(2):
        google.shift.after(EVERY)
    assert {row.hook.split("hooks")[0] for row in google.store.subscriptions()} == {"https://127.0.0.1/"}
    google.store.save_setup(settings={PUBLIC_URL: ""})
    for _ in range(2):
        google.shift.after(EVERY)
    assert google.store.subscriptions() == []
    assert google.leased() == []
    assert isinstance(google.house, GoogleHouse)
    assert len(google.house.google.channels) == 0


def test_a_hook_that_the_server_cannot_reach_leaves_polling_alone_and_is_tried_again() -> None:
    house = CloudHouse(reps=(ANN,), events=EVENTS)
    office = Office(house, public="https://not-allowed.example/")
    assert office.store.subscriptions() == []
    assert office.leased() == []
    assert office.shift.after(EVERY) == IDS[:1]
    office.store.save_setup(settings={PUBLIC_URL: PUBLIC})
    for _ in range(3):
        office.shift.after(EVERY)
    assert office.leased() == IDS[:1]
