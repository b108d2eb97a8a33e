"""/services/data: the versions that the org speaks, and the resources of one.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_versions.htm
"""

from __future__ import annotations

from syncline.sandbox.salesforce.rest.call import Call, Reply

FIRST, LAST = 50, 66
_SEASONS = ("Spring", "Summer", "Winter")
_RESOURCES = ("sobjects", "query", "queryAll", "search", "parameterizedSearch", "composite", "limits", "jobs")


def versions(newest: int) -> list[dict[str, str]]:
    """List the versions, oldest first; 50.0 is Winter '21."""
    return [
        {"label": _label(number), "url": f"/services/data/v{number}.0", "version": f"{number}.0"}
        for number in range(FIRST, newest + 1)
    ]


def _label(number: int) -> str:
    """Three versions a year: 50 is Winter '21, 51 Spring '21, 52 Summer '21, 53 Winter '22."""
    return f"{_SEASONS[number % 3]} '{21 + (number - FIRST) // 3}"


def resources(call: Call) -> Reply:
    """Answer GET /services/data/vNN.0."""
    named = {name: f"{call.base}/{name}" for name in _RESOURCES}
    return Reply(200, {**named, "identity": call.service.identity_url(call.acting.user_id)})
