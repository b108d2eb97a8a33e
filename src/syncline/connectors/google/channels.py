"""Push: Calendar tells our web hook that something changed in a rep's calendar, and a cycle finds out what.

https://developers.google.com/workspace/calendar/api/guides/push. A channel cannot be renewed: another one is opened
before it ends, then the old one is stopped. There is none for contacts: those are asked for.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError, ConnectorError
from syncline.connectors.google.account import calendar_call
from syncline.connectors.google.refusals import NOT_FOUND

if TYPE_CHECKING:
    from syncline.connectors.google.account import Account

RENEW_WITHIN = timedelta(days=2)
_LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Channel:
    """One that is open. `secret` comes back with each message: who cannot tell it is not Google."""

    id: str
    resource: str
    expires: datetime
    secret: str = field(repr=False)

    def due(self, now: datetime) -> bool:
        """Whether it is time to open another one in its place."""
        return self.expires - now < RENEW_WITHIN


def open_channel(account: Account, channel: str, secret: str, hook: str) -> Channel:
    """Watch the primary calendar. `channel` is an id that was never used, `hook` our address (https). One call.

    https://developers.google.com/workspace/calendar/api/v3/reference/events/watch
    """
    ttl = {"ttl": str(int(_LIFETIME.total_seconds()))}
    body = {"id": channel, "type": "web_hook", "address": hook, "token": secret, "params": ttl}
    call = calendar_call("calendar.events.watch", "POST", "/calendars/primary/events/watch", body=body)
    answer = account.calendar(call)
    return Channel(channel, *_told(answer.body), secret)


def renew_channel(account: Account, old: Channel, channel: str, secret: str, hook: str) -> Channel:
    """Open another channel, then stop the old one: what changes in between is told by both. Two calls.

    One that cannot be stopped ends by itself; to raise for it would be to forget the new one, and to open another each
    time.
    """
    new = open_channel(account, channel, secret, hook)
    with suppress(ConnectorError):
        stop_channel(account, old)
    return new


def stop_channel(account: Account, channel: Channel) -> None:
    """Stop a channel; one that is gone already is as good. One call.

    https://developers.google.com/workspace/calendar/api/v3/reference/channels/stop
    """
    body = {"id": channel.id, "resourceId": channel.resource}
    call = calendar_call("calendar.channels.stop", "POST", "/channels/stop", body=body)
    account.calendar(call, takes=frozenset({NOT_FOUND}))


def _told(body: Any) -> tuple[str, datetime]:
    """Read the resource that is watched, and when the channel ends (milliseconds since 1970)."""
    try:
        return str(body["resourceId"]), datetime.fromtimestamp(int(body["expiration"]) / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadAnswerError("Google answered a channel without an end") from error
