"""Fields whose value is several things, each of which is changed and merged for itself.

What was done to single occurrences, by their original dates; who takes part, by address. A value of such a field is a
text that equal parts share, so that everything that knows nothing of parts can treat it as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from syncline.records.attendees import Attendee, attendees_text, read_attendees
from syncline.records.fields import Kind
from syncline.records.recurrence.exceptions import Change, exceptions_text, read_exceptions

if TYPE_CHECKING:
    from syncline.records.record import Value

Part: TypeAlias = "Attendee | Change | None"
"""Somebody who takes part; what was changed of an occurrence; None, an occurrence that was cancelled."""
Parts: TypeAlias = Mapping[str, Part]

IN_PARTS = frozenset({Kind.EXCEPTIONS, Kind.PEOPLE})


def parts_of(kind: Kind, value: Value | None) -> Parts:
    """Take a value apart; nothing has no parts."""
    text = value if isinstance(value, str) else ""
    if kind is Kind.PEOPLE:
        return {one.address: one for one in read_attendees(text)}
    return read_exceptions(text)


def value_of(kind: Kind, parts: Parts) -> Value | None:
    """Put a value together again."""
    if kind is Kind.PEOPLE:
        return attendees_text(one for one in parts.values() if isinstance(one, Attendee)) or None
    return exceptions_text({key: one for key, one in parts.items() if not isinstance(one, Attendee)}) or None
