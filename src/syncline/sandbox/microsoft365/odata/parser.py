"""A filter expression as a tree.

https://docs.oasis-open.org/odata/odata/v4.0/os/part2-url-conventions/odata-v4.0-os-part2-url-conventions.html
"""

from __future__ import annotations

from typing import Final

from .words import Compare, Function, Literal, Logic, Node, Path, Some, Word, invalid, words

_COMPARISONS: Final = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
_FUNCTIONS: Final = frozenset({"startswith", "endswith", "contains", "tolower", "toupper"})
_NAMED: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


def parse(expression: str) -> Node:
    """Read a filter; 400 for what is no filter."""
    parser = _Parser(expression)
    tree = parser.either()
    parser.expect("end")
    return tree


class _Parser:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._words = words(expression)
        self._place = 0

    @property
    def _next(self) -> Word:
        return self._words[self._place]

    def _take(self) -> Word:
        word = self._next
        self._place += 1
        return word

    def expect(self, kind: str, text: str | None = None) -> str:
        """Take a word of a kind, and with a certain text if one is named."""
        word = self._take()
        if word.kind != kind or (text is not None and word.text != text):
            raise invalid(self._expression)
        return word.text

    def _met(self, text: str) -> bool:
        if self._next.text.lower() != text or self._next.kind not in {"name", "mark"}:
            return False
        self._place += 1
        return True

    def either(self) -> Node:
        """Read alternatives."""
        parts = [self._all()]
        while self._met("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Logic("or", tuple(parts))

    def _all(self) -> Node:
        parts = [self._one()]
        while self._met("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))

    def _one(self) -> Node:
        if self._met("not"):
            return Logic("not", (self._one(),))
        left = self._operand()
        if self._next.text in _COMPARISONS:
            return Compare(self._take().text, left, self._operand())
        if self._met("in"):
            return Compare("in", left, self._listed())
        return left

    def _listed(self) -> tuple[Node, ...]:
        self.expect("mark", "(")
        listed = [self._operand()]
        while self._met(","):
            listed.append(self._operand())
        self.expect("mark", ")")
        return tuple(listed)

    def _operand(self) -> Node:
        word = self._take()
        match word.kind:
            case "text":
                return Literal(word.text[1:-1].replace("''", "'"))
            case "moment":
                return Literal(word.text)
            case "number":
                return Literal(float(word.text))
            case "name":
                return self._name(word.text)
        if word.text != "(":
            raise invalid(self._expression)
        inner = self.either()
        self.expect("mark", ")")
        return inner

    def _name(self, name: str) -> Node:
        if name in _NAMED:
            return Literal(_NAMED[name])
        path = tuple(name.split("/"))
        if self._next.text != "(":
            return Path(path)
        if path[-1].lower() == "any":
            return self._some(path[:-1])
        if name.lower() not in _FUNCTIONS:
            raise invalid(self._expression)
        return Function(name.lower(), self._listed())

    def _some(self, collection: tuple[str, ...]) -> Node:
        self.expect("mark", "(")
        variable = self.expect("name")
        self.expect("mark", ":")
        condition = self.either()
        self.expect("mark", ")")
        return Some(Path(collection), variable, condition)
