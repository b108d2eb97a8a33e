"""The folder Salesforce_Sync: made, marked, and what becomes of it when people tidy up (SPEC 3.9, 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import (
    FOLDER_REPLACED,
    OTHER_MAIL_SYSTEM,
    ResyncError,
    StopCollectionError,
    StopRepError,
)
from syncline.connectors.port import Trail, Whereabouts
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, EVENTS, listed
from tests.support.microsoft365_stage import FOLDER, REP

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.microsoft365 import Folder
    from tests.support.microsoft365_stage import Microsoft365Stage


def _renamed(stage: Microsoft365Stage) -> None:
    stage.folder.name = "Customers"


def _moved(stage: Microsoft365Stage) -> None:
    stage.box.move_folder(stage.folder, stage.box.make_folder("Elsewhere"))


def _trashed(stage: Microsoft365Stage) -> None:
    stage.box.move_folder(stage.folder, stage.box.well_known("deleteditems"))


def _erased(stage: Microsoft365Stage) -> None:
    stage.box.remove_folder(stage.folder)


TIDYING = pytest.mark.parametrize(
    ("tidy", "code"),
    [
        (_renamed, "folder_renamed"),
        (_moved, "folder_moved"),
        (_trashed, "folder_deleted"),
        (_erased, "folder_deleted"),
    ],
)


def marker_of(folder: Folder) -> str:
    (value,) = folder.extended.values()
    return value.value


def test_it_is_made_under_contacts_and_marked(stage: Microsoft365Stage) -> None:
    stage.open(installation="first", org_id="00Dxx").changes(CONTACTS, None)
    assert stage.folder.parent is stage.box.contacts
    assert "first" in marker_of(stage.folder)
    assert "00Dxx" in marker_of(stage.folder)


def test_one_that_the_rep_made_is_taken_as_it_is_and_marked(stage: Microsoft365Stage) -> None:
    folder = stage.box.make_folder("salesforce_sync")
    contact = stage.box.create_contact({"surname": "Early"}, folder=folder)
    mailbox = stage.open()
    assert [one.id for one in mailbox.changes(CONTACTS, None).mentions] == [contact.id(immutable=True)]
    assert not mailbox.adopted
    assert "00D1" in marker_of(folder)
    assert len(stage.box.contacts.children) == 1


@TIDYING
def test_tidying_up_stops_contacts_with_a_remedy_and_nothing_is_gone(
    stage: Microsoft365Stage, tidy: Callable[[Microsoft365Stage], None], code: str
) -> None:
    stage.put(CONTACTS, ANN)
    _, contacts = listed(stage, CONTACTS)
    _, events = listed(stage, EVENTS)
    tidy(stage)
    new = stage.put(EVENTS, BARE[EVENTS])
    for _ in range(2):
        mailbox = stage.open({CONTACTS: contacts, EVENTS: events})
        with pytest.raises(StopCollectionError) as caught:
            mailbox.changes(CONTACTS, contacts)
        assert caught.value.code == code
        assert caught.value.remedy
        assert [one.id for one in mailbox.changes(EVENTS, events).records] == [new], "the calendar goes on"


def test_putting_it_back_heals(stage: Microsoft365Stage) -> None:
    contact = stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    folder = stage.folder
    folder.name = "Customers"
    with pytest.raises(StopCollectionError):
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    stage.change(contact, {"JobTitle": "Changed"})
    folder.name = FOLDER
    page = stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert ([one.id for one in page.mentions], page.gone) == ([contact], ())


@TIDYING
def test_a_new_one_of_that_name_is_listed_anew_and_nothing_is_gone(
    stage: Microsoft365Stage, tidy: Callable[[Microsoft365Stage], None], code: str
) -> None:
    stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    tidy(stage)
    new = stage.box.make_folder(FOLDER)
    fresh = stage.box.create_contact({"surname": "Fresh"}, folder=new).id(immutable=True)
    mailbox = stage.open({CONTACTS: cursor})
    with pytest.raises(ResyncError) as caught:
        mailbox.changes(CONTACTS, cursor)
    assert caught.value.code == FOLDER_REPLACED
    page = mailbox.changes(CONTACTS, None)
    assert ([one.id for one in page.mentions], page.gone) == ([fresh], ())
    assert mailbox.known(CONTACTS) == new.id


def test_a_renamed_folder_is_not_made_again_by_a_listing(stage: Microsoft365Stage) -> None:
    stage.folder.name = "Customers"
    with pytest.raises(StopCollectionError) as caught:
        stage.open().changes(CONTACTS, None)
    assert caught.value.code == "folder_renamed"
    assert len(stage.box.contacts.children) == 1


def test_another_orgs_folder_is_left_alone(stage: Microsoft365Stage) -> None:
    stage.put(CONTACTS, ANN)
    with pytest.raises(StopCollectionError) as caught:
        stage.open(org_id="00D2").changes(CONTACTS, None)
    assert caught.value.code == "other_org"
    assert "00D1" in marker_of(stage.folder)


def test_a_former_id_of_the_org_is_replaced(stage: Microsoft365Stage) -> None:
    assert stage.folder
    stage.open(org_id="00D2", former_orgs=frozenset({"00D1"})).changes(CONTACTS, None)
    assert "00D2" in marker_of(stage.folder)


def test_a_second_installation_is_noticed_and_may_take_over(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, CONTACTS)
    with pytest.raises(StopRepError) as caught:
        stage.open({CONTACTS: cursor}, installation="there").changes(CONTACTS, cursor)
    assert caught.value.code == "other_installation"
    mailbox = stage.open(installation="there", take_over=True)
    mailbox.changes(CONTACTS, None)
    assert "there" in marker_of(stage.folder)
    with pytest.raises(StopRepError):
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)


def test_a_second_installation_of_events_alone_is_noticed_by_the_calendar(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, EVENTS)
    stage.put(EVENTS, BARE[EVENTS])
    with pytest.raises(StopRepError) as caught:
        stage.open(installation="there").changes(EVENTS, None)
    assert caught.value.code == "other_installation"
    mailbox = stage.open(installation="there", take_over=True)
    mailbox.changes(EVENTS, None)
    assert "there" in marker_of(stage.box.calendar)
    with pytest.raises(StopRepError):
        stage.open({EVENTS: cursor}).changes(EVENTS, cursor)


def test_the_calendar_is_marked_once_and_looked_at_in_the_call_that_reads_it(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, EVENTS)
    assert stage.connection.calls["calendar:update"] == 1
    before = stage.calls()
    stage.open({EVENTS: cursor}).changes(EVENTS, cursor)
    assert stage.calls() == before + 1
    assert stage.connection.calls["calendar:update"] == 1


def test_a_calendar_with_another_id_is_another_one(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, EVENTS)
    other = cursor.replace(stage.box.calendar.id, stage.folder.id)
    with pytest.raises(ResyncError) as caught:
        stage.open({EVENTS: other}).changes(EVENTS, other)
    assert caught.value.code == FOLDER_REPLACED


def test_only_looking_marks_no_calendar(stage: Microsoft365Stage) -> None:
    mailbox = stage.connect(only_looking=True).open(REP, {}, installation="here", org_id="00D1")
    mailbox.changes(EVENTS, None)
    assert stage.box.calendar.extended == {}


def test_a_marked_folder_and_a_store_that_knows_nothing_is_adopted(stage: Microsoft365Stage) -> None:
    assert stage.folder
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    assert mailbox.adopted


def test_only_looking_makes_and_marks_nothing(stage: Microsoft365Stage) -> None:
    connection = stage.connect(only_looking=True)
    mailbox = connection.open(REP, {}, installation="here", org_id="00D1")
    assert mailbox.changes(CONTACTS, None).mentions == ()
    assert mailbox.locate(CONTACTS, [Trail("any", None)]) == [Whereabouts.UNKNOWN]
    assert stage.box.contacts.children == {}
    folder = stage.box.make_folder(FOLDER)
    stage.box.create_contact({"surname": "Early"}, folder=folder)
    mailbox = connection.open(REP, {}, installation="here", org_id="00D1")
    assert len(mailbox.changes(CONTACTS, None).mentions) == 1
    assert folder.extended == {}


def test_a_contact_in_a_folder_inside_deleted_items_was_deleted(stage: Microsoft365Stage) -> None:
    contact = stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    attic = stage.box.make_folder("Attic")
    stage.box.put(stage.item(contact), attic)
    assert stage.open({CONTACTS: cursor}).locate(CONTACTS, [Trail(contact, None)]) == [Whereabouts.ELSEWHERE]
    stage.box.move_folder(attic, stage.box.well_known("deleteditems"))
    assert stage.open({CONTACTS: cursor}).locate(CONTACTS, [Trail(contact, None)]) == [Whereabouts.DELETED]


def test_a_cursor_of_another_mail_system_says_that_the_mailbox_moved(stage: Microsoft365Stage) -> None:
    other = '{"v":1,"folder":"AAMk","parent":"AAMk","state":"H4sI"}'
    for collection in (CONTACTS, EVENTS):
        with pytest.raises(ResyncError) as caught:
            stage.open({collection: other}).changes(collection, other)
        assert caught.value.code == OTHER_MAIL_SYSTEM
