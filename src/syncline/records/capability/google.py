"""What Google holds of each field: the People API of a contact, the Calendar API of an event.

https://developers.google.com/people/api/rest/v1/people and
https://developers.google.com/workspace/calendar/api/v3/reference/events. A calendar knows only free and busy
(`transparency`); whatever blocks time is busy there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.records.capability.holding import Capability
from syncline.records.fields import ATTENDEES, CONTACT_FIELDS, EVENT_FIELDS, Kind

if TYPE_CHECKING:
    from syncline.records.capability.holding import Capabilities

_BUSY = {"Tentative": "Busy", "OOF": "Busy", "WorkingElsewhere": "Busy"}


def _held(kind: Kind) -> Capability:
    return Capability(lines=True) if kind is Kind.LONG_TEXT else Capability(1024)


GOOGLE_CONTACT: Capabilities = MappingProxyType({label: _held(field.kind) for label, field in CONTACT_FIELDS.items()})

GOOGLE_EVENT: Capabilities = MappingProxyType(
    {label: _held(field.kind) for label, field in EVENT_FIELDS.items()}
    | {"Body": Capability(8192, lines=True), "LegacyFreeBusyStatus": Capability(instead=_BUSY), ATTENDEES: Capability()}
)
