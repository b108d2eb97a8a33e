"""Where reading stopped, as text that only this connector understands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.cursors import check_version
from syncline.connectors.errors import ResyncError

if TYPE_CHECKING:
    from syncline.planner.scope import Span

_VERSION = "graph-1"
_REST = timedelta(hours=1)
"""How long a token is used again that told of nothing new: an idle cycle leaves its cursor alone."""
AHEAD = timedelta(days=30)
"""How far beyond the horizon a calendar's token reaches, so that its window is rolled once a month."""
LONGEST = timedelta(days=1824)
"""Graph shows 1,825 days at once and no more (https://github.com/microsoftgraph/microsoft-graph-docs/issues/6284); a
day less, because clocks are changed. A horizon beyond that is reached as time goes by."""
BEHIND = timedelta(days=2)
"""How far back of the window it reaches: Graph leaves out what ends as a view begins, and takes a whole day for that of
the calendar's zone, which may be a day apart from the rep's in Salesforce. The planner has the last word."""


@dataclass(frozen=True, slots=True)
class Window:
    """The dates that a calendar's token was made for; they are fixed in it."""

    since: datetime
    until: datetime

    def holds(self, span: Span) -> bool:
        """Whether everything that the configuration looks at is inside, as far as Graph shows it."""
        return self.since <= span.since and _reach(span) <= self.until


def window_for(span: Span) -> Window:
    """Answer the window of a new token."""
    return Window(span.since - BEHIND, _reach(span) + AHEAD)


def _reach(span: Span) -> datetime:
    """How far ahead a token has to reach at least: to the horizon, or as far as Graph goes at once."""
    return min(span.until, span.since - BEHIND + LONGEST - AHEAD)


@dataclass(frozen=True, slots=True)
class Coming:
    """A generation that is listed beside the one that is read: its window, and its link (empty: not begun)."""

    window: Window
    link: str
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """A folder, the folder it stands in, and the link to go on with. `at` is when the link was new.

    `resting` says that the link follows everything that was there (a deltaLink), not a page of a listing (a nextLink).
    For events `window` is what the link was made for, and `coming` the generation that is to take its place.
    """

    folder: str
    parent: str
    link: str
    at: datetime
    resting: bool
    window: Window | None = None
    coming: Coming | None = None

    def text(self) -> str:
        """Write the cursor."""
        held: dict[str, Any] = {
            "v": _VERSION,
            "folder": self.folder,
            "parent": self.parent,
            "link": self.link,
            "at": self.at.isoformat(),
            "resting": self.resting,
        }
        if self.window is not None:
            held["window"] = _write(self.window)
        if self.coming is not None:
            held["coming"] = [*_write(self.coming.window), self.coming.link, self.coming.complete]
        return json.dumps(held, separators=(",", ":"))

    def fresh(self, now: datetime) -> bool:
        """Whether the link can be used again: it is young, and follows everything that was there."""
        return self.resting and timedelta() <= now - self.at < _REST


def read_cursor(text: str) -> Cursor:
    """Read a cursor. Raises `ResyncError`; one of another mail system says that the mailbox moved here."""
    try:
        held = json.loads(text)
        version = held["v"]
    except (ValueError, KeyError, TypeError) as error:
        raise ResyncError("the cursor cannot be read") from error
    check_version(version, _VERSION)
    try:
        window = _window(held["window"]) if "window" in held else None
        coming = _coming(held["coming"]) if "coming" in held else None
        at = datetime.fromisoformat(held["at"])
        return Cursor(held["folder"], held["parent"], held["link"], at, bool(held["resting"]), window, coming)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ResyncError("the cursor cannot be read") from error


def _write(window: Window) -> list[str]:
    return [window.since.isoformat(), window.until.isoformat()]


def _window(held: Any) -> Window:
    return Window(datetime.fromisoformat(held[0]), datetime.fromisoformat(held[1]))


def _coming(held: Any) -> Coming:
    return Coming(_window(held), str(held[2]), bool(held[3]))
