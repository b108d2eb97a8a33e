"""What the org's own people made of saving a record: triggers that rewrite values, validation rules, locked records.

Order of execution: https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_triggers_order_of_execution.htm
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.duplicates import DuplicateRule
    from syncline.sandbox.salesforce.tables import Row

Values: TypeAlias = Mapping[str, Any]
Trigger: TypeAlias = Callable[[Values, "Values | None"], Values]
"""Is asked with a record's values as they would be saved and as they were (None at create); answers those to change.

May raise RefusedError, as an Apex trigger adds an error.
"""


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """Refuses what `broken_by` holds of. With a field, the error stands at that field."""

    sobject: str
    broken_by: Callable[[Values], bool]
    message: str
    field: str | None = None


@dataclass(slots=True)
class Automation:
    """All automation of one org."""

    triggers: list[tuple[str, Trigger]] = field(default_factory=list)
    validation_rules: list[ValidationRule] = field(default_factory=list)
    duplicate_rules: list[DuplicateRule] = field(default_factory=list)
    storage_full: bool = False
    """No record can be made any more."""
    most_at_once: dict[str, int] = field(default_factory=dict)
    """By object: how many records at once a trigger gets through that asks a query for each of them."""
    locked: Counter[str] = field(default_factory=Counter)
    """By record id: how many writes more find it locked by somebody else."""

    def before_save(self, sobject: str, before: Row | None, row: Row) -> Row:
        """Answer the row as the triggers leave it."""
        for name, trigger in self.triggers:
            if name == sobject:
                row = {**row, **trigger(row, before)}
        return row

    def validate(self, sobject: str, row: Row) -> None:
        """Refuse a row that a validation rule refuses."""
        for rule in self.validation_rules:
            if rule.sobject == sobject and rule.broken_by(row):
                fields = (rule.field,) if rule.field else ()
                raise RefusedError("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message, fields=fields)

    def bear(self, types: Counter[str]) -> None:
        """Refuse records that are more at once than a trigger gets through: its transaction is undone as a whole.

        https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_gov_limits.htm
        """
        for sobject, most in self.most_at_once.items():
            if types[sobject] > most:
                message = (
                    f"{sobject}Trigger: execution of BeforeInsert\n\ncaused by: System.LimitException: "
                    f"Too many SOQL queries: 101\n\nTrigger.{sobject}Trigger: line 4, column 1"
                )
                raise RefusedError("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, fields=())

    def lock(self, *record_ids: str | None) -> None:
        """Refuse a write of a record that somebody else holds, or whose parent somebody holds."""
        for record_id in record_ids:
            if record_id is not None and self.locked[record_id] > 0:
                self.locked[record_id] -= 1
                message = f"unable to obtain exclusive access to this record or 1 records: {record_id}"
                raise RefusedError("UNABLE_TO_LOCK_ROW", message, fields=())
