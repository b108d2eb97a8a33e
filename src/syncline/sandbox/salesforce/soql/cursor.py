"""A place among the tokens of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from syncline.sandbox.salesforce.soql.errors import malformed
from syncline.sandbox.salesforce.soql.lexer import Token, tokens
from syncline.sandbox.salesforce.soql.syntax import Path

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.errors import RefusedError

_Item = TypeVar("_Item")


class Cursor:
    """Reads tokens one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = tokens(text)
        self._next = 0

    @property
    def ahead(self) -> Token:
        """The next token, not yet taken."""
        return self._tokens[self._next]

    def take(self) -> Token:
        """Take the next token."""
        token = self.ahead
        self._next += token.kind != "end"
        return token

    def skip(self, word: str) -> bool:
        """Take the next token if it is this keyword or sign."""
        if self.ahead.kind not in {"name", "sign"} or self.ahead.word != word:
            return False
        self.take()
        return True

    def expect(self, word: str) -> None:
        """Take this keyword or sign, or refuse the query."""
        if not self.skip(word):
            raise self.unexpected()

    def unexpected(self) -> RefusedError:
        """Answer the refusal of the next token."""
        shown = "<EOF>" if self.ahead.kind == "end" else self.ahead.text
        return malformed(f"unexpected token: '{shown}'")

    def name(self) -> str:
        """Take a name."""
        if self.ahead.kind != "name":
            raise self.unexpected()
        return self.take().text

    def path(self) -> Path:
        """Take a field path."""
        at = self.ahead.at
        return Path(tuple(self.name().split(".")), at)

    def whole(self) -> int:
        """Take a count."""
        if self.ahead.kind != "number" or not self.ahead.text.isdecimal():
            raise self.unexpected()
        return int(self.take().text)

    def listed(self, read: Callable[[Cursor], _Item]) -> list[_Item]:
        """Read one or more items with commas between them."""
        items = [read(self)]
        while self.skip(","):
            items.append(read(self))
        return items
