"""The calendar files in the referees' archives, and the events in them as `icalendar` reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
from icalendar.timezone import tzp

MOST = 800
"""Events of a file that travel together: the one large file is cut, so that no test takes longer than the others."""
TOGETHER = 12
"""Files that travel together: a house of its own for each would cost more than what happens in it."""
HOME = Path(__file__).parents[3] / ".referees"
ARCHIVES = ("icalendar", "recurring")
_YEAR = re.compile(rb"^DTSTART[^:\n]*:(\d{4})", re.MULTILINE)
_BEGINS = re.compile(rb"^BEGIN:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or the part of a large one that begins with event `start`."""

    path: Path
    start: int = 0

    @property
    def title(self) -> str:
        """A short name that says where the file is, the same on every machine."""
        name = f"{self.path.relative_to(HOME).parts[0]}/{self.path.parent.name}/{self.path.stem}"
        return f"{name}#{self.start}" if self.start else name

    def events(self) -> list[Any]:
        """The events; none where `icalendar` refuses the file."""
        tzp.use_default()  # or a zone that another file describes would be known in this one
        try:
            calendars = icalendar.Calendar.from_ical(self._text(), multiple=True)
        except ValueError:
            return []
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]

    @property
    def year(self) -> int:
        """When its first event is, roughly; 0 where the text does not tell."""
        found = _YEAR.search(self._text())
        return int(found[1]) if found else 0

    def size(self) -> int:
        """How many events begin in the whole file."""
        return len(_BEGINS.findall(self.path.read_bytes()))

    def written(self) -> int:
        """How many events begin in the file's text."""
        return len(_BEGINS.findall(self._text()))

    def _text(self) -> bytes:
        """Of a large file: what stands before its first event, then the events of this part."""
        text = self.path.read_bytes()
        begins = [found.start() for found in _BEGINS.finditer(text)]
        if len(begins) <= MOST:
            return text
        following = begins[self.start + MOST : self.start + MOST + 1]
        end = (
            text[begins[self.start] : following[0]] + b"END:VCALENDAR\r\n" if following else text[begins[self.start] :]
        )
        return text[: begins[0]] + end


@dataclass(frozen=True, slots=True)
class Load:
    """Files that go through one house."""

    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The name of the first, and from when it is."""
        return f"{self.parts[0].year}-{self.parts[0].title}"


@cache
def parts() -> tuple[Part, ...]:
    """Every calendar file of both archives; none if they are not there."""
    paths = sorted(path for archive in ARCHIVES for path in (HOME / archive).rglob("*.ics"))
    return tuple(Part(path, start) for path in paths for start in range(0, max(1, Part(path).size()), MOST))


@cache
def loads() -> tuple[Load, ...]:
    """All parts, the large ones alone, the others with those of about the same years."""
    large = [part for part in parts() if part.written() * 2 > MOST]
    small = sorted((part for part in parts() if part.written() * 2 <= MOST), key=lambda part: (part.year, part.title))
    batches = [small[start : start + TOGETHER] for start in range(0, len(small), TOGETHER)]
    return tuple(Load(tuple(batch)) for batch in [*([one] for one in large), *batches])
