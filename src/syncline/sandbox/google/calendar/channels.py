"""Push notifications: who is told that a calendar has changed.

https://developers.google.com/workspace/calendar/api/guides/push: a message has no body, only headers, and says that
something has changed, not what. The first one, `sync`, says that the channel works.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from werkzeug.http import http_date

from syncline.sandbox.google.errors import ApiError, not_found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.google.calendar.state import Calendar

LIFE: Final = timedelta(days=7)
"""How long a channel lives unless it asks for less."""
_FAILURES: Final = 5
"""Messages that are not accepted are tried again, not for ever."""

Post: TypeAlias = Callable[[str, Mapping[str, str]], int]
"""Sends a message without a body to an address; answers the status, 0 if nobody answers."""


@dataclass(slots=True, eq=False)
class Channel:
    """One watcher of one calendar."""

    id: str
    resource_id: str
    resource_uri: str
    address: str
    token: str
    user: str
    expires: datetime
    calendar: Calendar
    number: int = 0
    """Of the last message; the first is 1, later ones grow, not always by one."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent."""

    address: str
    headers: Mapping[str, str]


class Channels:
    """All channels of the project, and the messages that wait to be sent.

    Nothing is sent by itself: `deliver` does it, when a test says so or a thread comes round.
    """

    def __init__(self) -> None:
        self.waiting: deque[Message] = deque()
        self.lost: list[Message] = []
        """What nobody took."""
        self._all: dict[str, Channel] = {}
        self._watched: dict[int, Calendar] = {}
        self._news = threading.Condition()

    def __len__(self) -> int:
        return len(self._all)

    def open(self, channel: Channel, now: datetime) -> None:
        """Begin to watch; an id that is in use is refused."""
        with self._news:
            if channel.id in self._all and self._all[channel.id].expires > now:
                raise ApiError(400, "channelIdNotUnique", f"Channel id {channel.id} not unique")
            self._all[channel.id] = channel
            if id(channel.calendar) not in self._watched:
                self._watched[id(channel.calendar)] = channel.calendar
                channel.calendar.watchers.append(self._changed)
            self._queue(channel, "sync")

    def stop(self, channel_id: str, resource_id: str, user: str) -> None:
        """End a channel, which only the user that opened it may."""
        with self._news:
            found = self._all.get(channel_id)
            if found is None or found.resource_id != resource_id or found.user != user:
                raise not_found(f"Channel '{channel_id}' not found for project 'syncline-sandbox'")
            del self._all[channel_id]

    def expire(self) -> None:
        """Let all channels run out at once."""
        with self._news:
            self._all.clear()

    def deliver(self, post: Post) -> int:
        """Send what waits, in order; answers how many were taken. What is refused is tried a few times."""
        sent = 0
        for message in self._drawn():
            if any(_taken(post(message.address, message.headers)) for _ in range(_FAILURES)):
                sent += 1
            else:
                self.lost.append(message)
        return sent

    def wait(self, seconds: float) -> bool:
        """Wait until there is something to send; answers whether there is."""
        with self._news:
            return self._news.wait_for(lambda: bool(self.waiting), seconds)

    def _drawn(self) -> Iterable[Message]:
        with self._news:
            drawn = list(self.waiting)
            self.waiting.clear()
        return drawn

    def _changed(self, calendar: Calendar) -> None:
        now = calendar.ticks()
        with self._news:
            for channel in list(self._all.values()):
                if channel.expires <= now:
                    del self._all[channel.id]
                elif channel.calendar is calendar:
                    self._queue(channel, "exists")

    def _queue(self, channel: Channel, state: str) -> None:
        """https://developers.google.com/workspace/calendar/api/guides/push#understanding-the-notification-message-format."""
        channel.number += 1
        headers = {
            "X-Goog-Channel-ID": channel.id,
            "X-Goog-Message-Number": str(channel.number),
            "X-Goog-Resource-ID": channel.resource_id,
            "X-Goog-Resource-State": state,
            "X-Goog-Resource-URI": channel.resource_uri,
            "X-Goog-Channel-Expiration": http_date(channel.expires),
        }
        if channel.token:
            headers["X-Goog-Channel-Token"] = channel.token
        self.waiting.append(Message(channel.address, headers))
        self._news.notify_all()


def _taken(status: int) -> bool:
    """200, 201, 202, 204 and 102 say that a message arrived."""
    return status in {102, 200, 201, 202, 204}
