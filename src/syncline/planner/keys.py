"""What two records are compared by before they are linked: e-mail, then name and company; for events UID, then time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from syncline.records.moments import instant_of, is_date, start_instant, zone_info
from syncline.records.normal import key_of
from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.records.record import Record, Value, Values


def keys_of(collection: Collection, values: Values, uid: str | None = None) -> tuple[str, ...]:
    """Answer the keys under which a record is looked up. Records that share a key may be the same thing."""
    if collection is Collection.CONTACTS:
        one, two = email_key(values), name_key(values)
    else:
        one, two = f"uid:{uid}" if uid else "", time_key(values)
    if one and two:
        return one, two
    return (one or two,) if one or two else ()


@lru_cache(maxsize=4096)
def identity_of(collection: Collection, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Answer the keys by which a later copy of a contact is recognised; empty for events, which have a UID.

    `keys` are the contact's own. Two people hardly share all of them: e-mail with full name, or name with company.
    """
    return ("\x1f".join(keys),) if keys and collection is Collection.CONTACTS else ()


def email_key(values: Values) -> str:
    """Answer the key of the first e-mail address, empty when there is none."""
    email = _text(values.get("EmailAddress1"))
    return f"email:{email}" if email else ""


def name_key(values: Values) -> str:
    """Answer the key of first, last and company name, empty when first and last name are."""
    first, last = full_name(values)
    return f"name:{first}\x1f{last}\x1f{_text(values.get('CompanyName'))}" if first or last else ""


def full_name(values: Values) -> tuple[str, str]:
    """Answer first and last name as compared."""
    return _text(values.get("GivenName")), _text(values.get("Surname"))


def time_key(values: Values) -> str:
    """Answer the key of subject, start and end; moments count as instants, dates as dates."""
    start, end = values.get("Start"), values.get("End")
    if not isinstance(start, str) or not isinstance(end, str):
        return ""
    return f"time:{_when(start)}/{_when(end)}/{subject_of(values)}"


def day_key(values: Values, zone: str) -> str:
    """Answer the key of an event's subject and the day on which it begins by the clock of `zone`."""
    start = values.get("Start")
    if not isinstance(start, str):
        return ""
    day = start_instant(start, zone).astimezone(zone_info(zone)).date()
    return f"day:{day.isoformat()}/{subject_of(values)}"


def subject_of(values: Values) -> str:
    """Answer an event's subject as compared."""
    return _text(values.get("Subject"))


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
