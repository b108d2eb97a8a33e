"""https://developers.google.com/workspace/calendar/api/v3/reference/events/watch and .../channels/stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from syncline.sandbox.google.calendar.channels import LIFE, Channel
from syncline.sandbox.google.calendar.methods.place import calendar_of
from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import ApiError, required

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_TYPES: Final = frozenset({"web_hook", "webhook"})


def events_watch(call: Call) -> Reply:
    """Tell an address of every change to a calendar's events, for a week at most."""
    calendar, given = calendar_of(call), call.json()
    for name in ("id", "type", "address"):
        if not given.get(name):
            raise required(f"Missing {name}.")
    if given["type"] not in _TYPES:
        raise ApiError(400, "channelUnknown", f"Unknown channel type: {given['type']}")
    _check_address(str(given["address"]))
    path = f"/calendar/v3/calendars/{quote(calendar.id)}/events?alt=json"
    channel = Channel(
        str(given["id"]), _resource_id(calendar.id), f"https://www.googleapis.com{path}", str(given["address"]),
        str(given.get("token", "")), call.account.address, _expiration(call, given), calendar,
    )  # fmt: skip
    call.world.channels.open(channel, call.now)
    body: Json = {
        "kind": "api#channel", "id": channel.id, "resourceId": channel.resource_id,
        "resourceUri": channel.resource_uri, "expiration": str(int(channel.expires.timestamp() * 1000)),
    }  # fmt: skip
    return Reply(body | ({"token": channel.token} if channel.token else {}))


def channels_stop(call: Call) -> Reply:
    """End a channel, named by its own id and the resource's."""
    given = call.json()
    call.world.channels.stop(str(given.get("id")), str(given.get("resourceId")), call.account.address)
    return Reply(code=204)


def _expiration(call: Call, given: Json) -> datetime:
    """A client may ask for an instant (in milliseconds) or a number of seconds (`ttl`); a week is the most."""
    latest = call.now + LIFE
    seconds = (given.get("params") or {}).get("ttl")
    asked = latest
    if given.get("expiration"):
        asked = datetime.fromtimestamp(int(given["expiration"]) / 1000, UTC)
    elif seconds:
        asked = call.now + timedelta(seconds=int(seconds))
    return min(asked, latest).replace(microsecond=0)


def _check_address(address: str) -> None:
    """Only https is taken, but on this machine, where no certificate could be had."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise ApiError(400, "push.webhookUrlNotHttps", f"WebHook callback must be HTTPS: {address}")


def _resource_id(calendar_id: str) -> str:
    """What stands for a calendar's events: opaque, and the same for all channels."""
    return sha256(calendar_id.encode()).hexdigest()[:27]
