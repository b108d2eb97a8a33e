"""SPEC 3.1: what a person says about a rep while an org is read, or the rep's cycle runs, stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from syncline.store.memory import MemoryStore
from tests.support.house import REP, House
from tests.support.house_file import apply_file, configuration, in_force
from tests.support.house_people import person, put, rest
from tests.support.house_wire import once, tap

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.store.rows import RepRow

FEED = "Contact+Event+Account+User+SetupAuditTrail"
USERS = "q0"
SALES = "Sales User"


def rep(house: House) -> RepRow:
    return house.store.reps()[0]


def said(house: House, **changed: Any) -> Callable[[], None]:
    return lambda: house.store.save_setup(reps=[replace(rep(house), **changed)])


def test_while_the_feed_tells_of_the_user() -> None:
    house = House()
    rest(house)
    house.org.admin.update(house.org.user_id(REP), {"Title": "Head of sales"})
    org, _mail = tap(house)
    org.before = once(FEED, said(house, paused=True))
    house.sync()
    assert rep(house).paused


def test_while_the_user_is_looked_up() -> None:
    house = House()
    house.org.admin.update(house.org.user_id(REP), {"Email": "rep@acme.example.invalid"})
    house.sync()
    assert rep(house).problem == "address_invalid"
    org, _mail = tap(house)
    org.before = once(USERS, said(house, mailbox=REP, overridden=True))
    house.sync()
    assert (rep(house).mailbox, rep(house).overridden) == (REP, True)
    house.sync()
    assert (rep(house).linked, house.errors()) == (True, [])


def test_while_profiles_are_asked_for() -> None:
    house = House(reps=())
    house.org.add_user(REP, last_name="Rep", profile=SALES)
    house.exchange.add_mailbox(REP, "secret")
    field = configuration("Field", f"profile:{SALES}")
    apply_file(house, field)
    org, _mail = tap(house)
    org.before = once(USERS, lambda: apply_file(house, field, configuration("Single", REP)))
    house.sync()
    assert in_force(house) == {"rep": "Single"}


def test_while_a_lost_store_is_found_out() -> None:
    house = House()
    put(house, person(1))
    rest(house)
    fresh = MemoryStore()
    fresh.save_setup(
        connections=house.store.connections(), configurations=house.store.configurations(), reps=house.store.reps()
    )
    house.store = fresh
    _org, mail = tap(house)
    mail.before = once("SyncFolderItems", said(house, paused=True))
    house.sync()
    assert rep(house).paused


def test_while_a_reset_begins() -> None:
    house = House()
    put(house, person(1))
    rest(house)
    said(house, reset="marked")()
    reset, pause = house.store.reset, said(house, paused=True)
    house.store.reset = lambda *what: (reset(*what), pause())  # type: ignore[method-assign,assignment]
    house.sync()
    assert (rep(house).paused, rep(house).reset) == (True, "")
