"""The guide's permissions, under its names, and the usual sets of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What a person may be allowed. The words are the guide's, with *Exchange* taken out of one of them."""

    VIEW = "view_setup_and_configuration"
    CUSTOMIZE = "customize_application"
    CONFIGURE = "manage_sync_configurations"
    USERS = "manage_users"
    REPORT_TYPES = "manage_custom_report_types"
    REPORTS = "create_and_customize_reports"


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a permission is called, and what it opens."""

    label: str
    opens: str


MEANINGS = {
    Permission.VIEW: Meaning(
        "View Setup and Configuration", "Sees connections, configurations and every rep's status, errors and journal."
    ),
    Permission.CUSTOMIZE: Meaning(
        "Customize Application", "Edits connections, runs the connection test, applies set-up files, pauses an org."
    ),
    Permission.CONFIGURE: Meaning(
        "Manage Sync Configurations",
        "With Manage Users: makes, edits and deletes configurations, resets and pauses reps, decides what is held.",
    ),
    Permission.USERS: Meaning(
        "Manage Users",
        "Makes and edits people. With Manage Sync Configurations: everything that permission says.",
    ),
    Permission.REPORT_TYPES: Meaning("Manage Custom Report Types", "Saves error reports for everybody."),
    Permission.REPORTS: Meaning("Create and Customize Reports", "Sees and downloads error reports."),
}

ALL = frozenset(Permission)


class Role(StrEnum):
    """The usual sets. What a person has is the permissions: a role only fills them in."""

    ADMIN = "admin"
    MANAGER = "manager"
    VIEWER = "viewer"
    ANALYST = "analyst"
    REP = "rep"


ROLES: dict[Role, tuple[str, frozenset[Permission]]] = {
    Role.ADMIN: ("Administrator: everything", ALL),
    Role.MANAGER: (
        "Sync manager: configurations, reps, reports",
        frozenset({
            Permission.VIEW, Permission.CONFIGURE, Permission.USERS, Permission.REPORT_TYPES, Permission.REPORTS,
        }),
    ),
    Role.VIEWER: ("Viewer: sees everything, changes nothing", frozenset({Permission.VIEW, Permission.REPORTS})),
    Role.ANALYST: ("Analyst: error reports", frozenset({Permission.REPORT_TYPES, Permission.REPORTS})),
    Role.REP: ("Rep: their own sync alone", frozenset()),
}  # fmt: skip
