"""SOQL text to tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from syncline.sandbox.salesforce.soql.errors import malformed

END: Final = "<EOF>"
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>'(?:[^'\\]|\\.)*')
    | (?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
    | (?P<day>\d{4}-\d\d-\d\d(?![\dT]))
    | (?P<number>[+-]?\d+(?:\.\d+)?(?![\w-]))
    | (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    | (?P<sign><=|>=|!=|<>|[=<>(),:])
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_MEANT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", "'": "'", '"': '"'}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. `text` of a string is still quoted and escaped; `at` is its offset."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """The token as a keyword."""
        return self.text.upper() if self.kind == "name" else self.text


def tokens(text: str) -> list[Token]:
    """Cut a query into tokens, with an end token last."""
    found: list[Token] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            at = position + len(text[position:]) - len(text[position:].lstrip())
            raise malformed(f"line 1:{at} no viable alternative at character '{text[at]}'")
        found.append(Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    return [*found, Token("end", END, len(text))]


def unquote(text: str, *, like: bool = False) -> str:
    r"""Answer what a quoted string means; for LIKE, `\%` and `\_` keep their backslash."""

    def meant(match: re.Match[str]) -> str:
        what = match[1]
        if what in {"%", "_"}:
            return match[0] if like else what
        if like and what == "\\":
            return match[0]
        if len(what) > 1:
            return chr(int(what[1:], 16))
        if what not in _MEANT and what.lower() not in _MEANT:
            raise malformed(
                f"Invalid string literal '{text[1:-1]}'. Illegal character sequence '\\{what}' in string literal."
            )
        return _MEANT.get(what) or _MEANT[what.lower()]

    return _ESCAPE.sub(meant, text[1:-1])
