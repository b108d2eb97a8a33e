"""Contacts: mostly text fields, a company that is an account's name, and a last name that Salesforce insists on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.salesforce.mapping import ACCOUNT_NAME, COMPANY, FieldMap
from syncline.connectors.salesforce.rows import day_in, instant_in, text_in
from syncline.records.fields import CONTACT_FIELDS, Kind
from syncline.records.normal import clean
from syncline.records.record import Record
from syncline.records.stand_in import stand_in
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.port import Draft, Edit, ItemError
    from syncline.connectors.salesforce.api import Row
    from syncline.records.record import Value, Values

ACCOUNT = "account"
"""The key in `Record.extra` of the account's id."""

_FIXED = ("Id", "SystemModstamp", "LastModifiedDate", "CreatedDate", "LastActivityDate", "OwnerId", "AccountId")
_PERSON = "IsPersonAccount"


@dataclass(frozen=True, slots=True)
class ContactShape:
    """A rep's contacts. `owned` says that only contacts of `user_id` are in scope."""

    fields: FieldMap
    user_id: str
    owned: bool
    person_accounts: bool = False
    collection: Collection = Collection.CONTACTS
    sobject: str = "Contact"

    @property
    def invitees(self) -> None:
        """See `Shape`."""
        return

    @property
    def columns(self) -> tuple[str, ...]:
        """See `Shape`."""
        person = (_PERSON,) if self.person_accounts else ()
        return tuple(dict.fromkeys((*_FIXED, *person, *self.fields.names.values())))

    def record(self, row: Row) -> Record:
        """See `Shape`."""
        owner, account = text_in(row, "OwnerId"), text_in(row, "AccountId")
        return Record(
            id=str(row.get("Id", "")),
            version=str(row.get("SystemModstamp", "")),
            values=self.values(row),
            modified=instant_in(row, "LastModifiedDate"),
            created=instant_in(row, "CreatedDate"),
            active=day_in(row, "LastActivityDate"),
            owner=owner,
            in_scope=owner == self.user_id or not self.owned,
            extra={ACCOUNT: account} if account else {},
        )

    def values(self, row: Row) -> dict[str, Value]:
        """See `Shape`. The account of a person account is the person: no company."""
        values: dict[str, Value] = {}
        for label, name in self.fields.names.items():
            told: Any = text_in(row, name) if name == ACCOUNT_NAME else row.get(name)
            if told is None:  # as most of the fields of most contacts
                continue
            text = clean(_text(told), lines=CONTACT_FIELDS[label].kind is Kind.LONG_TEXT)
            if text:
                values[label] = self.fields.shown(label, text) if self.fields.altered else text
        if row.get(_PERSON) is True:
            values.pop(COMPANY, None)
        return values

    def refuse(self, values: Values) -> ItemError | None:
        """See `Shape`. Every contact can be held: a last name is found for it."""

    def new_body(self, values: Values) -> dict[str, Any]:
        """See `Shape`."""
        body = self._body(values)
        body.pop(ACCOUNT_NAME, None)
        return {**body, "LastName": stand_in(values)}

    def marks(self, draft: Draft) -> dict[str, Any]:  # noqa: ARG002 - the protocol's
        """See `Shape`. Contacts bear none."""
        return {}

    def changed_body(self, edit: Edit) -> dict[str, Any]:
        """See `Shape`. A last name that was emptied is stood in for."""
        body = self._body(edit.changes)
        body.pop(ACCOUNT_NAME, None)
        if "LastName" in body:
            body["LastName"] = stand_in(edit.whole)
        return body

    def _body(self, values: Mapping[str, Value | None]) -> dict[str, Any]:
        names = self.fields.names
        return {names[label]: self.fields.stored(label, value) for label, value in values.items() if label in names}

    def as_sent(self, body: Mapping[str, Any], values: Values) -> dict[str, Value]:
        """See `Shape`."""
        held = dict(values) | {"Surname": str(body.get("LastName", ""))}
        if "AccountId" not in body:
            held.pop(COMPANY, None)
        return held


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None or not isinstance(value, str | int | float):
        return ""
    return str(value)
