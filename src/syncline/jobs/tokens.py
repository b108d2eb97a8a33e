"""Tokens for the HTTP API: each has a name, is shown once, kept as a digest, and taken back by name.

A token belongs to a person, and does what that person may; one that was made on the command line for nobody does
everything, as whoever has the data folder can.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.store.port import SetUp

_SETTING = "api_tokens"
PREFIX = "syncline_"
"""Makes a token that leaked into a file recognisable to scanners."""


class TokenTakenError(Exception):
    """The holder has a token already; it cannot be shown again, only taken back."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose token it is. `person` is the user name of an account, empty for one of the command line's."""

    name: str
    person: str = ""
    made: str = ""


def make_token(
    store: SetUp, name: str, now: datetime, draw: Callable[[int], str] = secrets.token_urlsafe, *, person: str = ""
) -> str:
    """Answer a new token called `name`, of a person or of nobody. Raises `TokenTakenError`."""
    held = _held(store)
    if name in held:
        raise TokenTakenError(name)
    token = PREFIX + draw(32)
    _save(store, held | {name: _row(token, now, person)})
    return token


def revoke_token(store: SetUp, name: str) -> bool:
    """Take a token back; answers whether there was one."""
    held = _held(store)
    if name not in held:
        return False
    _save(store, {other: row for other, row in held.items() if other != name})
    return True


def token_holders(store: SetUp) -> dict[str, str]:
    """Answer who holds a token, with the instant it was made."""
    return {name: row["made"] for name, row in _held(store).items()}


def tokens_of(store: SetUp, person: str) -> list[Holder]:
    """Answer the tokens of a person, by name."""
    rows = [Holder(name, row.get("person", ""), row["made"]) for name, row in sorted(_held(store).items())]
    return [row for row in rows if row.person == person]


def holder_of(store: SetUp, token: str) -> Holder | None:
    """Answer whose token this is. A token is random and long, so its plain digest cannot be guessed back."""
    digest = _digest(token)
    for name, row in _held(store).items():
        if secrets.compare_digest(row["digest"], digest):
            return Holder(name, row.get("person", ""), row["made"])
    return None


def _row(token: str, now: datetime, person: str) -> dict[str, str]:
    return {"digest": _digest(token), "made": now.isoformat(timespec="seconds"), "person": person}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _held(store: SetUp) -> dict[str, dict[str, str]]:
    held: dict[str, dict[str, str]] = json.loads(store.setting(_SETTING) or "{}")
    return held


def _save(store: SetUp, held: dict[str, dict[str, str]]) -> None:
    store.save_setup(settings={_SETTING: json.dumps(held)})
