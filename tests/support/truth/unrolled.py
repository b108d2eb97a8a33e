"""Series whose occurrences are events of their own in Salesforce: what becomes of one of them (SPEC 5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.port import Whereabouts
from syncline.engine.unrolled import master_of, occurrence_id, occurrence_of
from syncline.planner.policy import ContactPolicy, EventPolicy, SeriesPolicy
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.recurrence.instances import instances
from syncline.records.words import Collection, Direction, Side
from tests.support.series_mailbox import SeriesMailbox
from tests.support.series_org import SeriesOrg
from tests.support.truth.deeds import FROM_MAILBOX, IN_SALESFORCE
from tests.support.truth.linked import DIRECTIONS, rest
from tests.support.truth.scene import TALK, Scene
from tests.support.truth.table import Chapter
from tests.support.world import World, at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.record import Record, Values
    from syncline.records.recurrence.exceptions import Change
    from tests.support.truth.outcome import Outcome

_FOURTH = "2026-03-04"
_DAILY, _WEEKLY = "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;COUNT=3"
_SINCE, _UNTIL = at("2026-01-01"), at("2027-01-01")


class UnrolledScene(Scene):
    """A talk on the 3rd, the 4th and the 5th; the pair is that of the 4th."""

    __slots__ = ("master",)

    def in_step(self, first_in: Side) -> None:
        self.master = self.put_in_mailbox(dict(self.values))
        self.calendar.repeat(self.master, _DAILY)
        self.world.converge()
        self.mine = occurrence_id(self.master, _FOURTH)
        self.theirs = next(
            one.salesforce_id for one in self.world.links(self.collection) if one.mailbox_id == self.mine
        )

    @property
    def calendar(self) -> SeriesMailbox:
        assert isinstance(self.world.mailbox, SeriesMailbox)
        return self.world.mailbox

    def record(self, side: Side, record_id: str) -> Record | None:
        master, original = master_of(record_id)
        series = self.shelf(side).records.get(master)
        if not original or series is None or RECURRENCE not in series.values:
            return series
        found = instances(series.values, _SINCE, _UNTIL, self.world.zone)
        return next((occurrence_of(series, *one) for one in found if one.original == original), None)

    def told(self, values: Values) -> str:
        """Of an event its day, its hour where that is another, and whose its place is; of a series what was done."""
        day, hour = int(str(values["Start"])[8:10]), str(values["Start"])[11:16]
        moved = "" if hour == "14:00" else f" at {hour}"
        place = f"{values.get('Location')}{moved}"
        if RECURRENCE not in values:
            return f"{_ordinal(day)} {place}"
        often = "daily" if "DAILY" in str(values[RECURRENCE]).upper() else "weekly"
        done = read_exceptions(str(values.get(EXCEPTIONS, "")))
        return ", ".join([f"{often} {place}", *(_change(key, change) for key, change in sorted(done.items()))])


def _change(original: str, change: Change | None) -> str:
    return f"{_ordinal(int(original[8:]))} {'cancelled' if change is None else 'otherwise'}"


def _ordinal(day: int) -> str:
    return "3rd" if day == 3 else f"{day}th"


_AT_FOUR = {label: str(TALK[label]).replace("-03T", "-04T").replace("T1", "T0") for label in ("Start", "End")}
"""The 4th, ten hours earlier."""


def _series_edited(scene: UnrolledScene) -> None:
    scene.shelf(Side.MAILBOX).edit(scene.master, {"Location": FROM_MAILBOX})


def _gone(where: Whereabouts) -> Callable[[UnrolledScene], None]:
    return lambda scene: scene.shelf(Side.MAILBOX).remove(scene.master, where)


_IN_CALENDAR: Mapping[str, Callable[[UnrolledScene], None]] = {
    "same": lambda _scene: None,
    "4th edited": lambda scene: scene.calendar.alter(scene.master, _FOURTH, {"Location": FROM_MAILBOX}),
    "4th moved": lambda scene: scene.calendar.alter(scene.master, _FOURTH, _AT_FOUR),
    "4th cancelled": lambda scene: scene.calendar.alter(scene.master, _FOURTH, None),
    "series edited": _series_edited,
    "made weekly": lambda scene: scene.calendar.repeat(scene.master, _WEEKLY),
    "made single": lambda scene: scene.calendar.repeat(scene.master, None),
    "deleted": _gone(Whereabouts.DELETED),
    "moved out": _gone(Whereabouts.ELSEWHERE),
    "vanished": _gone(Whereabouts.UNKNOWN),
}
"""What may have happened to a talk on the 3rd, 4th and 5th."""
_THERE = ("same", "changed", "deleted")


def occurrence(salesforce: str, mailbox: str, direction: str, removes: str, kept_as: str) -> Outcome:
    """Play one state of an occurrence that is linked."""
    series = SeriesPolicy(kept_as)
    world = World(contacts=ContactPolicy(), events=EventPolicy(direction=Direction.TO_SALESFORCE, series=series))
    world.mailbox = SeriesMailbox(world.clock)
    if series is SeriesPolicy.SERIES:
        world.org = SeriesOrg(world.clock)
    scene = UnrolledScene(world, Collection.EVENTS)
    scene.in_step(Side.MAILBOX)
    world.events = EventPolicy(direction=Direction(direction), series=series, remove_deleted=removes == "yes")
    world.wait(minutes=1)
    _IN_CALENDAR[mailbox](scene)
    IN_SALESFORCE[salesforce](scene)
    world.wait(minutes=1)
    return rest(scene)


OCCURRENCES = Chapter(
    "occurrences that are linked",
    (
        ("salesforce", _THERE),
        ("mailbox", tuple(_IN_CALENDAR)),
        ("direction", DIRECTIONS),
        ("remove deleted", ("yes", "no")),
        ("series", (SeriesPolicy.OCCURRENCES, SeriesPolicy.SERIES)),
    ),
    occurrence,
)
