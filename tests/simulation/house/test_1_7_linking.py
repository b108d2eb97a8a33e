"""SPEC 1.7, 3.9: rep and mailbox are linked by address, in every verdict; a mailbox syncs once, into one org."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline import catalogue
from syncline.catalogue import Who
from syncline.cli.connector import LiveOrg
from syncline.cli.mail.live import LiveMail
from syncline.cli.setup_file.plan import plan
from syncline.cli.setup_file.read import read
from syncline.sandbox.faults import Faults
from syncline.sandbox.salesforce import Permissions, SalesforceOrg
from syncline.store.schedule import Whose
from tests.support.cli_files import surroundings
from tests.support.house import INTEGRATION, House
from tests.support.house_file import BOTH, CONNECTIONS, configuration
from tests.support.house_people import add, contacts, person, put, rest
from tests.support.service import Shift
from tests.support.sf_connector_world import app_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.store.rows import ConnectionRow, RepRow

ANN, BEN = "ann@acme.example", "ben@acme.example"
ELSEWHERE = "ann@elsewhere.example"


@dataclass
class Served(House):
    """A house whose mail connection serves the service account's domain and the additional ones."""

    domains: frozenset[str] = frozenset({"acme.example", "acme.example.net"})

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        return LiveMail(self.mail_connection(), self.domains, self.installation)


def house_of(*names: str) -> Served:
    return Served(reps=names)


def user(house: House, name: str = ANN, **values: object) -> None:
    house.org.admin.update(house.org.user_id(name), values)


def override(house: House, name: str, mailbox: str) -> None:

    row = row_of(house, name)
    house.store.save_setup(reps=[replace(row, mailbox=mailbox, overridden=True, user_id="")])


def row_of(house: House, name: str) -> RepRow:
    return next(rep for rep in house.store.reps() if rep.username == name)


# --- who is linked ---------------------------------------------------------------------------------------------------


def nothing(_house: House) -> None:
    """The Email is the mailbox's primary address."""


def proxy(house: House) -> None:
    house.exchange.remove_mailbox(ANN)
    house.exchange.add_mailbox("primary@acme.example", "secret", aliases=[ANN])


def other_domain(house: House) -> None:
    user(house, Email="ann@acme.example.net")
    house.exchange.add_mailbox("ann@acme.example.net", "secret")


def named(house: House) -> None:
    user(house, Email="someone@elsewhere.example.invalid")
    override(house, ANN, ANN)


def named_elsewhere(house: House) -> None:
    house.exchange.add_mailbox(ELSEWHERE, "secret")
    override(house, ANN, ELSEWHERE)


def in_capitals(house: House) -> None:
    user(house, Email=ANN.upper())


@pytest.mark.parametrize("prepare", [nothing, proxy, other_domain, named, named_elsewhere, in_capitals])
def test_who_is_linked(prepare: Callable[[House], None]) -> None:
    house = house_of(ANN)
    prepare(house)
    add(house, person(1), rep=ANN)
    rest(house)
    assert house.errors() == []
    linked = row_of(house, ANN)
    assert (linked.user_id, linked.zone) == (house.org.user_id(ANN), "Europe/Berlin")
    assert sum(len(box.items) for box in house.exchange.mailboxes.values()) == 1


# --- who is not, and what is said ------------------------------------------------------------------------------------


def unknown(house: House) -> None:
    user(house, Username="renamed@acme.example")


def inactive(house: House) -> None:
    user(house, IsActive=False)


def invalid(house: House) -> None:
    user(house, Email="ann=acme.example@example.com.invalid")


def foreign(house: House) -> None:
    user(house, Email=ELSEWHERE)
    house.exchange.add_mailbox(ELSEWHERE, "secret")


def shared(house: House) -> None:
    user(house, Email=BEN)


def taken(house: House) -> None:
    override(house, ANN, BEN)


def no_mailbox(house: House) -> None:
    house.exchange.remove_mailbox(ANN)


def outside(house: House) -> None:
    house.exchange.denied.add(ANN)


