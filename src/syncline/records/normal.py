"""When two values are the same: what a server may rewrite without anybody having changed anything."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from syncline.records.fields import FIELDS, Field, Kind
from syncline.records.moments import instant_of, is_date
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.recurrence.text import read_recurrence
from syncline.records.words import Collection
from syncline.records.zones.names import same_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from syncline.records.record import Value
    from syncline.records.recurrence.exceptions import Change

_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"\s+")


def clean(text: str, *, lines: bool) -> str:
    r"""Put text into the form in which it is stored: NFC, `\n` line ends, trimmed, nothing that XML 1.0 cannot carry.

    Without `lines`, runs of white space become one blank. See https://www.w3.org/TR/xml/#charsets for what is dropped.
    """
    if is_clean(text):
        return text
    text = unicodedata.normalize("NFC", _FORBIDDEN_IN_XML.sub("", text))
    return _LINE_END.sub("\n", text).strip() if lines else _SPACES.sub(" ", text).strip()


def is_clean(text: str) -> bool:
    """Whether a text without line ends certainly is in that form; hardly any text of a person's is not."""
    return (
        text.isprintable()
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    )


FORMS: tuple[Literal["NFC"], Literal["NFD"]] = ("NFC", "NFD")
"""Servers keep accents as they were sent, composed or (from Macs) decomposed, and their searches keep the two apart."""


def spellings(text: str) -> Iterator[str]:
    """Answer a text in every Unicode form in which a server may hold it, each once."""
    yield from dict.fromkeys(unicodedata.normalize(form, text) for form in FORMS)


def key_of(text: str) -> str:
    """Reduce a name or an address to what matching compares: case, spacing and Unicode form do not count."""
    return " ".join(text.split()).lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def same(field: Field, one: Value | None, two: Value | None) -> bool:
    """Whether two values of a field mean the same; None is an empty field."""
    if one == two:
        return True
    if one is None or two is None or not isinstance(one, str) or not isinstance(two, str):
        return False
    if field.kind is Kind.MOMENT:
        return is_date(one) == is_date(two) and not is_date(one) and instant_of(one) == instant_of(two)
    if field.kind is Kind.EMAIL:
        return key_of(one) == key_of(two)
    if field.kind in _AGGREGATES:
        return _AGGREGATES[field.kind](one, two)
    lines = field.kind is Kind.LONG_TEXT
    return clean(one, lines=lines) == clean(two, lines=lines)


def _same_rule(one: str, two: str) -> bool:
    """Rules are the same by the clocks of two zones that Windows calls by one name: Exchange knows no others."""
    mine, theirs = read_recurrence(one), read_recurrence(two)
    return same_zone(mine.zone, theirs.zone) and replace(mine, zone=theirs.zone) == theirs


def _same_exceptions(one: str, two: str) -> bool:
    mine, theirs = read_exceptions(one), read_exceptions(two)
    return mine.keys() == theirs.keys() and all(_same_change(mine[key], theirs[key]) for key in mine)


def _same_change(one: Change | None, two: Change | None) -> bool:
    if one is None or two is None:
        return one is two
    fields = FIELDS[Collection.EVENTS]
    return one.keys() == two.keys() and all(same(fields[label], one[label], two[label]) for label in one)


_AGGREGATES: Mapping[Kind, Callable[[str, str], bool]] = {
    Kind.RECURRENCE: _same_rule,
    Kind.EXCEPTIONS: _same_exceptions,
    Kind.PEOPLE: str.__eq__,
}
