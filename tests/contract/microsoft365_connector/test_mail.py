"""Nobody receives a mail because of Syncline, although Graph has no switch for it (SPEC 5.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.microsoft365 import held_back
from syncline.connectors.port import Conflict, Draft, Edit, ItemError, Mention, Written
from syncline.planner.policy import EventPolicy
from tests.contract.mailbox_stage import EVENTS, LUNCH, follow, listed, mentioned, only
from tests.support.microsoft365_stage import REP, graph_event

if TYPE_CHECKING:
    from tests.support.microsoft365_stage import Microsoft365Stage


def invited(*addresses: str) -> list[dict[str, Any]]:
    return [{"emailAddress": {"address": one, "name": one}, "type": "required"} for one in addresses]


def meeting(stage: Microsoft365Stage, *addresses: str, organizer: tuple[str, str] | None = None) -> str:
    values = graph_event(LUNCH) | {"attendees": invited(*addresses)}
    return stage.box.create_event(values, organizer=organizer).id(immutable=True)


def edit(stage: Microsoft365Stage, event: str, version: str) -> list[object]:
    changed = LUNCH | {"Subject": "Moved"}
    return list(stage.open().update(EVENTS, [Edit(event, version, {"Subject": "Moved"}, changed)]))


def test_a_meeting_that_the_rep_organizes_is_never_changed_nor_deleted(stage: Microsoft365Stage) -> None:
    event = meeting(stage, "ann@customer.example", "bo@customer.example", REP)
    version = listed(stage, EVENTS)[0][event]
    for refused in (*edit(stage, event, version), *stage.open().delete(EVENTS, [Mention(event, version)])):
        assert isinstance(refused, ItemError)
        assert refused.code == "would_mail"
        assert "2 people" in refused.message
        assert "may_send_mail" in refused.remedy
    assert only(stage.open().read(EVENTS, [event])[0]).values["Subject"] == "Lunch"
    assert stage.mails() == 0


def test_it_is_known_from_the_listing_without_another_call(stage: Microsoft365Stage) -> None:
    event = meeting(stage, "ann@customer.example")
    mailbox = stage.open()
    (record,) = mailbox.changes(EVENTS, None).records
    before = stage.calls()
    (refused,) = mailbox.delete(EVENTS, [Mention(event, record.version)])
    assert isinstance(refused, ItemError)
    assert stage.calls() == before


def test_a_calendar_that_is_too_large_to_keep_in_mind_mails_nobody(
    stage: Microsoft365Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not kept is looked at, and what the look shows counts."""
    monkeypatch.setattr(held_back, "_MOST", 1)
    events = [meeting(stage, "ann@customer.example") for _ in range(3)]
    mailbox = stage.open()
    pages, _ = follow(mailbox, EVENTS, None)
    versions = mentioned(pages)
    for refused in mailbox.delete(EVENTS, [Mention(one, versions[one]) for one in events]):
        assert isinstance(refused, ItemError)
        assert refused.code == "would_mail"
    assert stage.mails() == 0


def test_the_admin_may_allow_it(stage: Microsoft365Stage) -> None:
    event = meeting(stage, "ann@customer.example")
    version = listed(stage, EVENTS)[0][event]
    (done,) = stage.open(events=EventPolicy(may_send_mail=True)).delete(EVENTS, [Mention(event, version)])
    assert isinstance(done, Written)
    assert [mail.kind for mail in stage.server.outbox] == ["cancellation"]


def test_a_meeting_of_somebody_else_and_an_appointment_without_people_go(stage: Microsoft365Stage) -> None:
    theirs = meeting(stage, REP, "ann@customer.example", organizer=("Ann", "ann@customer.example"))
    alone = meeting(stage)
    versions, _ = listed(stage, EVENTS)
    done = stage.open().delete(EVENTS, [Mention(one, versions[one]) for one in (theirs, alone)])
    assert all(isinstance(one, Written) for one in done)
    assert stage.mails() == 0


def test_attendees_who_were_invited_meanwhile_are_not_written_to(stage: Microsoft365Stage) -> None:
    event = meeting(stage)
    mailbox = stage.open()
    (record,) = mailbox.changes(EVENTS, None).records
    stage.box.edit(stage.item(event), {"attendees": invited("ann@customer.example")})
    assert mailbox.delete(EVENTS, [Mention(event, record.version)]) == [Conflict(event)]
    assert stage.mails() == 0


def test_what_is_made_invites_nobody(stage: Microsoft365Stage) -> None:
    (done,) = stage.open().create(EVENTS, [Draft("key", LUNCH, people=("ann@customer.example",))])
    assert isinstance(done, Written)
    assert stage.mails() == 0
    assert only(stage.open().read(EVENTS, [done.id])[0]).attendees == 0


@pytest.mark.parametrize("organizer", [None, ("Ann", "ann@customer.example")])
def test_who_takes_part_is_read(stage: Microsoft365Stage, organizer: tuple[str, str] | None) -> None:
    event = meeting(stage, "Bo@customer.example", REP, organizer=organizer)
    record = only(stage.open().read(EVENTS, [event])[0])
    others = ("ann@customer.example",) if organizer else ()
    assert record.people == (*others, "bo@customer.example")
    assert record.attendees == 1


@pytest.mark.parametrize("may_send_mail", [False, True])
def test_the_text_of_an_online_meeting_stays_and_everything_else_is_written(
    stage: Microsoft365Stage, *, may_send_mail: bool
) -> None:
    """Graph keeps the meeting inside the text: without it, nobody could join."""
    event = stage.box.create_event(graph_event(LUNCH) | {"isOnlineMeeting": True}).id(immutable=True)
    mailbox = stage.open(events=EventPolicy(may_send_mail=may_send_mail))
    (record,) = mailbox.changes(EVENTS, None).records
    text = Edit(event, record.version, {"Body": "Agenda"}, LUNCH | {"Body": "Agenda"})
    (refused,) = mailbox.update(EVENTS, [text])
    assert isinstance(refused, ItemError)
    assert refused.code == "online_meeting_text"
    assert "calendar" in refused.remedy
    (done,) = mailbox.update(EVENTS, [Edit(event, record.version, {"Subject": "Later"}, LUNCH | {"Subject": "Later"})])
    assert isinstance(done, Written)
    (again,) = stage.open(events=EventPolicy(may_send_mail=may_send_mail)).update(EVENTS, [text])
    assert isinstance(again, ItemError), "looked up where no listing told of it"
    assert only(stage.open().read(EVENTS, [event])[0]).values == LUNCH | {"Subject": "Later"}


def test_a_text_that_is_put_back_as_it_was_keeps_the_online_meeting(stage: Microsoft365Stage) -> None:
    event = stage.box.create_event(graph_event(LUNCH) | {"isOnlineMeeting": True}).id(immutable=True)
    mailbox = stage.open()
    (record,) = mailbox.changes(EVENTS, None).records
    whole = str(mailbox.whole(EVENTS, [event])[0])
    edit = Edit(event, record.version, {"Body": "Agenda"}, LUNCH | {"Body": "Agenda"}, kept=whole)
    assert isinstance(mailbox.update(EVENTS, [edit])[0], Written)
