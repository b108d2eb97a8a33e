"""/limits and /limits/recordCount.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm
"""

from __future__ import annotations

from syncline.sandbox.salesforce.rest.call import Call, Reply

_MEGABYTES = 10_240


def limits(call: Call) -> Reply:
    """Answer what the org may still do today."""
    requests = call.service.requests
    return Reply(
        200,
        {
            "DailyApiRequests": {"Max": requests.limit, "Remaining": max(0, requests.limit - requests.used)},
            "DailyBulkApiBatches": {"Max": 15_000, "Remaining": 15_000},
            "DataStorageMB": {"Max": _MEGABYTES, "Remaining": _MEGABYTES},
            "FileStorageMB": {"Max": _MEGABYTES, "Remaining": _MEGABYTES},
        },
    )


def record_count(call: Call) -> Reply:
    """Answer how many live records objects have; objects without any are left out."""
    wanted = call.arguments.get("sObjects")
    names = wanted.split(",") if wanted else list(call.acting.state.schema.objects)
    counts = []
    for name in names:
        sobject = call.acting.object(name)
        rows = call.acting.state.tables[sobject.name].rows.values() if sobject else ()
        count = sum(not row.get("IsDeleted") for row in rows)
        if sobject and count:
            counts.append({"count": count, "name": sobject.name})
    return Reply(200, {"sObjects": counts})
