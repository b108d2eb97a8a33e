"""What an Exchange server holds: a subject of 255 characters, and as much in its other short texts.

https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcmsg/
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.records.capability.holding import Capability
from syncline.records.capability.salesforce import SALESFORCE_CONTACT, SALESFORCE_EVENT
from syncline.records.fields import ATTENDEES

if TYPE_CHECKING:
    from syncline.records.capability.holding import Capabilities

_LINES = Capability(lines=True)

EXCHANGE_CONTACT: Capabilities = MappingProxyType(
    {label: _LINES if label in {"Body", "BusinessStreet", "OtherStreet"} else Capability(255)
     for label in SALESFORCE_CONTACT}
)  # fmt: skip

EXCHANGE_EVENT: Capabilities = MappingProxyType(
    {label: _LINES if label == "Body" else Capability(255) for label in SALESFORCE_EVENT} | {ATTENDEES: Capability()}
)
