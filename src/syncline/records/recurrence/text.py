"""A rule as text, for a link's base, which is JSON: equal rules have equal texts.

Like RFC 5545, but the end is a date and the zone stands behind it all: `FREQ=DAILY;UNTIL=2026-12-31@Europe/Berlin`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from syncline.records.recurrence.rrule_parts import take_apart
from syncline.records.recurrence.rrule_read import pattern_of
from syncline.records.recurrence.rrule_write import parts_of

if TYPE_CHECKING:
    from syncline.records.recurrence.pattern import Recurrence

_UNTIL = ";UNTIL="


def recurrence_text(rule: Recurrence) -> str:
    """Write a rule."""
    until = "" if rule.until is None else rule.until.isoformat()
    return f"{';'.join(parts_of(rule, until))}@{rule.zone}"


@lru_cache(maxsize=1024)
def read_recurrence(text: str) -> Recurrence:
    """Read what `recurrence_text` wrote."""
    told, _, zone = text.partition("@")
    told, _, until = told.partition(_UNTIL)
    rule = pattern_of(take_apart(told), date.min)
    return replace(rule, until=date.fromisoformat(until) if until else None, zone=zone)
