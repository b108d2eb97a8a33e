"""Random histories of meetings that two reps share, with answers that are lost: what stands in Salesforce at rest.

Whoever takes part and is known is invited once, with the latest answer; whoever syncs too has one event of the meeting,
the organizer's child or an own one; nobody is told, and an idle cycle writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.exchange.state.item import Address, Attendee
from syncline.sandbox.faults import FaultKind
from tests.support.house import REP, House, quiet
from tests.support.house_people import BERLIN
from tests.support.house_tables import NO_CONTACTS, events_with
from tests.support.house_wire import nth

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item

SEEDS, STEPS = (0, 1, 2, 205, 215, 235, 256, 290, 317, 388), 16
MATE, STRANGER = "mate@acme.example", "stranger@elsewhere.example"
KNOWN = ("ann@customer.example", "bob@customer.example", "eve@prospect.example")
EVERYBODY = (MATE, *KNOWN, STRANGER)
ANSWERS = {"Accept": "Accepted", "Tentative": "Maybe", "Decline": "Declined"}


@dataclass
class Meeting:
    """What stands in the calendars of a meeting that the rep organizes."""

    subject: str
    item: Item
    guests: dict[str, str] = field(default_factory=dict)
    """By address, what was answered last, in the words of Salesforce."""
    copy: Item | None = None
    """What the other rep has."""


class Story:
    """Two reps, one org, and what happens to their meetings."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(f"meetings {seed}")
        direction = self.dice.choice(["to_salesforce", "to_salesforce", "both"])
        events = events_with(direction=direction, attendees=True)
        self.house = House(contacts=NO_CONTACTS, events=events, reps=(REP, MATE))
        if self.dice.random() < 0.5:
            self.house.org.setup.share_activities()
            self.house.events["relate"] = True
            self.house.apply()
        mine = self.house.org.as_user(REP)
        for one in KNOWN[:2]:
            mine.create("Contact", {"LastName": one, "Email": one})
        mine.create("Lead", {"LastName": KNOWN[2], "Company": "Prospect", "Email": KNOWN[2]})
        self.meetings: list[Meeting] = []
        self.number = 0

    def act(self) -> None:
        deeds = [self.enter, self.invite, self.invite, self.answer, self.answer, self.rename, self.call_off, self.sync]
        self.dice.choice(deeds)()
        self.house.wait(seconds=self.dice.choice([5, 40, 200]))

    def some(self) -> Meeting | None:
        return self.dice.choice(self.meetings) if self.meetings else None

    def enter(self) -> None:
        self.number += 1
        start = datetime(2026, 3, 3, 8) + timedelta(hours=2 * self.number)  # noqa: DTZ001 - wall time in Berlin
        item = self.house.mailbox().create_event(f"Talk {self.number}", start, start + timedelta(hours=1), zone=BERLIN)
        meeting = Meeting(f"Talk {self.number}", item)
        self.meetings.append(meeting)
        self._invite(meeting)

    def invite(self) -> None:
        if (meeting := self.some()) is not None:
            self._invite(meeting)

    def _invite(self, meeting: Meeting) -> None:
        guests = self.dice.sample(EVERYBODY, self.dice.randint(0, len(EVERYBODY)))
        people = tuple(Attendee(Address(one, one)) for one in guests)
        self.house.mailbox().edit(meeting.item, {"RequiredAttendees": people or None})
        meeting.guests = {one: meeting.guests.get(one, "New") for one in guests}
        if MATE in guests and meeting.copy is None:
            meeting.copy = self._received(meeting)
        elif MATE not in guests and meeting.copy is not None:
            self.house.mailbox(MATE).trash(meeting.copy)
            meeting.copy = None

    def _received(self, meeting: Meeting) -> Item:
        held = meeting.item.values
        return self.house.mailbox(MATE).create_event(
            meeting.subject,
            held["Start"],
            held["End"],
            zone=BERLIN,
            organizer=("Rep", REP),
            values={"UID": held["UID"]},
        )

    def answer(self) -> None:
        meeting = self.some()
        if meeting is not None and meeting.guests:
            who, word = self.dice.choice(sorted(meeting.guests)), self.dice.choice(sorted(ANSWERS))
            self.house.mailbox().answer(meeting.item, who, word)
            meeting.guests[who] = ANSWERS[word]

    def rename(self) -> None:
        if (meeting := self.some()) is not None:
            meeting.subject += "!"
            self.house.mailbox().edit(meeting.item, {"Subject": meeting.subject})
            if meeting.copy is not None:
                self.house.mailbox(MATE).edit(meeting.copy, {"Subject": meeting.subject})

    def call_off(self) -> None:
        if (meeting := self.some()) is not None:
            self.meetings.remove(meeting)
            self.house.mailbox().trash(meeting.item)
            if meeting.copy is not None:
                self.house.mailbox(MATE).trash(meeting.copy)

    def sync(self) -> None:
        if self.dice.random() < 0.4:
            kind = self.dice.choice([FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE])
            self.house.org_faults.arm(nth(self.dice.randrange(4), kind, only_writes=True))
        self.house.sync(only=self.dice.choice([None, f"acme/{REP}", f"acme/{MATE}"]))

    def rest(self) -> None:
        for _ in range(14):
            self.house.sync()
            self.house.wait(minutes=3)
        assert quiet(self.house.sync())
        assert quiet(self.house.sync())


@pytest.mark.parametrize("seed", SEEDS)
def test_at_rest_everybody_is_in_each_meeting_once(seed: int) -> None:
    story = Story(seed)
    for _ in range(STEPS):
        story.act()
    story.rest()
    admin = story.house.org.admin
    rows = admin.query("SELECT Id, Subject, IsChild, Owner.Email FROM Event")
    expected = sorted(
        (one.subject, who) for one in story.meetings for who in (REP, *((MATE,) if MATE in one.guests else ()))
    )
    assert sorted((row["Subject"], row["Owner"]["Email"]) for row in rows) == expected
    for meeting in story.meetings:
        own = [row for row in rows if row["Subject"] == meeting.subject and not row["IsChild"]]
        (parent,) = [row for row in own if row["Owner"]["Email"] == REP]
        known = {one: word for one, word in meeting.guests.items() if one != STRANGER}
        if len(own) > 1:  # theirs came first
            known.pop(MATE)
        assert invited(story, parent["Id"]) == known, meeting.subject
    assert story.house.exchange.outbox == []


def invited(story: Story, event: str) -> dict[str, str]:
    rows = story.house.org.admin.query("SELECT FIELDS(ALL) FROM EventRelation LIMIT 200")
    found = [one for one in rows if one["EventId"] == event and one.get("IsInvitee", True)]
    return {(story.house.org.get(one["RelationId"]) or {})["Email"]: one["Status"] for one in found}
