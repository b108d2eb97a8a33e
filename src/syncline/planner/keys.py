"""What two records are compared by before they are linked: e-mail, then name and company; for events UID, then time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.moments import instant_of, is_date
from syncline.records.normal import key_of
from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.records.record import Record, Value, Values


def keys_of(collection: Collection, values: Values, uid: str | None = None) -> tuple[str, ...]:
    """Answer the keys under which a record is looked up. Records that share a key may be the same thing."""
    if collection is Collection.CONTACTS:
        found = (email_key(values), name_key(values))
    else:
        found = (f"uid:{uid}" if uid else "", time_key(values))
    return tuple(key for key in found if key)


def email_key(values: Values) -> str:
    """Answer the key of the first e-mail address, empty when there is none."""
    email = _text(values.get("EmailAddress1"))
    return f"email:{email}" if email else ""


def name_key(values: Values) -> str:
    """Answer the key of first, last and company name, empty when first and last name are."""
    names = [_text(values.get(label)) for label in ("GivenName", "Surname", "CompanyName")]
    return "name:" + "\x1f".join(names) if names[0] or names[1] else ""


def full_name(values: Values) -> tuple[str, str]:
    """Answer first and last name as compared."""
    return _text(values.get("GivenName")), _text(values.get("Surname"))


def time_key(values: Values) -> str:
    """Answer the key of subject, start and end; moments count as instants, dates as dates."""
    start, end = values.get("Start"), values.get("End")
    if not isinstance(start, str) or not isinstance(end, str):
        return ""
    return f"time:{_when(start)}/{_when(end)}/{_text(values.get('Subject'))}"


def _when(text: str) -> str:
    return text if is_date(text) else instant_of(text).isoformat()


def _text(value: Value | None) -> str:
    return key_of(value) if isinstance(value, str) else ""


def contradict(one: Record, two: Record) -> bool:
    """Whether two contacts with one e-mail address bear different full names (two people on `info@`).

    A missing part contradicts nothing.
    """
    pairs = zip(full_name(one.values), full_name(two.values), strict=True)
    return any(a and b and a != b for a, b in pairs)
