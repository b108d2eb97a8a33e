"""Records that a person may choose from, and what people call a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.records.fields import PRIVATE
from syncline.records.moments import is_date
from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.records.record import Values

HIDDEN_SUBJECT = "(private)"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the one meant. `name` is what the rep saw of it: nothing hidden from the rep stands here."""

    id: str
    name: str = ""
    why: str = ""
    """What speaks for it: a word such as `same_email`."""


def name_of(collection: Collection, values: Values) -> str:
    """Answer what people call a record: everything that matching compares, and nothing else."""
    if collection is Collection.EVENTS:
        subject = HIDDEN_SUBJECT if values.get("Sensitivity") == PRIVATE else _text(values, "Subject")
        return ", ".join(part for part in (subject, _when(_text(values, "Start"))) if part)
    name = " ".join(part for part in (_text(values, "GivenName"), _text(values, "Surname")) if part)
    parts = (name, _text(values, "CompanyName"), _text(values, "EmailAddress1"))
    return ", ".join(part for part in parts if part)


def _text(values: Values, label: str) -> str:
    value = values.get(label)
    return value if isinstance(value, str) else ""


def _when(start: str) -> str:
    """The wall time, without its zone and without seconds."""
    return start if is_date(start) else start.partition("@")[0][:16].replace("T", " ")
