"""Which time zones a mailbox may be set to.

https://learn.microsoft.com/graph/api/outlookuser-supportedtimezones
"""

from __future__ import annotations

from zoneinfo import available_timezones

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.zones import windows_names


def listed(call: Call) -> Reply:
    """Answer GET /users/{id}/outlook/supportedTimeZones, of Windows unless another standard is named."""
    standard = call.names.get("standard", "Windows").lower()
    if standard not in {"windows", "iana"}:
        raise bad_request(f"Requested value '{standard}' was not found in 'microsoft.graph.timeZoneStandard'.")
    names = windows_names() if standard == "windows" else sorted(available_timezones())
    context = f"{call.base}/$metadata#Collection(microsoft.graph.timeZoneInformation)"
    return Reply(200, {"@odata.context": context, "value": [{"alias": one, "displayName": one} for one in names]})
