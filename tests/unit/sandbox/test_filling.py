"""A population in both servers: everything arrives, nobody is told, everybody sees what they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.exchange import ExchangeServer, OpenMailbox
from syncline.sandbox.microsoft365 import Microsoft365Server
from syncline.sandbox.population import (
    FOLDER,
    INTEGRATION,
    Population,
    fill_exchange,
    fill_microsoft365,
    fill_salesforce,
    make_population,
)
from syncline.sandbox.salesforce import SalesforceOrg

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def population() -> Population:
    return make_population(3, 5, 40, 25, NOW.date())


@pytest.fixture(scope="module")
def exchange(population: Population) -> ExchangeServer:
    server = ExchangeServer(SteppedClock(NOW))
    fill_exchange(server, population)
    return server


@pytest.fixture(scope="module")
def org(population: Population) -> SalesforceOrg:
    org = SalesforceOrg(clock=SteppedClock(NOW))
    fill_salesforce(org, population)
    return org


def counts(mailbox: OpenMailbox) -> dict[str, int]:
    return {folder.name: len(folder.items) for folder in mailbox.folders.values() if folder.items}


def test_mailboxes_hold_what_was_made_for_them(population: Population, exchange: ExchangeServer) -> None:
    for desk in population.desks:
        held = counts(exchange.mailboxes[desk.rep.address])
        assert held.get(FOLDER, 0) == len(desk.folder or ())
        assert held["Contacts"] + held["Family & friends"] == len(desk.elsewhere)
        assert held["Calendar"] == 25


def test_a_newcomer_has_no_folder_yet(population: Population, exchange: ExchangeServer) -> None:
    folders = [folder.name for folder in exchange.mailboxes[population.desks[4].rep.address].folders.values()]

    assert FOLDER not in folders


def test_seeding_sends_no_mail(population: Population, exchange: ExchangeServer) -> None:
    assert any(event.attendees for desk in population.desks for event in desk.calendar)
    assert exchange.outbox == []


def test_whole_days_are_midnights_of_the_reps_own_zone(population: Population, exchange: ExchangeServer) -> None:
    desk = population.desks[1]
    items = exchange.mailboxes[desk.rep.address].well_known("calendar").items.values()
    starts = {item.values["Start"].hour for item in items if item.values["IsAllDayEvent"]}

    assert desk.rep.place.iana == "Asia/Tokyo"
    assert starts == {15}


def test_one_mailbox_is_out_of_reach(population: Population, exchange: ExchangeServer) -> None:
    assert exchange.denied == {population.outsider.address}
    assert population.outsider.address in exchange.mailboxes


def test_the_data_is_older_than_the_server(population: Population, exchange: ExchangeServer) -> None:
    mailbox = exchange.mailboxes[population.desks[0].rep.address]

    assert max(item.modified for item in mailbox.items.values()) < NOW - timedelta(days=1)
    assert mailbox.clock() > NOW


def test_reps_see_all_accounts_and_their_own_contacts(population: Population, org: SalesforceOrg) -> None:
    for desk in population.desks:
        rep = org.as_user(desk.rep.address)
        assert len(rep.query("SELECT Id FROM Contact")) == len(desk.salesforce)
        assert len(rep.query("SELECT Id FROM Account")) == len(population.accounts)


def test_the_integration_user_sees_everybodys(population: Population, org: SalesforceOrg) -> None:
    seen = org.as_user(INTEGRATION).query("SELECT Id, OwnerId FROM Contact")
    colleague = org.user_id(population.colleague.address)

    assert len(seen) == sum(len(desk.salesforce) for desk in population.desks) + len(population.others)
    assert sum(row["OwnerId"] == colleague for row in seen) == len(population.others) > 0


def test_users_have_their_zone_and_profile(population: Population, org: SalesforceOrg) -> None:
    rows = org.admin.query("SELECT Username, Email, TimeZoneSidKey, Profile.Name FROM User")
    users = {row["Username"]: row for row in rows}

    for desk in population.desks:
        user = users[desk.rep.address]
        assert (user["Email"], user["TimeZoneSidKey"]) == (desk.rep.address, desk.rep.place.iana)
        assert user["Profile"]["Name"] == desk.rep.profile


def test_contacts_belong_to_the_accounts_that_they_name(population: Population, org: SalesforceOrg) -> None:
    desk = population.desks[0]
    rows = org.as_user(desk.rep.address).query("SELECT Email, Account.Name FROM Contact")
    companies = {row["Email"]: row["Account"] and row["Account"]["Name"] for row in rows}

    assert companies == {card.get("Email"): card.get("Company") for card in desk.salesforce}


def test_microsoft_365_holds_the_same_people(population: Population) -> None:
    server = Microsoft365Server(SteppedClock(NOW))
    fill_microsoft365(server, population)

    for desk in population.desks:
        mailbox = server.mailboxes[desk.rep.address]
        held = {folder.name: len(folder.items) for folder in mailbox.folders.values() if folder.items}
        assert held.get(FOLDER, 0) == len(desk.folder or ())
        assert held["Contacts"] + held["Family & friends"] == len(desk.elsewhere)
        assert held["Calendar"] == 25
    assert server.denied == {population.outsider.address}
    assert server.outbox == []
