"""Series and meetings that are in step, on two sides that can hold them: who changes what, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.policy import ContactPolicy, EventPolicy
from syncline.records.attendees import Attendee, Response, attendees_text, read_attendees
from syncline.records.capability import Capability
from syncline.records.fields import ATTENDEES, EXCEPTIONS, RECURRENCE
from syncline.records.recurrence.exceptions import exceptions_text, read_exceptions
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.text import recurrence_text
from syncline.records.words import Collection, Direction, Side
from tests.support.truth.linked import CONFLICTS, DIRECTIONS, conflict_policy, in_turn, rest
from tests.support.truth.scene import TALK, Scene
from tests.support.truth.table import Chapter
from tests.support.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.record import Value, Values
    from syncline.records.recurrence.exceptions import Change
    from tests.support.truth.outcome import Outcome

_CAN = {label: Capability(lines=True) for label in (RECURRENCE, EXCEPTIONS, ATTENDEES)}
_START = str(TALK["Start"])
_FOURTH, _FIFTH = "2026-03-04", "2026-03-05"
_WORDS = {_FOURTH: "4th", _FIFTH: "5th"}
_DAILY, _WEEKLY = (recurrence_text(read_rrule(rule, _START)) for rule in ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU"))
_ANSWERS = {Response.ACCEPTED: "accepted"}
_ANN, _BOB = "ann@acme.example", "bob@acme.example"


class SeriesScene(Scene):
    """A talk every day."""

    __slots__ = ()

    @property
    def values(self) -> dict[str, Value]:
        return {**TALK, RECURRENCE: _DAILY}

    def told(self, values: Values) -> str:
        """How often, at what time, and what was done to single occurrences."""
        often = {_DAILY: "daily", _WEEKLY: "weekly"}.get(str(values.get(RECURRENCE)), "once")
        done = read_exceptions(str(values.get(EXCEPTIONS, "")))
        parts = [f"{_WORDS[key]} {_change(change)}" for key, change in sorted(done.items())]
        return ", ".join([f"{often} at {str(values['Start'])[11:16]}", *parts])


def _change(change: Change | None) -> str:
    return "cancelled" if change is None else str(change["Subject"])


def _except(original: str, change: Change | None) -> Callable[[Scene, Side], None]:
    def happen(scene: Scene, side: Side) -> None:
        record = scene.shelf(side).records[scene.theirs if side is Side.SALESFORCE else scene.mine]
        done = {**read_exceptions(str(record.values.get(EXCEPTIONS, ""))), original: change}
        _edit(scene, side, {EXCEPTIONS: exceptions_text(done)})

    return happen


def _renamed(scene: Scene, side: Side) -> None:
    _except(_FOURTH, {"Subject": f"from {side}"})(scene, side)


def _edit(scene: Scene, side: Side, changes: dict[str, Value | None]) -> None:
    scene.shelf(side).edit(scene.theirs if side is Side.SALESFORCE else scene.mine, changes)


_TO_SERIES: Mapping[str, Callable[[Scene, Side], None]] = {
    "same": lambda _scene, _side: None,
    "4th cancelled": _except(_FOURTH, None),
    "4th renamed": _renamed,
    "5th cancelled": _except(_FIFTH, None),
    "made weekly": lambda scene, side: _edit(scene, side, {RECURRENCE: _WEEKLY}),
    "at another time": lambda scene, side: _edit(
        scene, side, {"Start": _START.replace("T14", "T13"), "End": _START.replace("T14:00", "T13:30")}
    ),
    "made single": lambda scene, side: _edit(scene, side, {RECURRENCE: None, EXCEPTIONS: None}),
}
"""*4th*, *5th*: the second and the third occurrence of a talk that is daily from the 3rd on, at 14:00."""


class MeetingScene(Scene):
    """A talk in which Ann takes part."""

    __slots__ = ()

    @property
    def values(self) -> dict[str, Value]:
        return {**TALK, ATTENDEES: attendees_text([Attendee(_ANN)])}

    def told(self, values: Values) -> str:
        """Who takes part, with answers."""
        people = read_attendees(str(values.get(ATTENDEES, "")))
        answers = {Response.NONE: ""}
        return (
            " ".join(f"{one.address[:3]}{answers.get(one.response, f' {one.response}')}" for one in people) or "empty"
        )


def _people(*who: Attendee) -> Callable[[Scene, Side], None]:
    text = attendees_text(who)
    return lambda scene, side: _edit(scene, side, {ATTENDEES: text or None})


_TO_MEETING: Mapping[str, Callable[[Scene, Side], None]] = {
    "same": lambda _scene, _side: None,
    "ann accepts": _people(Attendee(_ANN, response=Response.ACCEPTED)),
    "bob added": _people(Attendee(_ANN), Attendee(_BOB)),
    "ann removed": _people(),
}


def series(salesforce: str, mailbox: str, direction: str, conflicts: str) -> Outcome | None:
    """Play one state of a linked series."""
    if conflicts != CONFLICTS[0] and "same" in {salesforce, mailbox}:
        return None
    return _play(SeriesScene(_world(), Collection.EVENTS), _TO_SERIES, (salesforce, mailbox, direction, conflicts))


def meeting(salesforce: str, mailbox: str, direction: str, conflicts: str) -> Outcome | None:
    """Play one state of a linked event with attendees; no mail may be caused."""
    if conflicts != CONFLICTS[0] and "same" in {salesforce, mailbox}:
        return None
    return _play(MeetingScene(_world(), Collection.EVENTS), _TO_MEETING, (salesforce, mailbox, direction, conflicts))


def _world() -> World:
    world = World(contacts=ContactPolicy(), events=EventPolicy(direction=Direction.TO_SALESFORCE))
    world.mailbox.more = world.org.more = _CAN
    return world


def _play(
    scene: Scene, deeds: Mapping[str, Callable[[Scene, Side], None]], state: tuple[str, str, str, str]
) -> Outcome:
    salesforce, mailbox, direction, conflicts = state
    scene.in_step(Side.MAILBOX)
    scene.world.events = EventPolicy(direction=Direction(direction), conflicts=conflict_policy(conflicts))
    in_turn(
        scene,
        [lambda one: deeds[mailbox](one, Side.MAILBOX), lambda one: deeds[salesforce](one, Side.SALESFORCE)],
        conflicts,
    )
    return rest(scene)


def _axes(deeds: Mapping[str, object]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    words = tuple(deeds)
    return (("salesforce", words), ("mailbox", words), ("direction", DIRECTIONS), ("conflicts", CONFLICTS[:2]))


SERIES = Chapter("series that are linked", _axes(_TO_SERIES), series)
MEETINGS = Chapter("attendees of events that are linked", _axes(_TO_MEETING), meeting)
