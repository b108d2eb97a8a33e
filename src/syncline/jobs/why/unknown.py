"""Where a record stands that was found on a side and that Syncline does not hold: what a cycle would say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.port import Whereabouts
from syncline.jobs.why.answer import Answer
from syncline.jobs.why.known import public
from syncline.jobs.why.standing import PLAIN, Standing, unheld
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.planner.policy import contact_rules, event_rules
from syncline.planner.scope import private, span
from syncline.records.candidate import name_of
from syncline.records.record import SERIES_RECORD
from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.planner.policy import ContactPolicy, Rules
    from syncline.planner.scope import Span
    from syncline.records.record import Record
    from syncline.store.rows import ConfigurationRow, RepRow

_COMES = (
    "It is there, fits, and was not taken over yet: it is newer than the last cycle.",
    "Nothing needs to be done: the next cycles take it over. If it stays, ask for a resync.",
)
_WHATEVER_DAY = frozenset({"recurring", SERIES_RECORD})
"""What a series begins on says nothing about its occurrences."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Judges records against one rep's configuration. `own`: the rep asks."""

    rep: RepRow
    configuration: ConfigurationRow
    now: datetime
    own: bool

    def judge(self, collection: Collection, side: Side, record: Record, where: Whereabouts | None = None) -> Answer:
        """Answer where it stands; `where` is where in the mailbox it lies, if that was looked for."""
        if where is Whereabouts.ELSEWHERE:
            return self._told(collection, side, record, Standing.NOT_IN_FOLDER)
        if where is Whereabouts.DELETED:
            return self._told(collection, side, record, Standing.DELETED)
        if collection is Collection.CONTACTS:
            return self._contact(side, record)
        return self._event(side, record)

    def _contact(self, side: Side, record: Record) -> Answer:
        policy = contact_policy(self.configuration.settings)
        stopped = self._stopped(Collection.CONTACTS, side, record, contact_rules(policy))
        if stopped is not None or side is Side.MAILBOX:
            return stopped or self._comes(Collection.CONTACTS, side, record)
        if policy.which == "selected" and record.owner not in {None, self.rep.user_id}:
            return self._told(Collection.CONTACTS, side, record, Standing.SOMEBODY_ELSES)
        if not record.in_scope:
            what = f"{PLAIN[Standing.FILTERED][0]} They are: {conditions(policy)}."
            return self._told(Collection.CONTACTS, side, record, Standing.FILTERED, what=what)
        return self._comes(Collection.CONTACTS, side, record)

    def _event(self, side: Side, record: Record) -> Answer:
        policy = event_policy(self.configuration.settings)
        seen = span(policy, self.rep.zone, self.now)
        place = seen.place(record.values)
        if place != "inside" and record.not_representable not in _WHATEVER_DAY:
            return self._outside(side, record, seen, place)
        stopped = self._stopped(Collection.EVENTS, side, record, event_rules(policy))
        if stopped is not None:
            return stopped
        if side is Side.SALESFORCE and record.owner not in {None, self.rep.user_id}:
            what = "In Salesforce it belongs to somebody else; an event goes to its owner's calendar."
            return self._told(Collection.EVENTS, side, record, Standing.SOMEBODY_ELSES, what=what, remedy="")
        activated = self.configuration.activated_at
        if side is Side.SALESFORCE and activated and record.modified and record.modified < activated:
            return self._told(Collection.EVENTS, side, record, Standing.BEFORE_ACTIVATION)
        return self._comes(Collection.EVENTS, side, record)

    def _outside(self, side: Side, record: Record, seen: Span, place: str) -> Answer:
        if place == "past":
            what = f"It ended before {seen.since:%Y-%m-%d}, the first day that the configuration looks at."
            remedy = "An administrator can look further back (180 days at most)."
        else:
            what = f"It begins after {seen.until:%Y-%m-%d}, the last day that the configuration looks at."
            remedy = "Nothing needs to be done: it comes in by itself on its day."
        return self._told(Collection.EVENTS, side, record, Standing.OUTSIDE_WINDOW, what=what, remedy=remedy)

    def _stopped(self, collection: Collection, side: Side, record: Record, rules: Rules) -> Answer | None:
        """Answer what holds for contacts and events alike, in the order in which a cycle looks."""
        if record.not_representable:
            what, remedy = unheld(record.not_representable)
            return self._told(collection, side, record, Standing.NOT_REPRESENTABLE, what=what, remedy=remedy)
        if not rules.private and private(record):
            return self._told(collection, side, record, Standing.PRIVATE)
        if side is Side.MAILBOX and rules.selected_only and not record.selected:
            return self._told(collection, side, record, Standing.NOT_SELECTED)
        if rules.direction is Direction.NONE or not rules.direction.may_write(side.other):
            return self._told(collection, side, record, Standing.DIRECTION)
        return None

    def _comes(self, collection: Collection, side: Side, record: Record) -> Answer:
        return self._told(collection, side, record, Standing.WAITING, what=_COMES[0], remedy=_COMES[1])

    def _told(
        self, collection: Collection, side: Side, record: Record, standing: Standing, *, what: str = "",
        remedy: str | None = None,
    ) -> Answer:  # fmt: skip
        plain = PLAIN.get(standing, ("", ""))
        name = name_of(collection, public(record.values) if self.own else record.values)
        ids = {side: record.id}
        return Answer(
            standing, what or plain[0], plain[1] if remedy is None else remedy, collection, name,
            salesforce=ids.get(Side.SALESFORCE, ""), mailbox=ids.get(Side.MAILBOX, ""),
        )  # fmt: skip


def conditions(policy: ContactPolicy) -> str:
    """Answer a configuration's conditions on contacts as people read them."""
    return ", and ".join(
        " ".join(str(part).replace("_", " ") if at == 1 else str(part) for at, part in enumerate(parts) if part != "")
        for parts in ((one.field, one.operator, _value(one.value)) for one in policy.where)
    )


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
