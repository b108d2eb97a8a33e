"""TYPEOF: of a reference to more than one kind of object, the fields that each kind shows.

https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_typeof.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce import rows
from syncline.sandbox.salesforce.soql.errors import malformed
from syncline.sandbox.salesforce.soql.paths import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import Field
    from syncline.sandbox.salesforce.soql.paths import Paths
    from syncline.sandbox.salesforce.soql.syntax import Path, TypeOf
    from syncline.sandbox.salesforce.tables import Row


@dataclass(frozen=True, slots=True)
class Typed:
    """A resolved TYPEOF. Both lists hold fields by the name of the object that has them."""

    relationship: str
    hop: Field
    cases: Mapping[str, tuple[Field, ...]]
    other: tuple[Path, ...]

    def render(self, acting: Acting, paths: Paths, row: Row, base: str) -> dict[str, Any] | None:
        """Answer the referred record with the fields of its kind, None where there is none to be seen."""
        target = paths.follow(self.hop, row)
        sobject = acting.state.schema.of_id(target["Id"]) if target else None
        if target is None or sobject is None:
            return None
        fields = self.cases.get(sobject.name)
        if fields is None:
            found = (NAME.find(str(path)) for path in self.other)
            fields = tuple(field for field in found if field)
        return rows.record(sobject, target, fields, base)


def resolve(paths: Paths, item: TypeOf) -> Typed:
    """Find the reference and the fields. Raises RefusedError for what is not there."""
    found = paths.polymorphic(item.path)
    if found is None:
        raise malformed(f"TYPEOF needs a relationship to more than one kind of object: {item.path}")
    cases = {name: tuple(paths.field_of(name, path) for path in chosen) for name, chosen in item.cases}
    return Typed(found.relationship or found.name, found, cases, item.other)
