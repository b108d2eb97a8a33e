"""Access tokens in memory: they live for an hour, longer than the connection that asked for them."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Owner: TypeAlias = tuple[str, str]
"""The id of the key that a token was given to, and the user it acts for."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when it ends. The token itself is not shown."""

    secret: str = field(repr=False)
    until: datetime


class Tokens:
    """Shared by threads and connections."""

    def __init__(self) -> None:
        self._held: dict[Owner, dict[tuple[str, ...], Token]] = {}
        self._guard = threading.Lock()
        self._locks: defaultdict[Owner, threading.Lock] = defaultdict(threading.Lock)

    def asking(self, owner: Owner) -> threading.Lock:
        """Answer the lock under which a token of this owner is looked for and asked for."""
        with self._guard:
            return self._locks[owner]

    def find(self, owner: Owner, scopes: Sequence[str]) -> Token | None:
        """Answer the token for these scopes."""
        with self._guard:
            return self._held.get(owner, {}).get(tuple(scopes))

    def keep(self, owner: Owner, scopes: Sequence[str], token: Token) -> None:
        """Remember a token."""
        with self._guard:
            self._held.setdefault(owner, {})[tuple(scopes)] = token

    def drop(self, owner: Owner) -> None:
        """Forget an owner's tokens."""
        with self._guard:
            self._held.pop(owner, None)

    def any_of(self, key: str) -> bool:
        """Tell whether a key was given a token for anybody."""
        with self._guard:
            return any(owner[0] == key for owner in self._held)
