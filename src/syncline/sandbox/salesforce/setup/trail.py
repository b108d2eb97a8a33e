"""The trail of changes in Setup: who may do what was changed. Entries are never changed and never deleted.

Source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_setupaudittrail.htm
To see it takes *View Setup and Configuration*: https://help.salesforce.com/s/articleView?id=sf.admin_monitorsetup.htm

Permissions are changed in place here, so entries are written when somebody next looks at the trail.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.state import OrgState, Permissions

NAME: Final = "SetupAuditTrail"
Noted: TypeAlias = "tuple[dict[str, Permissions], dict[tuple[str, str], frozenset[str]]]"
"""Everybody's permissions, and who sees which field, as of the newest entry."""


def catch_up(state: OrgState) -> None:
    """Write an entry for everybody whose permissions are not those that were noted last."""
    known, grants = state.noted
    for user_id, now in state.permissions.items():
        before = known.get(user_id)
        if before != now:
            known[user_id] = now.copy()
            _enter(state, *_what(before, now))
    if grants != state.field_grants:
        state.noted = known, dict(state.field_grants)
        _enter(state, "PermSetFlsChanged", "Changed field-level security of a permission set")


def _what(before: Permissions | None, now: Permissions) -> tuple[str, str]:
    if before is None:
        return "createduser", "Created new user"
    changed = [one.name for one in fields(now) if getattr(before, one.name) != getattr(now, one.name)]
    if changed == ["permission_sets"]:
        added = now.permission_sets > before.permission_sets
        return ("PermSetAssign", "Assigned a permission set") if added else ("PermSetUnassign", "Took one away")
    return "profileObjectPermissionsChanged", "Changed a profile: " + ", ".join(sorted(changed))


def _enter(state: OrgState, action: str, display: str) -> None:
    """Entries are no part of a transaction: the request that looks at them did not make them."""
    made = state.make_id(state.schema.objects[NAME].prefix)
    row = {
        "Id": made,
        "Action": action,
        "Section": "Manage Users",
        "Display": display,
        "CreatedDate": state.stamp(),
        "CreatedById": next(iter(state.permissions)),
    }
    state.tables[NAME].put(made, row)
