"""Roles above roles, and sharing rules: what opens records beyond their owner and the org-wide default.

https://help.salesforce.com/s/articleView?id=sf.security_sharing_rules.htm and, for the hierarchy,
https://help.salesforce.com/s/articleView?id=sf.security_controlling_access_using_hierarchies.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.sandbox.salesforce.state import Access, OrgState
    from syncline.sandbox.salesforce.tables import Row

EVERYBODY: Final = ""
"""In a sharing rule: all internal users."""


@dataclass(frozen=True, slots=True)
class SharingRule:
    """Opens records of one object to a role. `owned_by` and `to` are ids of roles, or EVERYBODY.

    A rule by criteria has `where`, which is asked about the record's stored values.
    """

    sobject: str
    to: str
    access: Access
    owned_by: str = EVERYBODY
    where: Callable[[Mapping[str, Any]], bool] | None = None


def role(state: OrgState, user_id: str) -> str | None:
    """Answer the id of a user's role."""
    row = state.tables["User"].rows.get(user_id)
    return row.get("UserRoleId") if row else None


def beneath(state: OrgState, role_id: str) -> set[str]:
    """Answer the roles below one, at any depth."""
    rows = state.tables["UserRole"].rows.values()
    found: set[str] = set()
    level = {role_id}
    while level:
        level = {row["Id"] for row in rows if row.get("ParentRoleId") in level} - found
        found |= level
    return found


def subordinates(state: OrgState, user_id: str) -> set[str]:
    """Answer the users whose records the role hierarchy opens to a user as if they were the owner."""
    own = role(state, user_id)
    if own is None:
        return set()
    below = beneath(state, own)
    return {row["Id"] for row in state.tables["User"].rows.values() if row.get("UserRoleId") in below}


def rules_for(state: OrgState, user_id: str, sobject: str) -> list[SharingRule]:
    """Answer the sharing rules that open records of an object to a user."""
    if not state.sharing_rules:
        return []
    own = role(state, user_id)
    return [
        rule
        for rule in state.sharing_rules
        if rule.sobject == sobject and rule.to in {EVERYBODY, own if own is not None else EVERYBODY}
    ]


def opens(state: OrgState, rule: SharingRule, row: Row) -> bool:
    """Say whether a rule opens a record."""
    by_owner = rule.owned_by == EVERYBODY or role(state, row["OwnerId"]) == rule.owned_by
    return by_owner and (rule.where is None or rule.where(row))
