"""Duplicate rules: what the org says when a record looks like another.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm and
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_duplicateresult.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce import rows
from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.tables import Row

ADVICE: Final = "Use one of these records?"
_BASE: Final = "/services/data/v66.0"


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """Finds live records of the same object that are equal in all of `fields`, without regard to case.

    `blocks` refuses whatever the caller says; else the caller's `allowSave=true` lets the record through.
    `reports` says nothing at all to the API and only lets the org report on it. `sharing`: only records that the user
    sees are compared with.
    """

    sobject: str
    name: str
    fields: tuple[str, ...]
    blocks: bool = False
    reports: bool = False
    sharing: bool = False
    on_update: bool = True
    message: str = ADVICE


@dataclass(frozen=True, slots=True)
class Wishes:
    """The caller's Sforce-Duplicate-Rule-Header."""

    allow_save: bool = False
    include_details: bool = False

    @classmethod
    def read(cls, header: str | None) -> Wishes:
        """Read `allowSave=true; includeRecordDetails=true; runAsCurrentUser=true`."""
        parts = (part.strip().partition("=") for part in (header or "").replace(",", ";").split(";"))
        told = {name.strip().lower(): value.strip().lower() == "true" for name, _, value in parts}
        return cls(told.get("allowsave", False), told.get("includerecorddetails", False))


def check(acting: Acting, sobject: SObject, before: Row | None, row: Row) -> None:
    """Refuse a row that looks like another."""
    results = [
        (rule, found)
        for rule in acting.state.automation.duplicate_rules
        if rule.sobject == sobject.name
        and _concerned(rule, before, row)
        and (found := list(_alike(acting, sobject, rule, row)))
    ]
    loud = [(rule, found) for rule, found in results if not rule.reports]
    if not loud or (acting.wishes.allow_save and not any(rule.blocks for rule, _ in loud)):
        return
    rule, found = loud[0]
    extra = {"duplicateResult": _result(acting, sobject, rule, found)}
    raise RefusedError("DUPLICATES_DETECTED", rule.message, extra=extra)


def _concerned(rule: DuplicateRule, before: Row | None, row: Row) -> bool:
    """A rule runs at create, and at update if a field that it looks at changed."""
    if any(row.get(name) is None for name in rule.fields):
        return False
    return before is None or (rule.on_update and any(before.get(name) != row.get(name) for name in rule.fields))


def _alike(acting: Acting, sobject: SObject, rule: DuplicateRule, row: Row) -> Iterator[Row]:
    table = acting.state.tables[sobject.name]
    first = rule.fields[0]
    table.index(first)
    for record_id in table.ids(first, row[first]):
        other = table.rows[record_id]
        same = all(_folded(other.get(name)) == _folded(row.get(name)) for name in rule.fields)
        if (
            record_id != row["Id"]
            and not other.get("IsDeleted")
            and same
            and (not rule.sharing or acting.sees(sobject, other))
        ):
            yield other


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _result(acting: Acting, sobject: SObject, rule: DuplicateRule, found: list[Row]) -> Mapping[str, Any]:
    return {
        "allowSave": not rule.blocks,
        "duplicateRule": rule.name,
        "duplicateRuleEntityType": sobject.name,
        "errorMessage": rule.message,
        "matchResults": [
            {
                "entityType": sobject.name,
                "errors": [],
                "matchEngine": "ExactMatchEngine",
                "matchRecords": [
                    {
                        "additionalInformation": [],
                        "fieldDiffs": [],
                        "matchConfidence": 100.0,
                        "record": _record(acting, sobject, other),
                    }
                    for other in found
                ],
                "rule": f"{rule.name}_Match",
                "size": len(found),
                "success": True,
            }
        ],
    }


def _record(acting: Acting, sobject: SObject, row: Row) -> dict[str, Any]:
    if acting.wishes.include_details and acting.sees(sobject, row):
        return rows.record(sobject, row, acting.fields(sobject), _BASE)
    return {"attributes": rows.attributes(sobject, row["Id"], _BASE), "Id": row["Id"]}
