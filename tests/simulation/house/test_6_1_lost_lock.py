"""SPEC 6.1: a cycle whose lock was lost (a restarted database) writes nothing more: another one may run by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.engine.resolving import resolve
from syncline.records.words import Collection
from syncline.store.errors import StoreUnavailableError
from tests.support.house import House
from tests.support.house_people import add, contacts, person, put, rest
from tests.support.house_tables import NO_EVENTS, contacts_with

if TYPE_CHECKING:
    from collections.abc import Callable


def lost() -> None:
    raise StoreUnavailableError("holding a lock that went with its connection")


def written(house: House) -> tuple[list[str], list[str]]:
    """Answer what stands on both sides."""
    return sorted(str(one.values) for one in house.items()), sorted(map(str, contacts(house).items()))


def _create(house: House) -> None:
    put(house, person(2))
    add(house, person(3))


def _delete(house: House) -> None:
    house.mailbox().trash(house.items()[0])


@pytest.mark.parametrize("change", [_create, _delete])
def test_nothing_is_written_without_the_lock_and_nothing_twice_with_it(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[House], None]
) -> None:
    house = House(contacts=contacts_with(deletes="both"), events=NO_EVENTS)
    put(house, person(1))
    rest(house)
    change(house)
    before = written(house)
    with monkeypatch.context() as patch:
        patch.setattr(house.store, "still_held", lost)
        with pytest.raises(StoreUnavailableError):
            house.sync()
    assert written(house) == before
    rest(house)
    assert len(house.items()) == len(contacts(house)) == house.link_count(Collection.CONTACTS)
    assert written(house) != before


def test_nothing_is_related_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    put(house, {**person(1), "CompanyName": "Acme"})
    rest(house)
    account = house.org.as_user("rep@acme.example").create("Account", {"Name": "Acme"})
    resolve(house.store, house.store.unresolved(), [account], house.clock())
    before = written(house)
    with monkeypatch.context() as patch:
        patch.setattr(house.store, "still_held", lost)
        with pytest.raises(StoreUnavailableError):
            house.sync()
    assert written(house) == before
    rest(house)
    assert [row["AccountId"] for row in house.org.admin.query("SELECT AccountId FROM Contact")] == [account]
