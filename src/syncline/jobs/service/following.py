"""Follow what orgs tell of changes by themselves (Change Data Capture), and let the feed be read within seconds.

Nothing rests on it: the feed is read all the same, as often as ever, and finds what was not told.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from syncline.connectors.errors import ConnectorError, ResyncError, RetryLaterError
from syncline.connectors.notices import NotToldError
from syncline.jobs.budget import budget_of
from syncline.jobs.service.lines import line
from syncline.store.errors import StoreUnavailableError
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.notices import ChangeFeed
    from syncline.jobs.service.live import Live
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow

TOPICS = ("/data/ContactChangeEvent", "/data/EventChangeEvent", "/data/AccountChangeEvent")
_SETTLE = timedelta(seconds=1)
"""One save makes several events."""
_PAUSE = 5.0
"""Seconds between two looks at which orgs are not followed, and until a line that broke is opened again."""
_LONGEST = 600.0
_HOUR = 3600.0
"""Seconds until an org that does not tell is asked again whether it does now."""
_DAY = 86_400
_PART = 2
"""At most half of the budget goes into looks that were asked for by an event."""


@dataclass(slots=True)
class _Line:
    """One topic of one org: when it may be opened again, and the pause before the next try."""

    thread: threading.Thread | None = None
    again: datetime | None = None
    pause: float = _PAUSE
    told_why: bool = False


@dataclass(slots=True)
class Following:
    """One process's lines to orgs. Only one process of an installation follows a topic of an org at a time."""

    store: Store
    live: Live
    clock: Callable[[], datetime]
    told: threading.Event
    _lines: dict[tuple[str, str], _Line] = field(default_factory=dict)
    _feeds: dict[str, ChangeFeed] = field(default_factory=dict)
    _last: dict[str, datetime] = field(default_factory=dict)

    def run(self) -> None:
        """Follow every org that may be, again and again, until told to stop."""
        while not self.told.is_set():
            try:
                self._open_lines()
            except StoreUnavailableError as error:
                structlog.get_logger().warning("not following: the database is away", reason=str(error))
            self.told.wait(_PAUSE)
        for feed in list(self._feeds.values()):
            feed.close()
        for known in self._lines.values():
            if known.thread is not None:
                known.thread.join(timeout=_PAUSE)

    def _open_lines(self) -> None:
        for turn in self.store.turns(Whose.ORG):
            for topic in TOPICS:
                known = self._lines.setdefault((turn.name, topic), _Line())
                resting = known.again is not None and known.again > self.clock()
                if not resting and (known.thread is None or not known.thread.is_alive()):
                    known.thread = threading.Thread(target=self._line, args=(turn.name, topic, known), daemon=True)
                    known.thread.start()

    def _line(self, org: str, topic: str, known: _Line) -> None:
        self._rest(known, known.pause)  # whatever ends this one
        with (
            line(self.store),
            self.store.holding(Whose.PUSH, f"{org}{topic}") as mine,
            self.live.connections() as connections,
        ):
            feed = connections.org(org).changes() if mine else None
            if feed is not None:
                self._feeds[f"{org}{topic}"] = feed
                try:
                    self.follow(feed, org, topic, known)
                finally:
                    del self._feeds[f"{org}{topic}"]
                    feed.close()

    def follow(self, feed: ChangeFeed, org: str, topic: str, known: _Line | None = None) -> None:
        """Hear one topic to the end of its line, and say when it may be opened again."""
        known, log = known or _Line(), structlog.get_logger()
        setting = f"replay:{org}:{topic}"
        try:
            for change in feed.follow(topic, bytes.fromhex(self.store.setting(setting))):
                known.pause, known.told_why = _PAUSE, False
                if change.events:
                    self._hasten(org)
                if change.replay:
                    self.store.save_setup(settings={setting: change.replay.hex()})
            self._rest(known, known.pause)
        except NotToldError as error:
            if not known.told_why:
                log.info("an org does not tell of changes by itself", topic=topic, said=str(error))
            known.told_why = True
            self._rest(known, _HOUR)
        except ResyncError:
            log.info("the place in the events of an org is lost: the feed finds what was missed", topic=topic)
            self.store.save_setup(settings={setting: ""})
            self._hasten(org)
        except ConnectorError as error:
            if not self.told.is_set():
                log.info("line to an org broken", code=error.code, topic=topic)
            asked = error.after or 0.0 if isinstance(error, RetryLaterError) else 0.0
            self._rest(known, max(known.pause, asked))
            known.pause = min(known.pause * 2, _LONGEST)

    def _rest(self, known: _Line, seconds: float) -> None:
        known.again = self.clock() + timedelta(seconds=seconds)

    def _hasten(self, org: str) -> None:
        """Let the feed be read soon: at once after a quiet time, spaced by the budget where changes never end."""
        now = self.clock()
        last = self._last.get(org)
        if last is None or last <= now:
            earliest = now + _SETTLE
            last = earliest if last is None else max(earliest, last + self._spacing(org, now))
        self._last[org] = due = last
        self.store.hasten(Whose.ORG, [org], due)

    def _spacing(self, org: str, now: datetime) -> timedelta:
        row: ConnectionRow | None = next(
            (one for one in self.store.connections(secrets=False) if one.name == org), None
        )
        allowed = budget_of(self.store, row, now).allowed if row is not None else None
        return timedelta(seconds=_DAY * _PART / max(allowed, 1)) if allowed is not None else _SETTLE
