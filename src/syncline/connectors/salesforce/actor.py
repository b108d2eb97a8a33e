"""In whose name a request is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A user of the org. Whether it is a rep decides who has to act on a refusal."""

    username: str
    rep: bool

    def __repr__(self) -> str:
        return f"Actor(rep={self.rep})"
