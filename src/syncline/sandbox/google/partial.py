"""Partial answers: `fields=items(id,start/dateTime),nextPageToken`.

https://developers.google.com/workspace/calendar/api/guides/performance#partial
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from .errors import ApiError

Mask: TypeAlias = dict[str, "Mask"]
"""Names by name; an empty one takes everything below."""
_TOKEN: Final = re.compile(r"[^(),/\s]+|[(),/]")
_EVERYTHING: Final = "*"


def parse(text: str) -> Mask:
    """Read a mask."""
    tokens = _TOKEN.findall(text)
    mask, rest = _members(tokens)
    if rest:
        raise _invalid(text)
    return mask


def apply(value: Any, mask: Mask) -> Any:
    """Answer what a mask leaves of a value; lists are gone through."""
    if not mask or _EVERYTHING in mask:
        return value
    if isinstance(value, list):
        return [apply(one, mask) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: apply(one, mask[name]) for name, one in value.items() if name in mask}


def _members(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while tokens:
        path, tokens = _path(tokens)
        _add(mask, path)
        if not tokens or tokens[0] != ",":
            break
        tokens = tokens[1:]
    return mask, tokens


def _path(tokens: list[str]) -> tuple[Mask, list[str]]:
    if not tokens or tokens[0] in {"(", ")", ",", "/"}:
        raise _invalid("".join(tokens))
    name, tokens = tokens[0], tokens[1:]
    if tokens and tokens[0] == "/":
        inner, tokens = _path(tokens[1:])
        return {name: inner}, tokens
    if tokens and tokens[0] == "(":
        inner, tokens = _members(tokens[1:])
        if not tokens or tokens[0] != ")":
            raise _invalid("".join(tokens))
        return {name: inner}, tokens[1:]
    return {name: {}}, tokens


def _add(mask: Mask, path: Mask) -> None:
    for name, inner in path.items():
        known = mask.get(name)
        if known is None or not inner:
            mask[name] = inner
        elif known:
            for sub, value in inner.items():
                _add(known, {sub: value})


def _invalid(text: str) -> ApiError:
    return ApiError(400, "invalidParameter", f"Invalid field selection {text}", location="fields")
