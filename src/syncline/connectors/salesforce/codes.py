"""The status codes that Salesforce refuses a single record with, by what the caller must do.

Codes: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
What to tell people about each stands in the catalogue.
"""

from __future__ import annotations

from typing import Final

DELETED: Final = frozenset({"ENTITY_IS_DELETED", "NOT_FOUND"})
"""The record itself is not there."""

GONE: Final = DELETED | {"INVALID_CROSS_REFERENCE_KEY", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"}
"""The record itself cannot be had: deleted, or hidden from the rep. If a field is named, it is another record that it
points to."""

PASSING: Final = frozenset(
    {
        "UNABLE_TO_LOCK_ROW",
        "ROW_LOCKED",
        "ALREADY_IN_PROCESS",
        "LIMIT_EXCEEDED",
        "QUERY_TIMEOUT",
        "SERVER_UNAVAILABLE",
        "UNKNOWN_EXCEPTION",
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "PROCESSING_HALTED",
    }
)
"""The same may go through later. Every other code waits for somebody to change something."""

QUOTED: Final = frozenset({"FIELD_CUSTOM_VALIDATION_EXCEPTION", "DUPLICATES_DETECTED"})
"""The message was written by the org's own people and says what they want; others may quote values of the record."""
