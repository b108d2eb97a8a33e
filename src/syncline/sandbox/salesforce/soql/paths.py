"""Field paths of a query, resolved for one user: through which references they lead, and to which field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce import rows
from syncline.sandbox.salesforce.schema import Field, SObject
from syncline.sandbox.salesforce.soql.errors import unknown_column, unknown_relation

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.soql.syntax import Path, Query
    from syncline.sandbox.salesforce.tables import Row

DEEPEST: Final = 5
_NAMED = (
    *("Id : id : fsg : ID", "Name : string(255) : nfsg : Name", "FirstName : string(40) : nfsg : First Name"),
    *(
        "LastName : string(80) : nfsg : Last Name",
        "Email : email(80) : nfsg : Email",
        "Phone : phone(40) : nfsg : Phone",
    ),
    *(
        "Title : string(128) : nfsg : Title",
        "Type : string(50) : nfsg : Type",
        "Username : string(80) : nfsg : Username",
    ),
    *(
        "Alias : string(8) : nfsg : Alias",
        "IsActive : boolean : fsg : Active",
        "ProfileId : reference : nfsg : Profile",
    ),
)


def _named() -> SObject:
    from syncline.sandbox.salesforce.schema import parse  # noqa: PLC0415 - only to build this one object

    made = SObject("Name", "Names", "")
    for line in _NAMED:
        made.add(parse(line))
    return made


NAME: Final = _named()
"""What a reference to more than one kind of object (Who, What) shows of its target.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A resolved path: the reference fields on the way, then the field. `owner` is the object that has the field."""

    hops: tuple[Field, ...]
    field: Field
    owner: SObject


class Paths:
    """Resolves and reads the paths of one query."""

    def __init__(self, acting: Acting, query: Query, sobject: SObject) -> None:
        self._acting = acting
        self._query = query
        self._sobject = sobject

    def resolve(self, path: Path) -> Found:
        """Resolve a path. Raises RefusedError for what is not there or is hidden."""
        parts = self._without_alias(path.parts)
        owner = self._sobject
        hops: list[Field] = []
        for name in parts[:-1]:
            hop = owner.relation(name)
            if hop is None or not self._acting.sees_field(owner, hop) or len(hops) == DEEPEST:
                raise unknown_relation(name, owner.name, self._query.text, path.at)
            hops.append(hop)
            owner = self._target(hop, path)
        field = self._acting.field(owner, parts[-1])
        if field is None:
            raise unknown_column(parts[-1], owner.name, self._query.text, path.at)
        return Found(tuple(hops), field, owner)

    def read(self, found: Found, row: Row) -> Any:
        """Answer the stored value at the end of a path; None where a reference on the way is empty or hidden."""
        for hop in found.hops:
            target = self.follow(hop, row)
            if target is None:
                return None
            row = target
        return self.value(found.owner, found.field, row)

    def value(self, owner: SObject, field: Field, row: Row) -> Any:
        """Answer a stored value; of a target of many kinds, only what its own object has and shows."""
        if owner is not NAME:
            return rows.value(field, row) if field.type == "address" else row.get(field.name)
        actual = self._acting.state.schema.of_id(row["Id"])
        if actual is None:
            return None
        if field.name == "Type":
            return actual.name
        return row.get(field.name) if self._acting.field(actual, field.name) else None

    def follow(self, hop: Field, row: Row) -> Row | None:
        """Answer the row that a reference leads to, if the user sees it."""
        reference = row.get(hop.name)
        target = self._acting.state.row(reference) if reference else None
        sobject = self._acting.state.schema.of_id(reference) if reference else None
        return target if target and sobject and self._acting.sees(sobject, target) else None

    def polymorphic(self, path: Path) -> Field | None:
        """Find a reference of the queried object that leads to more than one kind of object."""
        hop = self._sobject.relation(path.parts[-1])
        return hop if hop and (len(hop.references) > 1 or hop.name in {"WhoId", "WhatId"}) else None

    def field_of(self, name: str, path: Path) -> Field:
        """Find a field of an object by name. Raises RefusedError."""
        sobject = self._acting.object(name)
        if sobject is None:
            raise unknown_relation(name, self._sobject.name, self._query.text, path.at)
        field = self._acting.field(sobject, path.parts[-1])
        if field is None:
            raise unknown_column(path.parts[-1], sobject.name, self._query.text, path.at)
        return field

    def _without_alias(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        names = {self._sobject.name.lower(), (self._query.alias or self._sobject.name).lower()}
        return parts[1:] if len(parts) > 1 and parts[0].lower() in names and not self._is_relation(parts[0]) else parts

    def _is_relation(self, name: str) -> bool:
        return self._sobject.relation(name) is not None

    def _target(self, hop: Field, path: Path) -> SObject:
        if len(hop.references) > 1 or hop.name in {"WhoId", "WhatId"}:
            return NAME
        target = self._acting.object(hop.references[0]) if hop.references else None
        if target is None:
            raise unknown_relation(hop.relationship or hop.name, self._sobject.name, self._query.text, path.at)
        return target
