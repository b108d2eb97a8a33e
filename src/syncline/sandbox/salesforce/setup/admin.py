"""The pages of Setup as methods, for tests and the demo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce import who
from syncline.sandbox.salesforce.automation import Automation, ValidationRule
from syncline.sandbox.salesforce.schema import SIZED, Field
from syncline.sandbox.salesforce.setup import activity_capture, address_picklists, person_accounts, record_types
from syncline.sandbox.salesforce.setup.deploy import deploy
from syncline.sandbox.salesforce.setup.record_types import RecordType
from syncline.sandbox.salesforce.setup.sharing import EVERYBODY, SharingRule

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from syncline.sandbox.salesforce.automation import Trigger
    from syncline.sandbox.salesforce.duplicates import DuplicateRule
    from syncline.sandbox.salesforce.setup.address_picklists import Country
    from syncline.sandbox.salesforce.state import Access, OrgState, Permissions


class Setup:
    """What an admin configures. Takes effect at once; records are not touched."""

    def __init__(self, state: OrgState, lock: threading.RLock, put: Callable[[str, dict[str, Any]], str]) -> None:
        """`put` stores a row of setup data and answers its id."""
        self._state = state
        self._lock = lock
        self._put = put

    # --- objects and fields ------------------------------------------------------------------------------------

    def share_activities(self) -> None:
        """Allow users to relate several contacts to one event."""
        with self._lock:
            who.share_activities(self._state.schema)

    def add_field(
        self,
        sobject: str,
        name: str,
        *,
        kind: str = "string",
        length: int = 255,
        label: str | None = None,
        external_id: bool = False,
        unique: bool = False,
        case_sensitive: bool = False,
        required: bool = False,
        default: str | None = None,
        restricted: bool = False,
        values: tuple[str, ...] = (),
    ) -> None:
        """Add a custom field (its name ends in __c) of one of the types that describe knows.

        A field on Activity is one on Event and on Task. `default` is what a record gets that does not give the field.
        """
        flags = "cufsgap" + ("" if required else "n") + ("e" if external_id else "") + ("U" if unique else "")
        flags += ("r" if restricted else "") + ("d" if kind == "boolean" or default is not None else "")
        flags += "S" if case_sensitive else ""
        if kind == "textarea":
            flags = "".join(flag for flag in flags if flag not in "fsga")
        size = length if kind in SIZED else 0
        shown = label or name.removesuffix("__c").replace("_", " ")
        digits = (18, 2) if kind in {"double", "currency", "percent"} else ()
        field = Field(name, kind, flags, shown, size, digits=digits, default=default, values=values)
        with self._lock:
            for target in ("Event", "Task") if sobject == "Activity" else (sobject,):
                self._state.schema.objects[target].add(field)
                if external_id:
                    self._state.tables[target].index(name)

    def encrypt(self, sobject: str, name: str) -> None:
        """Encrypt a field with the probabilistic scheme: nobody can filter, sort or group by it any more.

        https://help.salesforce.com/s/articleView?id=xcloud.security_pe_deterministic.htm
        """
        with self._lock:
            found = self._state.schema.objects[sobject].fields[name]
            flags = "".join(flag for flag in found.flags if flag not in "fsga")
            self._state.schema.objects[sobject].add(replace(found, flags=flags))

    def deploy(self, folder: Path) -> None:
        """Deploy metadata in source format. Raises `DeployError`."""
        with self._lock:
            deploy(self, folder)

    def grant(self, sobject: str, field: str, permission_sets: frozenset[str]) -> None:
        """Show a field only to those with one of these permission sets, as with a field that was just deployed."""
        self._state.field_grants[sobject, field] = permission_sets

    def add_record_type(
        self,
        sobject: str,
        name: str,
        *,
        developer_name: str = "",
        default: bool = False,
        profiles: frozenset[str] | None = None,
        picklists: Mapping[str, tuple[str, ...]] | None = None,
    ) -> str:
        """Add a record type and answer its id. `profiles` are the names of those that may give it (None: all)."""
        developer = developer_name or name.replace(" ", "_")
        with self._lock:
            record_types.field(self._state, sobject)
            row = {"Name": name, "DeveloperName": developer, "SobjectType": sobject, "IsActive": True}
            made = self._put("RecordType", row)
            kind = RecordType(made, sobject, name, developer, default, profiles, dict(picklists or {}))
            self._state.record_types.setdefault(sobject, []).append(kind)
            return made

    def enable_address_picklists(self, countries: tuple[Country, ...] | None = None) -> None:
        """Switch state and country picklists on, with Salesforce's countries or the given ones."""
        with self._lock:
            address_picklists.enable(self._state, countries or address_picklists.standard())

    def enable_person_accounts(self) -> str:
        """Switch person accounts on, for good, and answer the id of their record type."""
        with self._lock:
            person_accounts.enable(self._state)
            self.add_record_type("Account", "Business Account", default=True)
            name = person_accounts.DEVELOPER_NAME
            return self.add_record_type("Account", "Person Account", developer_name=name)

    def enable_activity_capture(self, *assigned: str) -> str:
        """Enable Einstein Activity Capture with one configuration; answers its id.

        `assigned` are ids of users and profiles. It syncs nothing here: only who is assigned can be seen.
        """
        with self._lock:
            activity_capture.enable(self._state)
            configuration = self._state.make_id("0uF")
            for one in assigned:
                self._put(activity_capture.NAME, {"AssignedId": one, "ConfigurationId": configuration})
            return configuration

    def end_activity_capture(self, *assigned: str) -> None:
        """Take users and profiles out of the configurations of Einstein Activity Capture."""
        with self._lock:
            activity_capture.take_out(self._state, frozenset(assigned))

    # --- who may what ------------------------------------------------------------------------------------------

    def set_profile(self, profile: str, permissions: Permissions) -> None:
        """Give everybody of a profile these permissions, those added later too (unless they are given their own)."""
        with self._lock:
            self._state.profile_permissions[profile] = permissions
            rows = self._state.tables
            named = {row["Id"] for row in rows["Profile"].rows.values() if row["Name"] == profile}
            for user_id, user in rows["User"].rows.items():
                if user.get("ProfileId") in named:
                    self._state.permissions[user_id] = permissions.copy()

    def assign(self, permission_set: str, *user_ids: str) -> None:
        """Assign a permission set: it shows the fields that were granted by it."""
        for user_id in user_ids:
            self._state.permissions[user_id].permission_sets.add(permission_set)

    def add_role(self, name: str, *, parent: str | None = None) -> str:
        """Add a role below another and answer its id."""
        with self._lock:
            return self._put("UserRole", {"Name": name} | ({"ParentRoleId": parent} if parent else {}))

    def set_role(self, user_id: str, role_id: str) -> None:
        """Give a user a role."""
        with self._lock:
            row = self._state.tables["User"].rows[user_id]
            self._state.tables.put("User", user_id, {**row, "UserRoleId": role_id})
            self._state.tables.commit()

    def add_sharing_rule(
        self,
        sobject: str,
        access: Access,
        *,
        to: str = EVERYBODY,
        owned_by: str = EVERYBODY,
        where: Callable[[Mapping[str, Any]], bool] | None = None,
    ) -> None:
        """Open records of an object: those owned by a role, or those that `where` holds of, to a role or to all."""
        self._state.sharing_rules.append(SharingRule(sobject, to, access, owned_by, where))

    def end_sharing_rules(self, sobject: str) -> None:
        """Take all sharing rules of an object away."""
        self._state.sharing_rules = [rule for rule in self._state.sharing_rules if rule.sobject != sobject]

    # --- automation --------------------------------------------------------------------------------------------

    def add_validation_rule(
        self, sobject: str, broken_by: Callable[[Mapping[str, Any]], bool], message: str, *, field: str | None = None
    ) -> None:
        """Refuse what `broken_by` holds of, with the admin's message, at a field or on top of the page."""
        self._state.automation.validation_rules.append(ValidationRule(sobject, broken_by, message, field))

    def add_duplicate_rule(self, rule: DuplicateRule) -> None:
        """Activate a duplicate rule."""
        self._state.automation.duplicate_rules.append(rule)

    def add_trigger(self, sobject: str, trigger: Trigger) -> None:
        """Let a trigger (or a flow) rewrite values before a record is saved, or refuse the record."""
        self._state.automation.triggers.append((sobject, trigger))

    def bear_at_once(self, sobject: str, most: int) -> None:
        """Let a trigger run over a limit of its transaction where more records than so many are saved at once."""
        self._state.automation.most_at_once[sobject] = most

    def end_automation(self) -> None:
        """Take all triggers, validation rules and duplicate rules away."""
        self._state.automation = Automation()

    def fill_storage(self) -> None:
        """Use all of the org's data storage up."""
        self._state.automation.storage_full = True

    def lock(self, record_id: str, times: int = 1) -> None:
        """Let the next writes find a record, or what it hangs on, locked by another transaction."""
        self._state.automation.locked[record_id] += times

    def unlock(self) -> None:
        """Let no other transaction hold anything any more."""
        self._state.automation.locked.clear()
