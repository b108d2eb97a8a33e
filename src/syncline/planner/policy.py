"""What an admin set for a configuration, as the planner needs it. The words are those of the set-up file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class ConflictPolicy(StrEnum):
    """Who wins where both sides changed the same field since the base."""

    SALESFORCE = "salesforce"
    MAILBOX = "mailbox"
    LATEST = "latest"


class SeriesPolicy(StrEnum):
    """What becomes of a series of the calendar; the first is false, the others are true."""

    LEAVE = ""
    """It is reported and left alone."""
    OCCURRENCES = "occurrences"
    """Each occurrence is a single event in Salesforce, as far ahead as three months."""
    SERIES = "series"
    """It is made in Salesforce as a series, where the org takes it; as occurrences where not."""


class DeletePolicy(StrEnum):
    """What a deletion on one side means for the other copy."""

    KEEP = "keep"
    BOTH = "both"


class DuplicatePolicy(StrEnum):
    """What happens where a duplicate rule of the org objects to a record, and lets it through for who insists."""

    REPORT = "report"
    """The record fails with the rule's own words; a person decides."""
    ALLOW = "allow"
    """Syncline insists. A rule that blocks still refuses."""


class Ties(StrEnum):
    """Which of several matching Salesforce records is taken; `ASK` makes an unresolved item."""

    ASK = "ask"
    MOST_RECENTLY_UPDATED = "most_recently_updated"
    OLDEST = "oldest"
    MOST_RECENT_ACTIVITY = "most_recent_activity"


class Window(StrEnum):
    """Which events are looked at, by their end, in the time zone of the rep's Salesforce user."""

    TODAY = "today"
    LAST_MONTH = "last_month"
    LAST_DAYS = "last_days"


MOST_CONTACTS = 50_000
"""Contacts of one rep that are supported (SPEC 4.6)."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition on a Salesforce contact; all of a configuration's must hold."""

    field: str
    """Perhaps through relationships: `Account.Industry`."""
    operator: str
    value: str | float | tuple[str | float, ...] | None
    """Several only where any of them may be included or excluded."""


@dataclass(frozen=True, slots=True)
class ContactPolicy:
    """Settings of the contacts collection."""

    direction: Direction = Direction.NONE
    which: str = "selected"
    owner: str = "users_records"
    where: tuple[Criterion, ...] = ()
    conflicts: ConflictPolicy = ConflictPolicy.SALESFORCE
    deletes: DeletePolicy = DeletePolicy.KEEP
    ties: Ties = Ties.ASK
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Mailbox field label to Salesforce field, where it differs from the default."""
    duplicates: DuplicatePolicy = DuplicatePolicy.REPORT


@dataclass(frozen=True, slots=True)
class EventPolicy:
    """Settings of the events collection."""

    direction: Direction = Direction.NONE
    which: str = "all"
    private: bool = False
    """Whether private events sync at all."""
    busy_only: bool = False
    """Private events sync as the time that they take, without content."""
    made_private: str = "keep"
    """What becomes of the Salesforce copy of an event that is made private and syncs no longer: `keep` or `remove`."""
    remove_deleted: bool = False
    relate: bool = False
    series: SeriesPolicy = SeriesPolicy.LEAVE
    attendees: bool = False
    invite_from_salesforce: bool = False
    """Whom somebody invites in Salesforce is invited in the calendar, silently: never where that cannot be silent."""
    conflicts: ConflictPolicy = ConflictPolicy.MAILBOX
    window: Window = Window.TODAY
    last_days: int = 0
    horizon_months: int = 24
    may_send_mail: bool = False
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    activated_at: datetime | None = None
    """When the configuration was first made active: Salesforce events made or edited since flow out (SPEC 5.2)."""


@dataclass(frozen=True, slots=True)
class DeleteGuard:
    """When a rep's deletes of 24 hours are held: at least `at_least`, and `percent` of the collection or `count`."""

    at_least: int = 5
    percent: int = 10
    count: int = 50


REMINDER = frozenset({"ReminderMinutesBeforeStart"})


@dataclass(frozen=True, slots=True)
class Rules:
    """The part of the settings on which one pair's decision hangs, the same for contacts and events."""

    collection: Collection
    direction: Direction
    conflicts: ConflictPolicy
    deletes: DeletePolicy
    """Whether a deletion that was positively seen on the source side removes the other copy."""
    private: bool = True
    """Whether private events sync."""
    busy_only: bool = False
    """A private event in the mailbox counts as the time that it takes, without content."""
    removes_private: bool = False
    """An event that is made private and syncs no longer leaves Salesforce."""
    selected_only: bool = False
    """Only events that the rep marked for Salesforce sync (SPEC 5.6)."""
    relate: bool = False
    """New events are related to the contacts, or the lead, who take part (SPEC 5.5)."""
    flows_since: datetime | None = None
    """Salesforce events that were last edited before this stay where they are; None: none of them flows out yet."""
    nothing_but: frozenset[str] = frozenset()
    """The only fields that may be written, on either side; all may if none are named."""
    invites: bool = False
    """Whom somebody adds in Salesforce is added in the mailbox, which may mail them: only where an admin said so."""
    edits_survive: bool = True
    """What was changed on one side since outlives a deletion on the other (SPEC 4.5); events that come from one side
    alone go with it (SPEC 5.4)."""

    @property
    def of_a_child(self) -> Rules:
        """Answer the rules for the event of somebody who is invited: it is the organizer's but for the reminder.

        https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
        (IsChild)
        """
        return replace(
            self, deletes=DeletePolicy.KEEP, removes_private=False, nothing_but=REMINDER, edits_survive=False
        )

    @property
    def preferred(self) -> Side:
        """The side that wins where times cannot tell."""
        if self.direction is Direction.TO_SALESFORCE:
            return Side.MAILBOX
        if self.direction is Direction.TO_MAILBOX:
            return Side.SALESFORCE
        if self.conflicts is ConflictPolicy.LATEST:
            return Side.MAILBOX if self.collection is Collection.EVENTS else Side.SALESFORCE
        return Side(self.conflicts.value)


def contact_rules(policy: ContactPolicy) -> Rules:
    """Answer the rules of a configuration's contacts."""
    return Rules(Collection.CONTACTS, policy.direction, policy.conflicts, policy.deletes)


def event_rules(policy: EventPolicy) -> Rules:
    """Answer the rules of a configuration's events."""
    deletes = DeletePolicy.BOTH if policy.remove_deleted else DeletePolicy.KEEP
    return Rules(
        Collection.EVENTS,
        policy.direction,
        policy.conflicts,
        deletes,
        private=policy.private,
        busy_only=policy.private and policy.busy_only,
        removes_private=policy.made_private == "remove" and policy.direction.may_write(Side.SALESFORCE),
        selected_only=policy.which == "selected",
        relate=policy.relate,
        invites=policy.attendees and policy.invite_from_salesforce,
        flows_since=policy.activated_at,
        edits_survive=policy.direction is Direction.BOTH,
    )
