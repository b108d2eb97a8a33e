"""What the real Graph does besides what its pages promise, and what the connector makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.connectors.port import Trail, Whereabouts
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, EVENTS, LUNCH, PAGE_SIZE, both, follow, listed, mentioned
from tests.support.cloud_house import CloudHouse
from tests.support.house_people import contacts, person
from tests.support.microsoft365_stage import other_calendar

if TYPE_CHECKING:
    from syncline.records.words import Collection
    from tests.support.microsoft365_stage import Microsoft365Stage


@both
@pytest.mark.parametrize("quirk", ["empty_pages", "repeats"])
def test_empty_pages_and_rows_twice_change_nothing(
    stage: Microsoft365Stage, collection: Collection, quirk: str
) -> None:
    ids = {stage.put(collection, BARE[collection]) for _ in range(2 * PAGE_SIZE)}
    setattr(stage.box.quirks, quirk, True)
    pages, cursor = follow(stage.open(), collection, None)
    assert mentioned(pages).keys() == ids
    new = stage.put(collection, BARE[collection])
    pages, cursor = follow(stage.open({collection: cursor}), collection, cursor)
    assert mentioned(pages).keys() == {new}
    pages, _ = follow(stage.open({collection: cursor}), collection, cursor)
    assert mentioned(pages) == {}


@both
def test_who_left_and_came_back_is_there(stage: Microsoft365Stage, collection: Collection) -> None:
    stage.box.quirks.forgets_returns = True
    id_ = stage.put(collection, {CONTACTS: ANN, EVENTS: LUNCH}[collection])
    _, cursor = listed(stage, collection)
    item = stage.item(id_)
    home = item.folder
    stage.box.put(item, stage.box.contacts if collection is CONTACTS else other_calendar(stage.box))
    stage.box.put(item, home)
    pages, _ = follow(stage.open({collection: cursor}), collection, cursor)
    assert mentioned(pages) == {id_: item.change_key}
    assert [one for page in pages for one in page.gone] == []


@both
def test_what_cannot_be_looked_at_is_not_deleted(stage: Microsoft365Stage, collection: Collection) -> None:
    forbidden, trashed = (stage.put(collection, BARE[collection]) for _ in range(2))
    _, cursor = listed(stage, collection)
    stage.trash(trashed)
    stage.move_out(forbidden)
    stage.box.quirks.forbidden.add(stage.item(forbidden).number)
    mailbox = stage.open({collection: cursor})
    pages, _ = follow(mailbox, collection, cursor)
    assert {one for page in pages for one in page.gone} == {forbidden, trashed}
    assert mailbox.locate(collection, [Trail(forbidden, None), Trail(trashed, None)]) == [
        Whereabouts.UNKNOWN,
        Whereabouts.DELETED,
    ]


def test_a_round_without_end_is_an_error_and_takes_nothing_away() -> None:
    house = CloudHouse(page_size=1)
    for number in range(3):
        house.put(person(number))
    house.converge()
    before = contacts(house)
    house.cloud().quirks.endless = True
    house.put(person(9))
    house.sync()
    assert house.errors() == ["endless_listing"]
    assert contacts(house).items() >= before.items()
    house.cloud().quirks.endless = False
    house.wait(hours=1)
    assert house.converge()["in_step"]
    assert len(contacts(house)) == 4
