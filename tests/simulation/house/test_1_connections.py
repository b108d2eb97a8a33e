"""SPEC 1.1, 1.2, 1.6, 1.7: who may sign in, who is linked with whom, and what is said when that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from syncline.cli.connector import LiveOrg
from syncline.cli.mail.live import LiveMail
from syncline.connectors.exchange.connection import ExchangeConnection
from syncline.connectors.exchange.settings import ExchangeSettings
from syncline.connectors.salesforce import SalesforceConnection
from syncline.sandbox.salesforce import make_app_key
from tests.support.house import INTEGRATION, House
from tests.support.house_people import add, both, contacts, person, put, rest
from tests.support.house_wire import tap
from tests.support.sf_connector_world import app_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.store.rows import ConnectionRow

REPS = tuple(f"rep{number}@acme.example" for number in range(4))


@dataclass
class Misconnected(House):
    """A house whose connections can be spoilt."""

    password: str = "service"
    key: str = ""
    ews_url: str = ""
    login_url: str = ""

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        if self.ews_url:
            settings = ExchangeSettings(self.ews_url, "svc@acme.example", self.password)
            return LiveMail(ExchangeConnection(settings, clock=self.clock), frozenset(), self.installation)
        return LiveMail(self.mail_connection(self.password), frozenset(), self.installation)

    def connect_org(self, row: ConnectionRow) -> LiveOrg:
        if not self.key and not self.login_url:
            return LiveOrg(self.org_connection())
        spoilt: dict[str, Any] = {} if self.login_url else {"session_factory": self._session}
        return LiveOrg(
            SalesforceConnection(
                login_url=self.login_url or "http://login.sandbox.test",
                client_id=app_key().client_id,
                username=INTEGRATION,
                private_key_pem=self.key or app_key().private_key,
                clock=self.clock,
                **spoilt,
            )
        )


def busy(house: House) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    for number, rep in enumerate(house.reps):
        put(house, person(number), rep=rep)
        add(house, person(number + 50), rep=rep)
    return both(house, house.reps[0])


def spoil(**how: str) -> Callable[[Misconnected], None]:
    def act(house: Misconnected) -> None:
        for name, value in how.items():
            setattr(house, name, value)

    return act


def mend(house: Misconnected) -> None:
    house.password, house.key, house.ews_url, house.login_url = "service", "", "", ""


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (spoil(password="wrong"), "exchange_sign_in_refused"),
        (spoil(ews_url="http://mail.syncline.invalid/EWS/Exchange.asmx"), "unknown_host"),
        (spoil(login_url="http://login.syncline.invalid"), "unknown_host"),
        (spoil(key="not a key"), "private_key_unreadable"),
    ],
)
def test_a_connection_that_cannot_work_stops_everybody_says_why_and_writes_nothing(
    how: Callable[[Misconnected], None], code: str
) -> None:
    house = Misconnected(reps=REPS)
    before = busy(house)
    how(house)
    report = house.sync()
    assert {row.code for row in house.store.errors()} == {code}
    assert {row.rep for row in house.store.errors()} == {f"acme/{rep}" for rep in REPS}
    assert all(row.remedy for row in house.store.errors())
    assert report["in_step"] is False
    assert both(house, REPS[0]) == before
    mend(house)
    rest(house)
    assert house.errors() == []
    assert len(contacts(house)) == 2 * len(REPS)


def test_a_wrong_key_is_refused_and_named() -> None:
    house = Misconnected(reps=REPS)
    house.key = make_app_key().private_key
    house.sync()
    assert len(set(house.errors())) == 1
    assert all("key" in row.remedy.lower() or "certificate" in row.remedy.lower() for row in house.store.errors())
    house.key = ""
    rest(house)
    assert house.errors() == []


def test_a_wrong_password_is_tried_once_per_cycle_or_the_account_would_be_locked() -> None:
    house = Misconnected(reps=REPS)
    busy(house)
    house.password = "wrong"
    _, mail = tap(house)
    house.sync()
    assert len(mail.seen) == 1
    house.sync()
    assert len(mail.seen) == 2


def test_secrets_stand_in_no_error() -> None:
    house = Misconnected(reps=REPS)
    house.password = "hunter2-very-secret"
    house.sync()
    text = repr(house.store.errors())
    assert "hunter2" not in text
    assert "@acme.example" not in "".join(row.message for row in house.store.errors())


@pytest.mark.parametrize(
    ("mishap", "code"),
    [
        (lambda house: house.exchange.denied.add(REPS[0]), "mailbox_outside_scope"),
        (lambda house: house.exchange.remove_mailbox(REPS[0]), "mailbox_not_found"),
        (lambda house: _user(house, IsActive=False), "user_inactive"),
    ],
)
def test_what_concerns_one_rep_stops_that_rep_alone(mishap: Callable[[House], object], code: str) -> None:
    house = House(reps=REPS)
    busy(house)
    rest(house)
    house.wait(minutes=5)
    box = house.mailbox(REPS[0])
    mishap(house)
    put(house, person(90), rep=REPS[1])
    house.sync()
    house.wait(minutes=5)
    house.sync()
    assert house.errors() == [code]
    assert house.store.errors()[0].rep == f"acme/{REPS[0]}"
    assert house.store.errors()[0].remedy
    assert len(contacts(house)) == 2 * len(REPS) + 1
    assert len(box.items) == 2, "nothing is deleted"
    assert house.store.journal() == []


def _user(house: House, username: str = REPS[0], **values: object) -> None:
    house.org.admin.update(house.org.user_id(username), values)


def test_an_inactive_user_who_is_activated_again_goes_on() -> None:
    house = House(reps=REPS[:2])
    rest(house)
    _user(house, IsActive=False)
    house.sync()
    assert house.errors() == ["user_inactive"]
    _user(house, IsActive=True)
    put(house, person(1), rep=REPS[0])
    rest(house)
    assert house.errors() == []
    assert len(contacts(house)) == 1


@pytest.mark.parametrize(
    ("spoilt", "code", "whom"),
    [
        ({"email": "rep0@acme.example.invalid"}, "address_invalid", 1),
        ({"email": REPS[1]}, "address_shared", 2),
        ({"active": False}, "user_inactive", 1),
        ({"username": "somebody.else@acme.example"}, "user_unknown", 1),
    ],
)
def test_who_cannot_be_linked_is_not_and_is_told_why(spoilt: dict[str, Any], code: str, whom: int) -> None:
    house = House(reps=REPS[1:3])
    house.reps = REPS[:3]
    username = spoilt.pop("username", REPS[0])
    house.org.add_user(username, last_name="Spoilt", **spoilt)
    house.exchange.add_mailbox(REPS[0], "secret")
    house.apply()
    put(house, person(1), rep=REPS[0])
    put(house, person(2), rep=REPS[2])
    house.sync()
    assert house.errors() == [code] * whom
    assert all(row.remedy for row in house.store.errors())
    assert [row["Surname"] for row in contacts(house).values()] == [person(2)["Surname"]]
    house.sync()
    assert house.errors() == [code] * whom


def test_an_address_that_is_corrected_is_linked_at_the_next_cycle() -> None:
    house = House(reps=REPS[:2])
    _user(house, Email="rep0@acme.example.invalid")
    put(house, person(1), rep=REPS[0])
    house.sync()
    assert house.errors() == ["address_invalid"]
    _user(house, Email=REPS[0])
    rest(house)
    assert house.errors() == []
    assert len(contacts(house)) == 1


def test_a_rep_whose_address_changes_to_a_proxy_address_keeps_mailbox_and_links() -> None:
    house = House(reps=())
    house.reps = (REPS[0],)
    house.org.add_user(REPS[0], last_name="Rep")
    house.exchange.add_mailbox(REPS[0], "secret", aliases=["nick@acme.example"])
    house.apply()
    put(house, person(1), rep=REPS[0])
    rest(house)
    _user(house, Email="nick@acme.example")
    rest(house)
    assert len(contacts(house)) == 1
    assert house.errors() == []
