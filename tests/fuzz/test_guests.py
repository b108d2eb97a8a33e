"""Random histories of who takes part: invited, answering and taken out on either side, while other things change.

Each address of each meeting is one person's business on one side alone, so that what they said last must stand.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from syncline.planner.policy import ConflictPolicy, EventPolicy
from syncline.records.attendees import Attendee, Response, attendees_text, read_attendees
from syncline.records.capability import Capability
from syncline.records.fields import ATTENDEES
from syncline.records.words import Collection, Direction, Side
from tests.support.memory_sides import START
from tests.support.world import World, idle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value

EVENTS = Collection.EVENTS
SEEDS, STEPS = range(60), 30
GUESTS = [f"guest{number}@customer.example" for number in range(6)]
ANSWERS = [Response.ACCEPTED, Response.TENTATIVE, Response.DECLINED]


@dataclass
class Meeting:
    """Ids by side, and who was said to take part: None for whom somebody took out."""

    ids: dict[Side, str]
    said: dict[tuple[Side, str], Response | None] = field(default_factory=dict)


class History:
    """One rep's meetings. Even guests are invited and taken out in the calendar, odd ones in Salesforce."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(f"guests {seed}")
        self.invites = self.dice.random() < 0.6
        policy = EventPolicy(
            direction=self.dice.choice((Direction.BOTH, Direction.BOTH, Direction.TO_SALESFORCE)),
            conflicts=self.dice.choice(tuple(ConflictPolicy)),
            attendees=True,
            invite_from_salesforce=self.invites,
            activated_at=START,
        )
        self.both = policy.direction is Direction.BOTH
        self.world = World(events=policy)
        self.world.org.more = {ATTENDEES: Capability()}
        self.meetings: list[Meeting] = []

    def enter(self) -> None:
        number = len(self.meetings)
        times = {
            "Start": f"2026-03-{4 + number % 20:02}T10:00:00@UTC",
            "End": f"2026-03-{4 + number % 20:02}T11:00:00@UTC",
        }
        made = self.world.shelf(Side.MAILBOX, EVENTS).put({"Subject": f"Talk {number}", **times}, uid=f"uid-{number}")
        self.meetings.append(Meeting({Side.MAILBOX: made.id}))

    def pair(self) -> None:
        """Look up what the copies are."""
        copies = {link.mailbox_id: link.salesforce_id for link in self.world.links(EVENTS)}
        for one in self.meetings:
            if (copy := copies.get(one.ids[Side.MAILBOX])) is not None:
                one.ids[Side.SALESFORCE] = copy

    def guests(self, meeting: Meeting, side: Side) -> dict[str, Response]:
        values = self.world.shelf(side, EVENTS).records[meeting.ids[side]].values
        return {one.address: one.response for one in read_attendees(str(values.get(ATTENDEES) or ""))}

    def say(self) -> None:
        """Somebody invites, takes out, or answers."""
        if not self.meetings:
            return
        meeting, number = self.dice.choice(self.meetings), self.dice.randrange(len(GUESTS))
        side = Side.SALESFORCE if number % 2 else Side.MAILBOX
        if side not in meeting.ids:
            return
        there, address = self.guests(meeting, side), GUESTS[number]
        if address not in there:
            there[address] = Response.NONE
        elif side is Side.MAILBOX and self.dice.random() < 0.5:
            there[address] = self.dice.choice(ANSWERS)
        else:
            del there[address]
        meeting.said[side, address] = there.get(address)
        self._write(meeting, side, there)

    def _write(self, meeting: Meeting, side: Side, there: Mapping[str, Response]) -> None:
        text = attendees_text(Attendee(one, response=answer) for one, answer in there.items())
        changes: dict[str, Value | None] = {ATTENDEES: text or None}
        self.world.shelf(side, EVENTS).edit(meeting.ids[side], changes)

    def move(self) -> None:
        if self.meetings:
            meeting = self.dice.choice(self.meetings)
            side = self.dice.choice(sorted(meeting.ids))
            self.world.shelf(side, EVENTS).edit(meeting.ids[side], {"Location": f"Room {self.dice.randrange(100)}"})

    def cycle(self) -> None:
        self.world.cycle()
        self.pair()

    def step(self) -> None:
        self.dice.choice((self.enter, self.say, self.say, self.say, self.move, self.cycle, self.cycle))()
        self.world.wait(seconds=self.dice.choice((0, 1, 40, 90)))

    def findings(self) -> list[str]:
        return [finding for one in self.meetings for finding in self._of(one)]

    def _of(self, meeting: Meeting) -> list[str]:
        here, there = self.guests(meeting, Side.MAILBOX), self.guests(meeting, Side.SALESFORCE)
        found = []
        for (side, address), said in meeting.said.items():
            reaches = side is Side.MAILBOX or (self.invites and self.both)
            held = {Side.MAILBOX: here, Side.SALESFORCE: there}
            found += [
                f"{address} was {said} in {side}, and stands as {held[where].get(address)} in {where}"
                for where in (Side if reaches else (side,))
                if held[where].get(address) != said
            ]
        invited = {address for side, address in meeting.said if side is Side.MAILBOX or (self.invites and self.both)}
        return found + [f"{address} was invited by nobody" for address in here.keys() - invited]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_said_of_a_guest_stands_and_nobody_else_is_invited(seed: int) -> None:
    history = History(seed)
    for _ in range(STEPS):
        history.step()
    for _ in range(5):
        history.cycle()
        history.world.wait(hours=7)
    assert idle(history.world.cycle())
    assert history.findings() == []
