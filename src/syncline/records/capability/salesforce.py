"""What Salesforce holds, where an org's own describe does not say otherwise.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm
and `.../sforce_api_objects_event.htm`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.records.capability.holding import Capability

if TYPE_CHECKING:
    from syncline.records.capability.holding import Capabilities

_PHONE = Capability(40)

SALESFORCE_CONTACT: Capabilities = MappingProxyType(
    {
        "GivenName": Capability(40), "Surname": Capability(80), "CompanyName": Capability(255),
        "EmailAddress1": Capability(80), "JobTitle": Capability(128), "Department": Capability(80),
        "BusinessPhone": _PHONE, "MobilePhone": _PHONE, "HomePhone": _PHONE, "OtherTelephone": _PHONE,
        "BusinessFax": _PHONE, "AssistantName": Capability(40), "AssistantPhone": _PHONE, "Birthday": Capability(),
        "Body": Capability(32_000, lines=True), "BusinessStreet": Capability(255, lines=True),
        "BusinessCity": Capability(40), "BusinessState": Capability(80), "BusinessPostalCode": Capability(20),
        "BusinessCountry": Capability(80), "OtherStreet": Capability(255, lines=True), "OtherCity": Capability(40),
        "OtherState": Capability(80), "OtherPostalCode": Capability(20), "OtherCountry": Capability(80),
    }
)  # fmt: skip

SALESFORCE_EVENT: Capabilities = MappingProxyType(
    {
        "Subject": Capability(255), "Start": Capability(), "End": Capability(), "Location": Capability(255),
        "Body": Capability(32_000, lines=True), "Sensitivity": Capability(),
        "LegacyFreeBusyStatus": Capability(instead={"Tentative": "Busy", "WorkingElsewhere": "Busy"}),
        "ReminderMinutesBeforeStart": Capability(),
    }
)  # fmt: skip
