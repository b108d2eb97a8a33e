"""A record as one side holds it, in the words both sides share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from msgspec import Struct

Value: TypeAlias = str | bool | int
Values: TypeAlias = Mapping[str, Value]
"""Field label (see `fields.py`) to value. An empty field is absent: there is no None and no empty string.

Dates are `2026-03-01`; moments are `2026-03-01T09:00:00@Europe/Berlin`, wall time and IANA zone (see `moments.py`).
"""

EMPTY: Values = MappingProxyType({})
_NO_FACTS: Mapping[str, str] = MappingProxyType({})


OF_SERIES: Final = "of_series"
"""Among the extra facts of an event in Salesforce: it is an occurrence of an event series of Lightning."""
SERIES_RECORD: Final = "series_record"
"""What the Salesforce record that stands for a whole series cannot be represented for: its occurrences are events."""


def overlaid(values: Values, changes: Mapping[str, Value | None]) -> dict[str, Value]:
    """Answer values with changes laid over them; None empties a field."""
    kept = {label: value for label, value in values.items() if label not in changes}
    kept.update({label: value for label, value in changes.items() if value is not None})
    return kept


class Record(Struct, frozen=True, gc=False, omit_defaults=True):
    """What one side holds of a contact or an event. Changed copies are made by `msgspec.structs.replace`.

    `id` and `version` are the provider's, compared letter by letter, case included. `modified` and `created` are
    aware and by the provider's own clock.
    """

    id: str
    version: str
    values: Values
    modified: datetime | None = None
    created: datetime | None = None
    active: datetime | None = None
    """Salesforce: the date of the last activity, for ties."""
    owner: str | None = None
    """Salesforce: the id of the owning user."""
    uid: str | None = None
    """Events: the iCalendar UID."""
    trace: str | None = None
    """A mark that stays with the record when its id changes because it was moved (EWS: PidTagSearchKey)."""
    marker: str | None = None
    """What Syncline stamped on the record when it made it: the intent's key."""
    not_representable: str | None = None
    """Why this record cannot be held as values (a word such as `recurring`); then `values` may be partial."""
    attendees: int = 0
    """Events: how many people besides the rep a mail server would write to."""
    people: tuple[str, ...] = ()
    """Events: addresses of organizer and attendees besides the rep, in the order of the invitation."""
    organizer: str | None = None
    """Events in the mailbox: who invited the rep; None where that is the rep, or nobody."""
    known_as: str | None = None
    """Events in the mailbox: by which address the mail server calls the rep, where this event tells."""
    series: str | None = None
    """Events: the id of the series of which this is one occurrence."""
    selected: bool = False
    """Events in the mailbox: whether the rep marked this one for Salesforce (EWS: by the category of that name)."""
    in_scope: bool = True
    """Salesforce: whether the configuration's filter takes this record for this rep (SPEC 3.4). The mailbox: always."""
    extra: Mapping[str, str] = _NO_FACTS
    """Facts that only this record's own connector understands, e.g. the Salesforce account id."""

    @property
    def traces(self) -> tuple[str, ...]:
        """Every trace by which a link may know this record; what Syncline made is known by its marker at first."""
        own = (self.trace,) if self.trace else ()
        return (*own, marker_trace(self.marker)) if self.marker else own


def marker_trace(marker: str) -> str:
    """Answer the trace of a record that was just made, where its own is not told until it is read."""
    return f"marker:{marker}"
