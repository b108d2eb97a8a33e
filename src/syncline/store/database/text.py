r"""Text that PostgreSQL cannot hold, held all the same.

A mailbox may hand over NUL and halves of surrogate pairs; PostgreSQL refuses both. They are rewritten on the way in and
back on the way out, so that what comes out is what went in. The rewriting keeps the order of texts by code point, which
is the order of collation C, so that sorting in the database and in Python agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from syncline.store.codec import builtins, encode, encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

_BYTE = "\x01"
_HALF = "\ud7ff"
"""The last character before the surrogates; unassigned, and as rare as NUL."""
_HALF_SENT = _HALF.encode()
_FIRST_HALF = 0xD800
_HALVES_AT = 0x4E00

_HOSTILE = re.compile("[\x00\x01\ud7ff-\udfff]")
_WRITTEN = re.compile("\x01[\x01\x02]|\ud7ff[\x02\u4e00-\u55ff]")


def _write(match: re.Match[str]) -> str:
    char = match.group()
    if char == "\x00":
        return _BYTE + "\x01"
    if char == _BYTE:
        return _BYTE + "\x02"
    if char == _HALF:
        return _HALF + "\x02"
    return _HALF + chr(_HALVES_AT + ord(char) - _FIRST_HALF)


def _read(match: re.Match[str]) -> str:
    first, second = match.group()[0], match.group()[1]
    if first == _BYTE:
        return "\x00" if second == "\x01" else _BYTE
    return _HALF if second == "\x02" else chr(_FIRST_HALF + ord(second) - _HALVES_AT)


def safe(text: str) -> str:
    """Rewrite a text into one that PostgreSQL holds."""
    return text if text.isascii() and text.isprintable() else _HOSTILE.sub(_write, text)


def all_safe(thing: Any) -> Any:
    """Rewrite every text in a value or a list; a mapping becomes its JSON, rewritten."""
    if isinstance(thing, str):
        return safe(thing)
    if isinstance(thing, Mapping):
        return safe(encode(thing))
    if isinstance(thing, (list, tuple)):
        return [all_safe(one) for one in thing]
    return thing


def originals(rows: list[tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
    """Answer what was given to `all_safe`, for rows. Columns are looked at whole: hardly any was rewritten."""
    if all(_plain_column(column) for column in zip(*rows, strict=True)):
        return rows
    return [[original(value) for value in row] for row in rows]


def _plain_column(column: tuple[Any, ...]) -> bool:
    given = [value for value in column if value is not None]
    if given and isinstance(given[0], str):
        return _plain("".join(given))
    if given and isinstance(given[0], list):
        return _plain("".join(chain.from_iterable(given)))
    return True


def _plain(text: str) -> bool:
    return _BYTE not in text and _HALF not in text


def original(thing: Any) -> Any:
    """Answer what was given to `all_safe`, for a column's value: a text, a list of texts, or anything else."""
    if isinstance(thing, str):
        return thing if _plain(thing) else _WRITTEN.sub(_read, thing)
    if isinstance(thing, list):
        return [original(one) for one in thing]
    return thing


class Json(bytes):
    """JSON as it is sent to the database."""

    __slots__ = ()


def bulk(rows: Sequence[object]) -> Json:
    """Write rows (dictionaries or structs of columns) as one JSON array.

    Texts are looked at once, together: hardly ever is one of them hostile.
    """
    return _at_once(rows) or _rewritten([{name: all_safe(one) for name, one in row.items()} for row in builtins(rows)])


def listed(texts: list[str]) -> Json:
    """Write texts as one JSON array."""
    return _at_once(texts) or _rewritten(all_safe(texts))


def _at_once(things: Sequence[object]) -> Json:
    """Write things as they are; nothing where there is anything to rewrite."""
    text = encoded(things)
    return Json() if b"\\u000" in text or _HALF_SENT in text else Json(text)


def _rewritten(things: object) -> Json:
    return Json(encode(things).encode())
