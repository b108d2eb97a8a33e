"""The label Salesforce Sync: made, marked, missed, and never taken for deletions (SPEC 3.9 and 4.1)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import (
    FOLDER_REPLACED,
    ResyncError,
    StopCollectionError,
    StopRepError,
    UnavailableError,
)
from syncline.connectors.port import Trail, Whereabouts
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, follow, listed, make
from tests.support.google_stage import GROUP, REP

if TYPE_CHECKING:
    from tests.support.google_stage import GoogleStage


def groups(stage: GoogleStage) -> dict[str, dict[str, Any]]:
    """The rep's own labels by resource name."""
    living = stage.account.book.groups.all_living()
    return {one.name: one.values for one in living if one.values["groupType"] == "USER_CONTACT_GROUP"}


def rename(stage: GoogleStage, group: str, name: str) -> None:
    book = stage.account.book
    book.put(book.groups, group, book.groups.entries[group].values | {"name": name})


def delete(stage: GoogleStage, group: str) -> None:
    """The rep deletes the label and keeps the contacts."""
    book = stage.account.book
    for member in book.members(group):
        stage.account.move_contact(member, out_of=group)
    book.put(book.groups, group, None)


def test_the_group_is_made_and_marked(stage: GoogleStage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    (group,) = groups(stage)
    assert groups(stage)[group]["name"] == GROUP
    (mark,) = groups(stage)[group]["clientData"]
    assert json.loads(mark["value"]) == {"installation": "here", "org": "00D1"}
    assert not mailbox.adopted
    again = stage.open()
    again.changes(CONTACTS, None)
    assert again.adopted
    assert len(groups(stage)) == 1


def test_a_group_that_the_rep_made_is_taken_whatever_its_spelling(stage: GoogleStage) -> None:
    group = stage.account.create_group("salesforce sync ")
    stage.open().changes(CONTACTS, None)
    assert list(groups(stage)) == [group]
    assert groups(stage)[group]["clientData"]


def test_what_other_programs_wrote_on_the_group_stays(stage: GoogleStage) -> None:
    other = {"key": "other", "value": "theirs"}
    book = stage.account.book
    book.put(book.groups, stage.group, book.groups.entries[stage.group].values | {"clientData": [other]})
    stage.open().changes(CONTACTS, None)
    assert other in groups(stage)[stage.group]["clientData"]


def test_a_group_that_was_just_made_is_not_made_again_while_it_does_not_show(stage: GoogleStage) -> None:
    stage.server.propagation = timedelta(hours=1)
    stage.open().changes(CONTACTS, None)
    with pytest.raises(UnavailableError) as caught:
        stage.open().changes(CONTACTS, None)
    assert caught.value.after
    assert len(groups(stage)) == 1


@pytest.mark.parametrize("name", ["Salesforce", "Salesforce Sync 2"])
def test_a_renamed_group_stops_the_contacts_and_heals(stage: GoogleStage, name: str) -> None:
    contact = stage.put(CONTACTS, BARE[CONTACTS])
    _, cursor = listed(stage, CONTACTS)
    group = stage.group
    rename(stage, group, name)
    with pytest.raises(StopCollectionError) as caught:
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert caught.value.code == "group_renamed"
    with pytest.raises(StopCollectionError) as caught:
        stage.open().changes(CONTACTS, None)
    assert caught.value.code == "group_renamed"
    rename(stage, group, GROUP)
    (page,), _ = follow(stage.open({CONTACTS: cursor}), CONTACTS, cursor)
    assert page.gone == ()
    assert contact


def test_a_deleted_group_reads_as_no_deletion(stage: GoogleStage) -> None:
    stage.put(CONTACTS, BARE[CONTACTS])
    _, cursor = listed(stage, CONTACTS)
    delete(stage, stage.group)
    with pytest.raises(StopCollectionError) as caught:
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert caught.value.code == "group_deleted"


def test_a_group_that_vanishes_while_it_is_read_reads_as_no_deletion(stage: GoogleStage) -> None:
    stage.put(CONTACTS, BARE[CONTACTS])
    _, cursor = listed(stage, CONTACTS)
    mailbox = stage.open({CONTACTS: cursor})
    mailbox.changes(CONTACTS, cursor)
    delete(stage, stage.group)
    with pytest.raises(StopCollectionError) as caught:
        mailbox.changes(CONTACTS, cursor)
    assert caught.value.code == "group_deleted"


def test_a_new_group_of_that_name_is_read_anew(stage: GoogleStage) -> None:
    stage.put(CONTACTS, BARE[CONTACTS])
    _, cursor = listed(stage, CONTACTS)
    delete(stage, stage.group)
    new = stage.account.create_group(GROUP)
    with pytest.raises(ResyncError) as caught:
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert caught.value.code == FOLDER_REPLACED
    mailbox = stage.open()
    assert mailbox.changes(CONTACTS, None).mentions == ()
    assert mailbox.known(CONTACTS) == new


def test_a_second_installation_is_noticed_and_a_reset_takes_over(stage: GoogleStage) -> None:
    stage.open().changes(CONTACTS, None)
    with pytest.raises(StopRepError) as caught:
        stage.open(installation="there").changes(CONTACTS, None)
    assert caught.value.code == "other_installation"
    _, cursor = follow(stage.open(installation="there", take_over=True), CONTACTS, None)
    with pytest.raises(StopRepError):
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)


def test_a_group_of_another_org_is_left_alone(stage: GoogleStage) -> None:
    stage.open().changes(CONTACTS, None)
    with pytest.raises(StopCollectionError) as caught:
        stage.open(org_id="00D2").changes(CONTACTS, None)
    assert caught.value.code == "other_org"
    stage.open(org_id="00D2", former_orgs=frozenset({"00D1"})).changes(CONTACTS, None)


def test_looking_makes_no_group_and_marks_none(stage: GoogleStage) -> None:
    only = stage.connect()
    only._only_looking = True
    mailbox = only.open(REP, {}, installation="here", org_id="00D1")
    assert mailbox.changes(CONTACTS, None).mentions == ()
    assert mailbox.locate(CONTACTS, [Trail("people/c1", None)]) == [Whereabouts.UNKNOWN]
    assert make(mailbox, CONTACTS, ANN).id == "preview:key"
    assert groups(stage) == {}


def test_contacts_outside_the_group_are_nobodys_business(stage: GoogleStage) -> None:
    inside = stage.put(CONTACTS, BARE[CONTACTS])
    outside = stage.account.create_contact({"names": [{"givenName": "Private"}]}).name
    versions, cursor = listed(stage, CONTACTS)
    assert versions.keys() == {inside}
    stage.account.move_contact(outside, into=stage.group)
    stage.account.move_contact(inside, out_of=stage.group)
    mailbox = stage.open({CONTACTS: cursor})
    (page,), _ = follow(mailbox, CONTACTS, cursor)
    assert [one.id for one in page.mentions] == [outside]
    assert page.gone == (inside,)
    assert mailbox.locate(CONTACTS, [Trail(inside, None)]) == [Whereabouts.ELSEWHERE]
