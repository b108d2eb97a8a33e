"""Names in the letters that addresses are made of, and in the form in which names are told apart."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_STROKES: Final = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae"})
_OTHERS: Final = re.compile("[^a-z0-9]+")
_LENGTH: Final = 20


def address_part(text: str, instead: str) -> str:
    """Spell a text in lower-case ASCII; `instead` stands for one that has no such letters."""
    plain = unicodedata.normalize("NFKD", text.translate(_STROKES)).encode("ascii", "ignore").decode().lower()
    return _OTHERS.sub("-", plain)[:_LENGTH].strip("-") or instead


def compared(text: str) -> str:
    """Reduce a name to what makes two people namesakes."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
