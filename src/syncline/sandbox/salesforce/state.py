"""Everything an org is: its schema, rows, users' permissions, sharing and settings. No behaviour but bookkeeping."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from syncline.sandbox.salesforce.automation import Automation
from syncline.sandbox.salesforce.ids import IdMaker
from syncline.sandbox.salesforce.schema import Schema, SObject
from syncline.sandbox.salesforce.tables import Row, Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from syncline.sandbox.clock import Clock
    from syncline.sandbox.salesforce.setup.address_picklists import Country
    from syncline.sandbox.salesforce.setup.record_types import RecordType
    from syncline.sandbox.salesforce.setup.sharing import SharingRule
    from syncline.sandbox.salesforce.setup.trail import Noted


class Access(StrEnum):
    """How far one may go with a record: an org-wide default, or a share."""

    NONE = "None"
    READ = "Read"
    EDIT = "Edit"


EVERYTHING = frozenset({"read", "create", "edit", "delete"})


@dataclass(slots=True)
class Permissions:
    """What one user's profile and permission sets add up to. Objects not named are open to everything."""

    api_enabled: bool = True
    view_all: bool = False
    modify_all: bool = False
    view_setup: bool = False
    """View Setup and Configuration: may look at the trail of changes in Setup."""
    approved: bool = True
    """May use the org's connected app (*Admin approved users are pre-authorized*)."""
    login_hours: tuple[int, int] | None = None
    """The hours of the org's day within which the profile may be used, the end excluded; None is always."""
    login_ranges: tuple[str, ...] = ()
    """Networks such as 10.0.0.0/8 from which the profile may sign in; empty is from everywhere."""
    objects: dict[str, frozenset[str]] = field(default_factory=dict)
    hidden: set[tuple[str, str]] = field(default_factory=set)
    read_only: set[tuple[str, str]] = field(default_factory=set)
    permission_sets: set[str] = field(default_factory=set)
    """Names of the permission sets assigned; they show the fields that were granted by them."""

    def copy(self) -> Permissions:
        """Answer the same permissions for another user, to be changed apart."""
        return replace(
            self,
            objects=dict(self.objects),
            hidden=set(self.hidden),
            read_only=set(self.read_only),
            permission_sets=set(self.permission_sets),
        )

    def may(self, what: str, sobject: str) -> bool:
        """Say whether the user may read, create, edit or delete records of this object."""
        return what in self.objects.get(sobject, EVERYTHING)


class OrgState:
    """One org's data. Callers hold the org's lock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.schema = Schema()
        self.tables = Tables(self.schema.objects)
        self.make_id = IdMaker()
        self.permissions: dict[str, Permissions] = {}
        self.defaults = dict.fromkeys(("Account", "Contact", "Lead", "Event", "Task"), Access.NONE)
        self.shares: dict[str, dict[str, tuple[Access, str]]] = {}
        """By user and record: how far a share by hand goes, and whose the record was when it was given."""
        self.purged: dict[str, dict[str, datetime]] = {name: {} for name in self.schema.objects}
        """By object and id, when a record that has left the recycle bin had been deleted."""
        self.profile_permissions: dict[str, Permissions] = {}
        """By profile name: what its users start with."""
        self.field_grants: dict[tuple[str, str], frozenset[str]] = {}
        """By object and field: the permission sets without one of which nobody sees it."""
        self.noted: Noted = ({}, {})
        """Who could do what when the trail of changes in Setup was looked at last."""
        self.record_types: dict[str, list[RecordType]] = {}
        self.countries: tuple[Country, ...] = ()
        """The choices of state and country picklists; empty where addresses are plain text."""
        self.sharing_rules: list[SharingRule] = []
        self.automation = Automation()
        self.lateness = timedelta()
        """How far the stamps of what is written now lie back: a long transaction commits late with an early stamp."""
        self.before_save: Callable[[str, Row], Row] = lambda _sobject, row: row
        """What the org's own automation makes of a row of this object that is about to be saved."""

    def add_object(self, shape: SObject) -> None:
        """Let one more object be there, without records."""
        made = self.schema.add(shape)
        self.tables.add(made.name)
        self.purged[made.name] = {}

    def stamp(self) -> datetime:
        """Answer the instant that a write of now is stamped with, to the second as the API shows it."""
        return (self.clock() - self.lateness).replace(microsecond=0)

    def row(self, record_id: str) -> Row | None:
        """Find a row by its 18 character id, whatever its object; also in the recycle bin."""
        sobject = self.schema.of_id(record_id)
        return self.tables[sobject.name].rows.get(record_id) if sobject else None

    def share(self, record_id: str, user_id: str, access: Access) -> None:
        """Share one record with one user by hand; NONE ends it, and so does a change of the record's owner.

        https://help.salesforce.com/s/articleView?id=sf.granting_access_to_records.htm
        """
        given = self.shares.setdefault(user_id, {})
        row = self.row(record_id)
        if access is Access.NONE or row is None:
            given.pop(record_id, None)
        else:
            given[record_id] = (access, row["OwnerId"])

    def children(self, sobject: str, field_name: str, parent: str) -> Iterable[Row]:
        """Answer the rows that refer to a parent, those in the recycle bin too."""
        table = self.tables[sobject]
        return [table.rows[record_id] for record_id in table.ids(field_name, parent)]
