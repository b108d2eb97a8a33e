"""The folder Salesforce_Sync: made, marked, and what becomes of it when people tidy up (SPEC 3.9, 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import ResyncError, StopCollectionError, StopRepError
from syncline.records.words import Collection
from syncline.sandbox.exchange import ExtendedKey
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, EVENTS, listed
from tests.support.exchange_stage import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.exchange import Folder
    from tests.support.exchange_stage import ExchangeStage


def rename(stage: ExchangeStage, folder: Folder, name: str) -> None:
    folder.name = name
    stage.box.change_folder(folder)


def _renamed(stage: ExchangeStage) -> None:
    rename(stage, stage.folder, "Customers")


def _moved(stage: ExchangeStage) -> None:
    stage.box.move_folder(stage.folder, stage.box.well_known("msgfolderroot"))


def _trashed(stage: ExchangeStage) -> None:
    stage.box.move_folder(stage.folder, stage.box.well_known("deleteditems"))


def _erased(stage: ExchangeStage) -> None:
    stage.box.remove_folder(stage.folder)


TIDYING = pytest.mark.parametrize(
    ("tidy", "code", "hint"),
    [
        (_renamed, "folder_renamed", "name the folder Salesforce_Sync again"),
        (_moved, "folder_moved", "move the folder Salesforce_Sync back under Contacts"),
        (_trashed, "folder_deleted", "from Deleted Items back"),
        (_erased, "folder_deleted", "make a new folder named Salesforce_Sync"),
    ],
)


def marker_of(folder: Folder) -> str:
    (value,) = folder.extended.values()
    assert isinstance(value, str)
    return value


def test_it_is_made_under_contacts_and_marked(stage: ExchangeStage) -> None:
    stage.open(installation="first", org_id="00Dxx").changes(CONTACTS, None)
    folder = stage.folder
    assert folder.parent is stage.box.well_known("contacts")
    assert folder.folder_class == "IPF.Contact"
    assert "first" in marker_of(folder)
    assert "00Dxx" in marker_of(folder)


def test_one_that_the_rep_made_is_taken_as_it_is_and_marked(stage: ExchangeStage) -> None:
    folder = stage.box.make_folder("salesforce_sync")
    contact = stage.box.create_contact({"Surname": "Early"}, folder=folder)
    assert listed(stage, CONTACTS)[0].keys() == {contact.id}
    assert "00D1" in marker_of(folder)
    names = [one.name.casefold() for one in stage.box.well_known("contacts").children.values()]
    assert names.count("salesforce_sync") == 1


@TIDYING
def test_tidying_up_stops_contacts_with_a_remedy_and_nothing_is_gone(
    stage: ExchangeStage, tidy: Callable[[ExchangeStage], None], code: str, hint: str
) -> None:
    stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    tidy(stage)
    for _ in range(2):
        with pytest.raises(StopCollectionError) as caught:
            stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
        assert caught.value.code == code
        assert hint in caught.value.remedy


@TIDYING
def test_the_calendar_goes_on_meanwhile(
    stage: ExchangeStage, tidy: Callable[[ExchangeStage], None], code: str, hint: str
) -> None:
    _, contacts = listed(stage, CONTACTS)
    _, events = listed(stage, EVENTS)
    tidy(stage)
    new = stage.put(EVENTS, BARE[EVENTS])
    mailbox = stage.open({CONTACTS: contacts, EVENTS: events})
    with pytest.raises(StopCollectionError, match=r"Salesforce_Sync was"):
        mailbox.changes(CONTACTS, contacts)
    assert [one.id for one in mailbox.changes(EVENTS, events).mentions] == [new]


def test_putting_it_back_heals(stage: ExchangeStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    folder = stage.folder
    rename(stage, folder, "Customers")
    with pytest.raises(StopCollectionError):
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    stage.change(contact, {"JobTitle": "Changed"})
    rename(stage, folder, FOLDER)
    page = stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert [one.id for one in page.mentions] == [contact]
    assert page.gone == ()


@TIDYING
def test_a_new_one_of_that_name_is_listed_anew_and_nothing_is_gone(
    stage: ExchangeStage, tidy: Callable[[ExchangeStage], None], code: str, hint: str
) -> None:
    stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    tidy(stage)
    new = stage.box.make_folder(FOLDER)
    fresh = stage.box.create_contact({"Surname": "Fresh"}, folder=new)
    mailbox = stage.open({CONTACTS: cursor})
    with pytest.raises(ResyncError):
        mailbox.changes(CONTACTS, cursor)
    page = mailbox.changes(CONTACTS, None)
    assert ([one.id for one in page.mentions], page.gone) == ([fresh.id], ())
    assert mailbox.known(CONTACTS) == new.id


def test_another_orgs_folder_is_left_alone(stage: ExchangeStage) -> None:
    stage.put(CONTACTS, ANN)
    with pytest.raises(StopCollectionError) as caught:
        stage.open(org_id="00D2").changes(CONTACTS, None)
    assert caught.value.code == "other_org"
    assert "One mailbox syncs into one org" in caught.value.remedy
    assert "00D1" in marker_of(stage.folder)


def test_a_folder_that_took_the_place_but_syncs_elsewhere_is_left_alone(stage: ExchangeStage) -> None:
    _, cursor = listed(stage, CONTACTS)
    rename(stage, stage.folder, "Old")
    stage.open(org_id="00D2").changes(CONTACTS, None)
    with pytest.raises(StopCollectionError) as caught:
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert caught.value.code == "other_org"


def test_another_installation_stops_until_a_person_lets_it_take_over(stage: ExchangeStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    with pytest.raises(StopRepError) as caught:
        stage.open(installation="there").changes(CONTACTS, None)
    assert caught.value.code == "other_installation"
    assert "reset" in caught.value.remedy
    assert "there" not in marker_of(stage.folder)
    page = stage.open(installation="there", take_over=True).changes(CONTACTS, None)
    assert [one.id for one in page.mentions] == [contact]
    assert "there" in marker_of(stage.folder)
    with pytest.raises(StopRepError) as caught:
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert caught.value.code == "other_installation"


def test_a_lost_marker_is_written_again(stage: ExchangeStage) -> None:
    _, cursor = listed(stage, CONTACTS)
    stage.folder.extended.clear()
    stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert "00D1" in marker_of(stage.folder)


def test_a_marker_that_nobody_can_read_is_replaced(stage: ExchangeStage) -> None:
    folder = stage.box.make_folder(FOLDER)
    stage.open().changes(CONTACTS, None)
    (key,) = folder.extended
    assert isinstance(key, ExtendedKey)
    folder.extended[key] = "not json"
    stage.open().changes(CONTACTS, None)
    assert "00D1" in marker_of(folder)


def test_an_emptied_folder_tells_each_contact_that_left(stage: ExchangeStage) -> None:
    ids = {stage.put(CONTACTS, ANN) for _ in range(3)}
    _, cursor = listed(stage, CONTACTS)
    for one in ids:
        stage.trash(one)
    page = stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert set(page.gone) == ids


@pytest.mark.parametrize("collection", list(Collection))
def test_writing_without_having_read_finds_the_folder(stage: ExchangeStage, collection: Collection) -> None:
    mailbox = stage.open()
    assert mailbox.made(collection, []) == {}
    assert mailbox.known(collection) is not None
