"""Settings of a mailbox.

https://learn.microsoft.com/graph/api/user-get-mailboxsettings
"""

from __future__ import annotations

from typing import Any

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import no_segment


def read(call: Call) -> Reply:
    """Answer GET /users/{id}/mailboxSettings."""
    user = call.names["user"]
    return Reply(200, {"@odata.context": f"{call.base}/$metadata#users('{user}')/mailboxSettings", **_settings(call)})


def read_one(call: Call) -> Reply:
    """Answer GET /users/{id}/mailboxSettings/timeZone and its like."""
    name = call.names["setting"]
    settings = _settings(call)
    if name not in settings:
        raise no_segment(name)
    context = f"{call.base}/$metadata#users('{call.names['user']}')/mailboxSettings/{name}"
    value = settings[name]
    return Reply(200, {"@odata.context": context, **(value if isinstance(value, dict) else {"value": value})})


def _settings(call: Call) -> dict[str, Any]:
    zone = call.user().zone
    return {
        "timeZone": zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "yyyy-MM-dd",
        "timeFormat": "HH:mm",
        "userPurpose": "user",
        "automaticRepliesSetting": {
            "status": "disabled",
            "externalAudience": "all",
            "internalReplyMessage": "",
            "externalReplyMessage": "",
        },
        "language": {"locale": "en-US", "displayName": "English (United States)"},
        "workingHours": {
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"name": zone},
        },
    }
