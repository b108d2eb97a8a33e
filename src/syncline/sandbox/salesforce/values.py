"""Values on their way in and out: JSON from a request to what is stored, and back.

Text is stored trimmed and an empty text is null; line ends are kept as the client sent them:
https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_data_diff_event_fields_considerations.htm
Formats: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_valid_date_formats.htm
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from math import isfinite
from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce.errors import RefusedError, bad_json
from syncline.sandbox.salesforce.ids import long_id
from syncline.sandbox.salesforce.schema import SIZED

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.schema import Field

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:(Z)|([+-])(\d\d):?(\d\d))", re.ASCII | re.IGNORECASE
)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_LOCAL = r"[A-Za-z0-9!#$%&'*/=?^_+`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*/=?^_+`{|}~-]+)*"
_EMAIL = re.compile(
    rf"{_LOCAL}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)
FIRST_YEAR, LAST_YEAR = 1700, 4000


def parse_instant(text: str) -> datetime | None:
    """Read a dateTime with its offset, to the second; None if it is none."""
    found = _INSTANT.fullmatch(text)
    if not found:
        return None
    *numbers, _utc, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        year, month, day, hour, minute, second = map(int, numbers)
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_day(text: str) -> date | None:
    """Read a date without time; None if it is none."""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def show(value: object) -> Any:
    """Answer the JSON form of a stored value."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    return value.isoformat() if isinstance(value, date) else value


def stored(field: Field, value: object) -> Any:
    """Answer what the org stores for a JSON value; None stands for null. Raises RefusedError."""
    if value is None:
        return None
    return _READERS.get(field.type, _text)(field, value)


def _unreadable(field: Field, value: object, kind: str) -> RefusedError:
    token = {True: "VALUE_TRUE", False: "VALUE_FALSE"}.get(value) if isinstance(value, bool) else None
    token = token or {str: "VALUE_STRING", int: "VALUE_NUMBER_INT", float: "VALUE_NUMBER_FLOAT"}.get(type(value))
    token = token or ("START_ARRAY" if isinstance(value, list) else "START_OBJECT")
    shown = "{" if isinstance(value, dict) else "[" if isinstance(value, list) else str(value)
    return bad_json(
        f"Cannot deserialize instance of {kind} from {token} value {shown} or request may be missing a required field"
        f" at [line:1, column:1] ({field.name})"
    )


def units(text: str) -> int:
    """Count as Salesforce does: a character outside the basic plane is two."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def _text(field: Field, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _unreadable(field, value, "string")
    text = str(value).strip()
    if field.type in SIZED and field.length and units(text) > field.length:
        message = f"{field.label}: data value too large: {text} (max length={field.length})"
        raise RefusedError("STRING_TOO_LONG", message, fields=(field.name,))
    return text or None


def _email(field: Field, value: object) -> str | None:
    """Addresses are stored in lower case, as recordings of a real org show."""
    text = _text(field, value)
    if text and not _EMAIL.fullmatch(text):
        message = f"{field.label}: invalid email address: {text}"
        raise RefusedError("INVALID_EMAIL_ADDRESS", message, fields=(field.name,))
    return text.lower() if text else None


def _choice(field: Field, value: object) -> str | None:
    text = _text(field, value)
    if text and field.has("r") and text not in field.values:
        message = f"{field.label}: bad value for restricted picklist field: {text}"
        raise RefusedError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, fields=(field.name,))
    return text


def _boolean(field: Field, value: object) -> bool:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise _unreadable(field, value, "boolean")
    return value


def _number(field: Field, value: object) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise _unreadable(field, value, "double") from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unreadable(field, value, "double")
    return value


def _whole(field: Field, value: object) -> int:
    number = _number(field, value)
    if not isfinite(number) or number != int(number):
        raise _unreadable(field, value, "int")
    if field.digits and abs(number) >= 10 ** field.digits[0]:
        message = f"{field.label}: value outside of valid range on numeric field: {value}"
        raise RefusedError("NUMBER_OUTSIDE_VALID_RANGE", message, fields=(field.name,))
    return int(number)


def _day(field: Field, value: object) -> date:
    text = value.strip() if isinstance(value, str) else ""
    instant = parse_instant(text)
    day = instant.date() if instant else parse_day(text)
    if day is None:
        raise _unreadable(field, value, "date")
    return _in_range(field, day)


def _in_range(field: Field, day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"{field.label}: invalid date: {day.isoformat()}"
        raise RefusedError("NUMBER_OUTSIDE_VALID_RANGE", message, fields=(field.name,))
    return day


def _instant(field: Field, value: object) -> datetime:
    instant = parse_instant(value.strip()) if isinstance(value, str) else None
    if instant is None:
        raise _unreadable(field, value, "datetime")
    _in_range(field, instant.date())
    return instant


def _reference(field: Field, value: object) -> str | None:
    text = _text(field, value)
    if not text:
        return None
    whole = long_id(text)
    if whole is None:
        message = f"{field.label}: id value of incorrect type: {text}"
        raise RefusedError("MALFORMED_ID", message, fields=(field.name,))
    return whole


_READERS: dict[str, Callable[[Field, object], Any]] = {
    "boolean": _boolean,
    "int": _whole,
    "double": _number,
    "currency": _number,
    "percent": _number,
    "date": _day,
    "datetime": _instant,
    "email": _email,
    "picklist": _choice,
    "reference": _reference,
    "id": _reference,
}
