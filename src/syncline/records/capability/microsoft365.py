"""What a mailbox in Microsoft 365 holds of each field, through Microsoft Graph.

The store behind Graph is Exchange's: short texts of 255 characters, long ones without a limit of their own
(https://learn.microsoft.com/graph/api/resources/contact, https://learn.microsoft.com/graph/api/resources/event). Notes
of a contact are plain text; an event's body is kept as HTML and asked for, and written, as plain text. Every field can
be emptied (null), and a phone that Graph's contact has no property for is an extended property.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.records.capability.holding import Capability
from syncline.records.fields import ATTENDEES, CONTACT_FIELDS, EVENT_FIELDS, Kind

if TYPE_CHECKING:
    from syncline.records.capability.holding import Capabilities

_LINES = Capability(lines=True)
_SHORT = Capability(255)


def _held(kind: Kind) -> Capability:
    return _LINES if kind is Kind.LONG_TEXT else _SHORT


MICROSOFT365_CONTACT: Capabilities = MappingProxyType(
    {label: _held(field.kind) for label, field in CONTACT_FIELDS.items()}
)

MICROSOFT365_EVENT: Capabilities = MappingProxyType(
    {label: _held(field.kind) for label, field in EVENT_FIELDS.items()} | {ATTENDEES: Capability(read_only=True)}
)