@pytest.mark.parametrize(
    ("spoil", "code", "who"),
    [
        (unknown, "user_unknown", Who.OPERATOR),
        (inactive, "user_inactive", Who.SALESFORCE_ADMIN),
        (invalid, "address_invalid", Who.SALESFORCE_ADMIN),
        (foreign, "domain_not_allowed", Who.OPERATOR),
        (shared, "address_shared", Who.SALESFORCE_ADMIN),
        (taken, "address_shared", Who.SALESFORCE_ADMIN),
        (no_mailbox, "mailbox_not_found", Who.MAIL_ADMIN),
        (outside, "mailbox_outside_scope", Who.MAIL_ADMIN),
    ],
)
def test_who_is_not_linked_is_told_why_and_nobody_else_is_kept_from_syncing(
    spoil: Callable[[House], None], code: str, who: Who
) -> None:
    house = house_of(ANN, BEN)
    put(house, person(2), rep=BEN)
    rest(house)
    put(house, person(1), rep=ANN)
    put(house, person(3), rep=BEN)
    spoil(house)
    house.wait(minutes=5)
    house.sync()
    error = next(row for row in house.store.errors() if row.rep == f"acme/{ANN}")
    assert error.code == code
    assert {row.code for row in house.store.errors()} == {code}
    assert ANN not in error.message, "no message names a person"
    assert error.remedy == catalogue.remedy(code)
    assert catalogue.entry(code).code == code
    assert catalogue.entry(code).who is who
    assert len(contacts(house)) == 2, "who has a mailbox keeps it"
    assert house.store.journal() == []


@pytest.mark.parametrize("collection", ["contacts", "events"])
def test_two_users_of_one_mailbox_by_its_primary_and_a_proxy_address_are_noticed(collection: str) -> None:
    house = house_of(ANN, BEN)
    house.exchange.remove_mailbox(ANN)
    house.exchange.remove_mailbox(BEN)
    box = house.exchange.add_mailbox(ANN, "secret", aliases=[BEN])
    for row in house.store.configurations():
        off = {"contacts": "events", "events": "contacts"}[collection]
        settings = {**row.settings, off: {"direction": "none"}}
        house.store.save_setup(configurations=[replace(row, settings=settings)])
    add(house, person(1), rep=BEN)
    house.sync()
    (error,) = house.store.errors()
    assert (error.code, "configuration" in error.message) == ("mailbox_shared", True)
    for _ in range(3):
        house.wait(minutes=5)
        house.sync()
        assert [row.code for row in house.store.errors()] == ["mailbox_shared"]
    stopped = error.rep
    first = next(rep for rep in house.store.reps() if rep.id != stopped)
    house.store.save_setup(reps=[replace(first, configuration="")])
    house.wait(minutes=5)
    rest(house)
    assert house.errors() == [], "who is left has the mailbox"
    assert box.address == ANN


# --- two orgs, one installation --------------------------------------------------------------------------------------


@dataclass
class TwoOrgs(House):
    """Two orgs beside each other on one mail server."""

    reps: tuple[str, ...] = ()
    beta: SalesforceOrg = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.beta = SalesforceOrg(clock=self.clock)
        self.beta._service.org_id = "00D9Z0000000009EAA"
        self.beta.sessions._org_id = "00D9Z0000000009EAA"
        self.beta.add_app(app_key())
        self.beta.add_user(
            INTEGRATION, last_name="Integration", permissions=Permissions(view_all=True, view_setup=True)
        )
        self.exchange.add_mailbox(ANN, "secret")
        self.exchange.add_mailbox(BEN, "secret")
        self.org.add_user(ANN, last_name="Ann")
        self.store.save_setup(gone_configurations=["Sales"])

    def connect_org(self, row: ConnectionRow) -> LiveOrg:
        mine = self.org_faults
        if row.name == "beta":
            self.org_faults = Faults(self.beta)
        try:
            return LiveOrg(self.org_connection())
        finally:
            self.org_faults = mine


