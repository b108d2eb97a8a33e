"""A user at work: what they see and may write, by object permission, field security, ownership and sharing.

Sources: https://help.salesforce.com/s/articleView?id=sf.security_data_access.htm and, for the account that a contact
makes visible, "implicit sharing" in https://help.salesforce.com/s/articleView?id=sf.sharing_across_objects.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.salesforce.duplicates import Wishes
from syncline.sandbox.salesforce.setup import sharing, trail
from syncline.sandbox.salesforce.state import Access, OrgState, Permissions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.salesforce.schema import Field, SObject
    from syncline.sandbox.salesforce.tables import Row

_CHILD_OF = {"EventRelation": "EventId"}


class Acting:
    """One user's view of the org."""

    def __init__(self, state: OrgState, user_id: str, wishes: Wishes | None = None) -> None:
        """`wishes` is what the request says about duplicate rules."""
        self.wishes = wishes or Wishes()
        self.state = state
        self.user_id = user_id
        self.may: Permissions = state.permissions[user_id]

    @property
    def profile(self) -> str:
        """The name of the user's profile."""
        profile_id = self.state.tables["User"].rows[self.user_id].get("ProfileId")
        return str(self.state.tables["Profile"].rows[profile_id]["Name"]) if profile_id else ""

    def object(self, name: str) -> SObject | None:
        """Find an object that the user may read."""
        found = self.state.schema.find(name)
        if found is not None and found.name == trail.NAME:
            return self._trail(found)
        return found if found and self.may.may("read", found.name) else None

    def _trail(self, found: SObject) -> SObject | None:
        if not (self.may.view_setup or self.may.modify_all):
            return None
        trail.catch_up(self.state)
        return found

    def sees_field(self, sobject: SObject, field: Field) -> bool:
        """Say whether field security shows a field."""
        name = (sobject.name, field.name)
        granted = self.state.field_grants.get(name) if self.state.field_grants else None
        return name not in self.may.hidden and (granted is None or not granted.isdisjoint(self.may.permission_sets))

    def field(self, sobject: SObject, name: str) -> Field | None:
        """Find a field that the user sees."""
        found = sobject.find(name)
        return found if found and self.sees_field(sobject, found) else None

    def fields(self, sobject: SObject) -> Iterable[Field]:
        """Answer the fields that the user sees, in describe's order."""
        return (field for field in sobject.fields.values() if self.sees_field(sobject, field))

    def writes_field(self, sobject: SObject, field: Field, flag: str) -> bool:
        """Say whether the user may give a field at create (c) or update (u)."""
        return field.has(flag) and (sobject.name, field.name) not in self.may.read_only

    def sees_all(self, sobject: SObject) -> bool:
        """Say whether sharing hides no record of this object from the user."""
        if self.may.view_all or self.may.modify_all:
            return True
        return sobject.name not in _CHILD_OF and (
            not sobject.owned or (sobject.name != "Event" and self.state.defaults[sobject.name] is not Access.NONE)
        )

    def reachable(self, sobject: SObject) -> Iterable[str]:
        """Answer the ids of all records that sharing could show the user; asked only when it hides some."""
        if sobject.name in _CHILD_OF or self.state.defaults[sobject.name] is not Access.NONE:
            return self.state.tables[sobject.name].rows
        reached = dict.fromkeys(self.state.tables[sobject.name].ids("OwnerId", self.user_id))
        reached |= dict.fromkeys(self._shared(sobject))
        reached |= dict.fromkeys(self._opened(sobject))
        if sobject.name == "Account":
            reached |= dict.fromkeys(self._accounts_of_contacts())
        return sorted(reached)

    def _shared(self, sobject: SObject) -> list[str]:
        rows = self.state.tables[sobject.name].rows
        return [record_id for record_id in self.state.shares.get(self.user_id, {}) if record_id in rows]

    def _opened(self, sobject: SObject) -> Iterable[str]:
        """The ids of records that the role hierarchy or a sharing rule shows the user."""
        table = self.state.tables[sobject.name]
        for user_id in sharing.subordinates(self.state, self.user_id):
            yield from table.ids("OwnerId", user_id)
        for rule in sharing.rules_for(self.state, self.user_id, sobject.name):
            yield from (record_id for record_id, row in table.rows.items() if sharing.opens(self.state, rule, row))

    def _accounts_of_contacts(self) -> Iterable[str]:
        contacts = self.state.schema.objects["Contact"]
        rows = self.state.tables["Contact"].rows
        own = self.state.tables["Contact"].ids("OwnerId", self.user_id)
        for record_id in (*own, *self._shared(contacts), *self._opened(contacts)):
            row = rows[record_id]
            if "AccountId" in row and not row["IsDeleted"]:
                yield row["AccountId"]

    def access(self, sobject: SObject, row: Row) -> Access:
        """Answer how far sharing lets the user go with a record (object permissions apart)."""
        if self.may.modify_all:
            return Access.EDIT
        if sobject.name in _CHILD_OF:
            return self._access_of_parent(sobject, row)
        if not sobject.owned:
            return Access.READ
        if row["OwnerId"] == self.user_id or self._above(row):
            return Access.EDIT
        return self._access_of_other(sobject, row)

    def _above(self, row: Row) -> bool:
        """Whether the role hierarchy puts the user above the owner; private records stay the owner's."""
        if not self.state.tables["UserRole"].rows or row.get("IsPrivate"):
            return False
        return row["OwnerId"] in sharing.subordinates(self.state, self.user_id)

    def _access_of_parent(self, sobject: SObject, row: Row) -> Access:
        parent = self.state.row(row[_CHILD_OF[sobject.name]])
        event = self.state.schema.objects["Event"]
        return self.access(event, parent) if parent else Access.NONE

    def _access_of_other(self, sobject: SObject, row: Row) -> Access:
        if self.may.view_all:
            return max(Access.READ, self._granted(sobject, row), key=_RANK.__getitem__)
        if row.get("IsPrivate"):
            return Access.NONE
        granted = self._granted(sobject, row)
        if granted is Access.NONE and sobject.name == "Account" and self._has_contact(row["Id"]):
            return Access.READ
        return granted

    def _granted(self, sobject: SObject, row: Row) -> Access:
        shared, owner = self.state.shares.get(self.user_id, {}).get(row["Id"], (Access.NONE, ""))
        if owner != row["OwnerId"]:
            shared = Access.NONE
        rules = (
            rule.access
            for rule in sharing.rules_for(self.state, self.user_id, sobject.name)
            if sharing.opens(self.state, rule, row)
        )
        return max(shared, self.state.defaults[sobject.name], *rules, key=_RANK.__getitem__)

    def _has_contact(self, account_id: str) -> bool:
        contact = self.state.schema.objects["Contact"]
        return any(
            not row["IsDeleted"]
            and (row["OwnerId"] == self.user_id or self._above(row) or self._granted(contact, row) is not Access.NONE)
            for row in self.state.children("Contact", "AccountId", account_id)
        )

    def sees(self, sobject: SObject, row: Row) -> bool:
        """Say whether sharing shows the user a record."""
        return self.access(sobject, row) is not Access.NONE

    def edits(self, sobject: SObject, row: Row) -> bool:
        """Say whether sharing lets the user change a record."""
        return self.access(sobject, row) is Access.EDIT

    def deletes(self, sobject: SObject, row: Row) -> bool:
        """Say whether the user has full access to a record: its owner, or one who may modify all data."""
        own = sobject.owned and (row["OwnerId"] == self.user_id or self._above(row))
        return self.may.modify_all or own or not sobject.owned


_RANK = {Access.NONE: 0, Access.READ: 1, Access.EDIT: 2}
