"""Every status code that Salesforce refuses a single record with, and what to do about it.

Codes: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from syncline.connectors.port import Duty


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to do about a code. `quote`: the text was written by the org's own people and says what they want."""

    remedy: str
    duty: Duty = Duty.MEND
    quote: bool = False


GONE: Final = frozenset(
    {
        "ENTITY_IS_DELETED",
        "NOT_FOUND",
        "INVALID_CROSS_REFERENCE_KEY",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    }
)
"""The record itself cannot be had: deleted, or hidden from the rep. If a field is named, it is another record that it
points to."""

_BUSY = Meaning("Nothing needs to be done: somebody else was writing the record. Syncline tries again.", Duty.RETRY)
_LATER = Meaning("Nothing needs to be done: Syncline tries again.", Duty.RETRY)
_PERMISSION = Meaning(
    "Give the rep's profile or a permission set the right to do this (Read, Create, Edit, Delete on the object; for a"
    " single record also sharing), or take the rep out of the configuration."
)
_FIELD_PERMISSION = Meaning(
    "Give the rep Edit access to the named fields in field-level security, or take them out of the field mapping."
)
_AUTOMATION = Meaning("An automation of the org (a flow or an Apex trigger) refuses the record. Ask its author.")
_TYPE = Meaning("The named field does not take such a value. Map it to a field of a compatible type.")

UNKNOWN = Meaning("Look the code up in Salesforce's list of status codes; change the record or the org accordingly.")

MEANINGS: Final = MappingProxyType(
    {
        "STRING_TOO_LONG": Meaning("Shorten the value of the named field in the mailbox."),
        "REQUIRED_FIELD_MISSING": Meaning(
            "The org requires a field that Syncline does not fill. Map it, give it a default value, or require it not."
        ),
        "FIELD_CUSTOM_VALIDATION_EXCEPTION": Meaning(
            "A validation rule of the org refuses the record. Change the record as the rule asks, or the rule.",
            quote=True,
        ),
        "DUPLICATES_DETECTED": Meaning(
            "A duplicate rule of the org refuses the record. Merge the two, or let the rule allow such records.",
            quote=True,
        ),
        "DUPLICATE_VALUE": Meaning(
            "Another record holds the same value in a field that must be unique. Merge the two."
        ),
        "INVALID_EMAIL_ADDRESS": Meaning("Correct the e-mail address in the mailbox: Salesforce does not take it."),
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": Meaning(
            "Add the value to the picklist, or unmap the named field: it takes only values of its list."
        ),
        "FIELD_INTEGRITY_EXCEPTION": Meaning(
            "The named field takes only certain values (state and country picklists, dates in order). Correct it in the"
            " mailbox, or add the value in Salesforce."
        ),
        "NUMBER_OUTSIDE_VALID_RANGE": Meaning("Correct the number or date of the named field in the mailbox."),
        "INVALID_TYPE_ON_FIELD_IN_RECORD": _TYPE,
        "JSON_PARSER_ERROR": _TYPE,
        "INSUFFICIENT_ACCESS_OR_READONLY": _PERMISSION,
        "INSUFFICIENT_ACCESS": _PERMISSION,
        "INVALID_TYPE": _PERMISSION,
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY": Meaning(
            "The rep may not do this with such records, or an automation of the org (a flow or an Apex trigger) refuses"
            " it. Give the rep's profile the right (Create, Edit on the object), or ask the automation's author."
        ),
        "CANNOT_EXECUTE_FLOW_TRIGGER": _AUTOMATION,
        "APEX_ERROR": _AUTOMATION,
        "INVALID_FIELD": _FIELD_PERMISSION,
        "INVALID_FIELD_FOR_INSERT_UPDATE": _FIELD_PERMISSION,
        "FIELD_NOT_UPDATABLE": _FIELD_PERMISSION,
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": Meaning(
            "Share the record that the named field points to (the account) with the rep, or take it off."
        ),
        "INVALID_CROSS_REFERENCE_KEY": Meaning("The record that the named field points to is gone. Choose another."),
        "DELETE_FAILED": Meaning(
            "Other records hang on this one (cases, portal users). Take them off in Salesforce, then delete it there."
        ),
        "DEPENDENCY_EXISTS": Meaning("Other records hang on this one. Take them off in Salesforce first."),
        "TRANSFER_REQUIRES_READ": _PERMISSION,
        "STORAGE_LIMIT_EXCEEDED": Meaning("The org's data storage is full. Free some, or buy more."),
        "UNABLE_TO_LOCK_ROW": _BUSY,
        "ROW_LOCKED": _BUSY,
        "ALREADY_IN_PROCESS": _BUSY,
        "LIMIT_EXCEEDED": _LATER,
        "QUERY_TIMEOUT": _LATER,
        "SERVER_UNAVAILABLE": _LATER,
        "UNKNOWN_EXCEPTION": _LATER,
        "ALL_OR_NONE_OPERATION_ROLLED_BACK": _LATER,
        "PROCESSING_HALTED": _LATER,
    }
)
