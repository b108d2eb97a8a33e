"""The fields that sync, under the labels that Exchange gives them and that a configuration's mapping uses.

Defaults and locked fields are those of Salesforce's own sync, because matching relies on the locked ones:
https://help.salesforce.com/apex/HTViewHelpDoc?id=sales.lightning_sync_admin_sync_contact_field_map.htm and
https://help.salesforce.com/s/articleView?id=sales.lightning_sync_admin_event_field_map.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What sort of value a field holds; decides when two values count as the same."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    NUMBER = "number"
    RECURRENCE = "recurrence"
    """How a series repeats, as `recurrence.text` writes it."""
    EXCEPTIONS = "exceptions"
    """What was done to single occurrences, as `recurrence.exceptions` writes it."""
    PEOPLE = "people"
    """Who takes part, as `attendees` writes it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a collection. A locked field keeps its default mapping."""

    label: str
    kind: Kind
    salesforce: str
    """The Salesforce field that is mapped unless a configuration says otherwise; empty where no column holds it."""
    locked: bool = False


def _by_label(*fields: Field) -> Mapping[str, Field]:
    return MappingProxyType({field.label: field for field in fields})


CONTACT_FIELDS = _by_label(
    Field("GivenName", Kind.TEXT, "FirstName", locked=True),
    Field("Surname", Kind.TEXT, "LastName", locked=True),
    Field("CompanyName", Kind.TEXT, "Account.Name", locked=True),
    Field("EmailAddress1", Kind.EMAIL, "Email", locked=True),
    Field("JobTitle", Kind.TEXT, "Title"),
    Field("Department", Kind.TEXT, "Department"),
    Field("BusinessPhone", Kind.PHONE, "Phone"),
    Field("MobilePhone", Kind.PHONE, "MobilePhone"),
    Field("HomePhone", Kind.PHONE, "HomePhone"),
    Field("OtherTelephone", Kind.PHONE, "OtherPhone"),
    Field("BusinessFax", Kind.PHONE, "Fax"),
    Field("AssistantName", Kind.TEXT, "AssistantName"),
    Field("AssistantPhone", Kind.PHONE, "AssistantPhone"),
    Field("Birthday", Kind.DATE, "Birthdate"),
    Field("Body", Kind.LONG_TEXT, "Description"),
    Field("BusinessStreet", Kind.LONG_TEXT, "MailingStreet"),
    Field("BusinessCity", Kind.TEXT, "MailingCity"),
    Field("BusinessState", Kind.TEXT, "MailingState"),
    Field("BusinessPostalCode", Kind.TEXT, "MailingPostalCode"),
    Field("BusinessCountry", Kind.TEXT, "MailingCountry"),
    Field("OtherStreet", Kind.LONG_TEXT, "OtherStreet"),
    Field("OtherCity", Kind.TEXT, "OtherCity"),
    Field("OtherState", Kind.TEXT, "OtherState"),
    Field("OtherPostalCode", Kind.TEXT, "OtherPostalCode"),
    Field("OtherCountry", Kind.TEXT, "OtherCountry"),
)

EVENT_FIELDS = _by_label(
    Field("Subject", Kind.TEXT, "Subject", locked=True),
    Field("Start", Kind.MOMENT, "StartDateTime", locked=True),
    Field("End", Kind.MOMENT, "EndDateTime", locked=True),
    Field("Location", Kind.TEXT, "Location"),
    Field("Body", Kind.LONG_TEXT, "Description"),
    Field("Sensitivity", Kind.CHOICE, "IsPrivate", locked=True),
    Field("LegacyFreeBusyStatus", Kind.CHOICE, "ShowAs"),
    Field("ReminderMinutesBeforeStart", Kind.NUMBER, "ReminderDateTime"),
)
"""`Start` and `End` are dates for an all-day event (`End` is the day after the last one) and moments otherwise.

`Sensitivity` is `Private` or absent. `LegacyFreeBusyStatus` is one of Free, Tentative, Busy, OOF, WorkingElsewhere.
`ReminderMinutesBeforeStart` is absent when there is no reminder.
"""

RECURRENCE, EXCEPTIONS, ATTENDEES = "Recurrence", "Exceptions", "Attendees"

AGGREGATE_FIELDS = _by_label(
    Field(RECURRENCE, Kind.RECURRENCE, "", locked=True),
    Field(EXCEPTIONS, Kind.EXCEPTIONS, "", locked=True),
    Field(ATTENDEES, Kind.PEOPLE, "", locked=True),
)
"""What makes an event a series, whose `Start` and `End` are then the first occurrence's; and who takes part.

They sync only where both sides say that they can hold them (see `capability`), and no mapping can name them.
"""

PRIVATE = "Private"

FIELDS: Mapping[Collection, Mapping[str, Field]] = MappingProxyType(
    {Collection.CONTACTS: CONTACT_FIELDS, Collection.EVENTS: MappingProxyType({**EVENT_FIELDS, **AGGREGATE_FIELDS})}
)
