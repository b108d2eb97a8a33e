"""SPEC 7.2: codes of the catalogue that no other test of the house brings about, each from what servers answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline import catalogue
from syncline.connectors.port import Draft, ItemError
from syncline.engine.resolving import NEW, resolve
from syncline.jobs.connections import Connections
from syncline.jobs.rep_turn import RepTurn, settings_of
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import Action, Asked, UnresolvedRow
from tests.support.house import REP, House, Plug
from tests.support.house_people import add, contacts, edit, put, rest
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS, contacts_with
from tests.support.house_undo import newest, undo
from tests.support.house_wire import once, tap
from tests.support.sf_connector_world import World

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


def test_two_pairs_for_one_record_stop_the_collection_and_nothing_else() -> None:
    """A second process works on the same rep, its lock lost: it pairs what the first is about to."""
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    put(house, ANN)

    def second_process() -> None:
        connections = Connections({row.name: row for row in house.store.connections()}, Plug(house))
        turn = RepTurn(house.store, connections, house.clock, house.ids)
        (rep,), (configuration,) = house.store.reps(), house.store.configurations()
        turn._held(rep, settings_of(house.store, configuration), (house.org.id,), "")

    org, _mail = tap(house)
    org.before = once("made+after", second_process)
    house.sync()
    assert told(house) == {"two_pairs"}
    house.wait(minutes=1)
    house.sync()
    assert told(house) == set()
    rest(house)
    assert [values["Surname"] for values in contacts(house).values()] == [ANN["Surname"]] * house.org.count("Contact")


def test_4_6_more_contacts_than_are_supported_are_counted_and_sync_all_the_same() -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    house.store.save_setup(settings={"guards": '{"contacts": 2}'})
    items = [put(house, {"Surname": f"Lee {number}"}) for number in range(3)]
    rest(house)
    (row,) = house.store.errors()
    assert (row.code, "3 contacts" in row.message, "2 are" in row.message) == ("too_many_contacts", True, True)
    assert house.org.count("Contact") == 3
    house.mailbox().trash(items[0])
    rest(house)
    assert told(house) == set()


def test_nothing_is_undone_for_a_rep_who_is_not_linked() -> None:
    house = contradicting(ties="ask")
    edit(house, put(house, {"GivenName": "Cat", "Surname": "Day"}), Surname="Night")
    rest(house)
    edit(house, next(item for item in house.items() if item.values["Surname"] == "Night"), Surname="Dawn")
    rest(house)
    (rep,) = house.store.reps()
    house.store.save_setup(reps=[replace(rep, mailbox="", user_id="")])
    (outcome,) = undo(house, newest(house))
    assert outcome.code == "not_linked"


def test_an_event_without_times_is_the_items_own_trouble() -> None:
    world = World()
    (outcome,) = world.open().create(Collection.EVENTS, [Draft("key", {"Subject": "Lunch"})])
    assert isinstance(outcome, ItemError)
    assert outcome.code == "event_without_times"
    assert outcome.remedy == catalogue.remedy("event_without_times")


def test_an_answer_about_an_event_that_was_made_private() -> None:
    house = House(contacts=NO_CONTACTS)
    start = house.clock().replace(tzinfo=None)
    item = house.mailbox().create_event("Doctor", start, start + timedelta(hours=1), values={"Sensitivity": "Private"})
    house.sync()
    (rep,) = house.store.reps()
    row = UnresolvedRow(rep.id, Collection.EVENTS, Side.MAILBOX, item.id, "several_in_salesforce", house.clock())
    house.store.commit(Changes(unresolved=[replace(row, state=Asked.ANSWERED, answers=(NEW,))]))
    house.sync()
    assert told(house) == {"answer_private"}
    assert house.org.count("Event") == 0


def test_7_5_a_record_that_is_back_and_that_the_rep_cannot_see() -> None:
    """Somebody takes a contact over in the moment in which it came out of the recycle bin."""
    house = House(contacts=contacts_with(deletes="both"), events=NO_EVENTS)
    other = house.org.add_user("other@acme.example", last_name="Other")
    item = put(house, ANN)
    rest(house)
    (record,) = house.org.admin.query("SELECT Id FROM Contact")
    house.mailbox().trash(item)
    rest(house)
    assert house.org.count("Contact") == 0
    org, _mail = tap(house)
    org.after = once("undelete", lambda: house.org.admin.update(record["Id"], {"OwnerId": other}))
    (outcome,) = undo(house, newest(house, Action.DELETE))
    assert (outcome.code, outcome.verdict) == ("back_but_not_visible", "refused")
    assert house.org.count("Contact") == 1
