"""Einstein Activity Capture, as far as its object shows it: who is assigned to a configuration of it.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_useremailcalendarsync.htm:
the object is there only where the feature is enabled. `AssignedId` is a user or a profile; who is taken out of a
configuration keeps a row without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce.schema import SObject

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.state import OrgState

NAME: Final = "UserEmailCalendarSync"
_PREFIX: Final = "0uE"
"""The documentation names no key prefix; this one is nobody else's here."""


def enable(state: OrgState) -> None:
    """Let the object be there."""
    if state.schema.find(NAME) is None:
        state.add_object(SObject(NAME, "User Email Calendar Syncs", _PREFIX, "User Email Calendar Sync"))


def take_out(state: OrgState, assigned: frozenset[str]) -> None:
    """Take users and profiles out: their rows stay, without a configuration."""
    for record_id, row in list(state.tables[NAME].rows.items()):
        if row["AssignedId"] in assigned:
            state.tables.put(NAME, record_id, {key: row[key] for key in row if key != "ConfigurationId"})
    state.tables.commit()
