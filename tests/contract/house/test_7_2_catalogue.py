"""SPEC 7.2: codes of the catalogue that no other test of the house brings about, each from what servers answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline import catalogue
from syncline.engine.resolving import NEW, resolve
from tests.support.house import REP, House
from tests.support.house_people import add, put, rest
from tests.support.house_tables import NO_EVENTS, contacts_with

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "info@customer.example"}
BOB = {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "info@customer.example"}
NOBODY = "003000000000001AAA"


def told(house: House) -> set[str]:
    rows = house.store.errors()
    assert all(row.remedy == catalogue.remedy(row.code) for row in rows)
    return {row.code for row in rows}


def contradicting(**settings: str) -> House:
    """Two people at one address, one on either side."""
    house = House(contacts=contacts_with(**settings), events=NO_EVENTS)
    put(house, ANN)
    add(house, BOB)
    rest(house)
    return house


def test_a_user_whose_address_is_in_another_domain() -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS, domains=frozenset({"acme.example"}))
    house.org.admin.update(house.org.user_id(REP), {"Email": "rep@elsewhere.example"})
    house.sync()
    assert told(house) == {"domain_not_allowed"}


def test_an_answer_that_names_a_record_which_is_not_there() -> None:
    house = contradicting()
    rows = [row for row in house.store.unresolved() if row.side == "mailbox"]
    resolve(house.store, rows, [NOBODY], house.clock())
    house.sync()
    assert told(house) == {"answer_not_there"}
    assert house.store.unresolved()


def test_an_answer_against_the_direction() -> None:
    house = contradicting(direction="to_salesforce")
    rows = house.store.unresolved()
    resolve(house.store, rows, [NEW], house.clock())
    house.sync()
    assert told(house) <= {"answer_against_direction"}


class GoesRound:
    """A mailbox's server that answers every page of a listing with the first one, and always has more."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, and say that there is more."""

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [one for one in headers if one[0] != "Content-Length"], *rest)

        body = b"".join(self._application(environ, start))
        flag = b"IncludesLastItemInRange>"
        return [body.replace(flag + b"true", flag + b"false")]


@pytest.mark.parametrize("contacts", [0, 2])
def test_a_listing_without_end(contacts: int) -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    for number in range(contacts):
        put(house, {"Surname": f"Lee {number}"})
    house.mail_faults._application = GoesRound(house.exchange)
    house.sync()
    assert told(house) == {"endless_listing"}
    assert house.org.count("Contact") == 0
