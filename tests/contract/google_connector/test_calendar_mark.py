"""Who syncs a calendar where events sync alone (SPEC 3.9): an event of ours, long past and never told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import StopRepError
from syncline.connectors.google.calendar_mark import ID
from tests.contract.mailbox_stage import BARE, CONTACTS, EVENTS, listed
from tests.support.google_stage import REP

if TYPE_CHECKING:
    from tests.support.google_stage import GoogleStage


def text(stage: GoogleStage) -> str:
    values = stage.account.calendar.events[ID].values
    return str(values["extendedProperties"]["private"]["synclineCalendar"])


def test_it_is_written_once_to_nobodys_notice_and_never_listed(stage: GoogleStage) -> None:
    _, cursor = listed(stage, EVENTS)
    values = stage.account.calendar.events[ID].values
    assert (values["start"], values["transparency"], values["visibility"]) == (
        {"date": "1980-01-01"}, "transparent", "private",
    )  # fmt: skip
    assert "here" in text(stage)
    made = stage.put(EVENTS, BARE[EVENTS])
    before = stage.server.requests.copy()
    page = stage.open({EVENTS: cursor}).changes(EVENTS, cursor)
    assert ([one.id for one in page.records], page.gone) == ([made], ())
    assert set(stage.server.requests - before) == {"calendar.events.list"}
    assert stage.mails() == 0


def test_a_second_installation_stops_and_may_take_over(stage: GoogleStage) -> None:
    _, cursor = listed(stage, EVENTS)
    with pytest.raises(StopRepError) as caught:
        stage.open(installation="there").changes(EVENTS, None)
    assert caught.value.code == "other_installation"
    stage.open(installation="there", take_over=True).changes(EVENTS, None)
    assert "there" in text(stage)
    with pytest.raises(StopRepError):
        stage.open({EVENTS: cursor}).changes(EVENTS, cursor)


def test_one_that_was_deleted_is_brought_back(stage: GoogleStage) -> None:
    _, cursor = listed(stage, EVENTS)
    stage.account.delete_event(ID)
    page = stage.open({EVENTS: cursor}).changes(EVENTS, cursor)
    assert (page.records, page.gone) == ((), ())
    assert not stage.account.calendar.events[ID].cancelled
    assert "here" in text(stage)


def test_where_contacts_sync_their_group_says_it_and_the_calendar_stays_as_it_is(stage: GoogleStage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    mailbox.changes(EVENTS, None)
    assert ID not in stage.account.calendar.events
    with pytest.raises(StopRepError) as caught:
        stage.open(installation="there").changes(EVENTS, None)
    assert caught.value.code == "other_installation"
    assert ID not in stage.account.calendar.events


def test_only_looking_writes_none(stage: GoogleStage) -> None:
    connection = stage.connect()
    connection._only_looking = True
    connection.open(REP, {}, installation="here", org_id="00D1").changes(EVENTS, None)
    assert stage.account.calendar.events == {}