def apply_two(house: TwoOrgs, user_of_beta: str) -> None:
    beta = (
        '  beta: {kind: salesforce, login_url: "https://login.salesforce.com", client_id: abc,\n'
        "         username: sync@acme.example, private_key: {env: SF_KEY}}\n"
    )
    second = configuration("Beta", user_of_beta, settings=BOTH).replace("org: acme", "org: beta")
    text = CONNECTIONS.replace("  mail:", f"{beta}  mail:") + configuration("Field", ANN) + second
    plan(read(text, "setup.yaml", surroundings()), house.store, house.clock()).write(house.store)


def test_two_orgs_side_by_side_each_sync_their_own() -> None:
    house = TwoOrgs()
    house.beta.add_user(BEN, last_name="Ben")
    apply_two(house, BEN)
    put(house, person(1), rep=ANN)
    put(house, person(2), rep=BEN)
    rest(house)
    assert house.errors() == []
    assert [row["Surname"] for row in contacts(house).values()] == [person(1)["Surname"]]
    assert house.beta.count("Contact") == 1


def test_6_3_an_org_that_is_out_of_requests_stops_no_other_org() -> None:
    house = TwoOrgs()
    house.beta.add_user(BEN, last_name="Ben")
    apply_two(house, BEN)
    rest(house)
    house.org.requests.limit = house.org.requests.used
    put(house, person(1), rep=ANN)
    put(house, person(2), rep=BEN)
    house.wait(minutes=5)
    for _ in range(2):
        house.sync()
        house.wait(minutes=1)
    assert [(row.rep, row.code) for row in house.store.errors()] == [(f"acme/{ANN}", "salesforce_request_limit")]
    assert (house.org.count("Contact"), house.beta.count("Contact")) == (0, 1)


def test_1_5_an_org_that_is_locked_stops_no_other_org_on_the_same_mail_system() -> None:
    house = TwoOrgs()
    house.beta.add_user(BEN, last_name="Ben")
    apply_two(house, BEN)
    rest(house)
    house.org.locked = True
    put(house, person(1), rep=ANN)
    put(house, person(2), rep=BEN)
    house.wait(minutes=5)
    Shift(house).service.run_cycles([f"acme/{ANN}", f"beta/{BEN}"])
    assert [(row.rep, row.code) for row in house.store.errors()] == [(f"acme/{ANN}", "org_inactive")]
    assert house.beta.count("Contact") == 1
    assert house.store.turns(Whose.CONNECTION) == []


def test_a_mailbox_that_one_org_has_is_refused_to_another_with_the_name_of_its_configuration() -> None:
    house = TwoOrgs()
    house.beta.add_user("annb@beta.example", last_name="Ann", email=ANN)
    apply_two(house, "annb@beta.example")
    put(house, person(1), rep=ANN)
    house.sync()
    (error,) = house.store.errors()
    assert (error.rep, error.code) == ("beta/annb@beta.example", "address_shared")
    assert "Field" in error.message
    assert house.beta.count("Contact") == 0
    assert len(contacts(house)) == 1


def test_the_other_org_takes_over_once_the_first_configuration_lets_go() -> None:
    house = TwoOrgs()
    house.beta.add_user("annb@beta.example", last_name="Ann", email=ANN)
    apply_two(house, "annb@beta.example")
    put(house, person(1), rep=ANN)
    house.sync()
    rows: dict[str, Any] = {rep.id: rep for rep in house.store.reps()}

    house.store.save_setup(reps=[replace(rows[f"acme/{ANN}"], configuration="")])
    house.sync()
    house.sync()
    assert {row.code for row in house.store.errors()} == {"other_org"}, "the folder still bears the first org's mark"
    box = house.mailbox(ANN)
    with box.lock:
        box.remove_folder(house.folder(ANN))
    put(house, person(1), rep=ANN)
    rest(house)
    assert house.beta.count("Contact") == 1


def test_two_that_are_linked_with_one_mailbox_both_stop_however_that_came_about() -> None:
    house = house_of(ANN, BEN)
    rest(house)
    house.store.save_setup(reps=[replace(row_of(house, ANN), mailbox=BEN, overridden=True)])
    house.sync()
    assert house.errors() == ["address_shared"] * 2
