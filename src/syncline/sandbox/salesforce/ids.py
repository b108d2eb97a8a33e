"""Record ids: 15 case-sensitive characters, or 18 with a suffix that survives systems that fold case.

Source: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/field_types.htm (ID Field Type).
"""

from __future__ import annotations

import string
from collections import Counter

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SUFFIX = string.ascii_uppercase + "012345"
_ALLOWED = frozenset(_DIGITS)
SHORT = 15
LONG = 18


def suffix(short: str) -> str:
    """Answer the three characters that say which of the fifteen are upper case, five in each."""
    chunks = (short[start : start + 5] for start in (0, 5, 10))
    return "".join(_SUFFIX[sum(1 << bit for bit, char in enumerate(chunk) if char.isupper())] for chunk in chunks)


def long_id(text: str) -> str | None:
    """Answer the 18 character form of an id given in either form, or None if it is not an id at all."""
    if len(text) not in {SHORT, LONG} or not _ALLOWED.issuperset(text):
        return None
    whole = text[:SHORT] + suffix(text[:SHORT])
    return whole if len(text) == SHORT or text[SHORT:].upper() == whole[SHORT:] else None


class IdMaker:
    """Numbers records per key prefix, as one pod of one instance does: ids grow in the order of creation."""

    def __init__(self, *, pod: str = "gL", first: int = 61_000_000) -> None:
        self._pod = pod
        self._first = first
        self._made: Counter[str] = Counter()

    def __call__(self, prefix: str) -> str:
        """Make the next 18 character id of the object with this three character key prefix."""
        number = self._first + self._made[prefix]
        self._made[prefix] += 1
        return self.of(prefix, number)

    def of(self, prefix: str, number: int) -> str:
        """Answer the id that record `number` of an object has."""
        digits = ""
        while number:
            number, digit = divmod(number, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        short = f"{prefix}{self._pod}0{digits:0>9}"
        return short + suffix(short)
