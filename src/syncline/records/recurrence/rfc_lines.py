"""The lines of RFC 5545 that say how an event repeats, as Google keeps them: RRULE, and EXDATE for what is taken out.

https://developers.google.com/workspace/calendar/api/v3/reference/events (`recurrence`); DTSTART and DTEND stand in the
event itself. https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from syncline.records.moments import zone_info
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import original_of, wall_of
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.zones.names import iana_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.records.recurrence.pattern import Recurrence

_SEVERAL = {"RDATE": "added_dates", "EXRULE": "excluding_rule"}


def read_lines(lines: Sequence[str], start: str) -> tuple[Recurrence, frozenset[str]]:
    """Answer the rule, and the occurrences that are taken out, by their original dates.

    Raises `NotRepresentableError` for more than one rule, for dates that are added, and for what no pattern says.
    """
    rules = [line for line in lines if _name(line) == "RRULE"]
    unknown = next((_SEVERAL.get(name, "no_rule") for name in map(_name, lines) if name not in {"RRULE", "EXDATE"}), "")
    if unknown or len(rules) != 1:
        raise NotRepresentableError(unknown or ("several_rules" if rules else "no_rule"))
    rule = read_rrule(rules[0].partition(":")[2], start)
    clock = wall_of(start, rule.zone).time()
    walls = (wall for line in lines if _name(line) == "EXDATE" for wall in _excluded(line, rule))
    # What is taken out at a time at which there is nothing takes nothing out.
    return rule, frozenset(original_of(wall) for wall in walls if rule.all_day or wall.time() == clock)


def _name(line: str) -> str:
    return line.partition(":")[0].partition(";")[0].strip().upper()


def _excluded(line: str, rule: Recurrence) -> Iterator[datetime]:
    head, _, dates = line.partition(":")
    zone = next((part[5:] for part in head.split(";") if part.upper().startswith("TZID=")), "")
    for text in dates.split(","):
        try:
            wall = datetime.fromisoformat(text.strip().removesuffix("Z"))
        except ValueError as error:
            raise NotRepresentableError("no_rule") from error
        yield _by_the_rule(wall, "UTC" if text.strip().endswith("Z") else zone, rule)


def _by_the_rule(wall: datetime, zone: str, rule: Recurrence) -> datetime:
    """Answer what the clock of the rule's zone shows then."""
    if not rule.zone or not zone or zone == rule.zone:
        return wall
    known = iana_name(zone)
    if known is None:
        raise NotRepresentableError("unknown_zone")
    info = UTC if known == "UTC" else zone_info(known)
    return wall.replace(tzinfo=info).astimezone(zone_info(rule.zone)).replace(tzinfo=None)
