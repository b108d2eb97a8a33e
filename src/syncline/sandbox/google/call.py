"""One request to one of the services, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from .errors import ApiError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from .account import Account
    from .world import World

Json: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Reply:
    """`body` None stands for an empty answer."""

    body: Json | None = None
    code: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Call:
    """What a method of an API is called with."""

    world: World
    account: Account
    parts: Mapping[str, str]
    """What stands in the path, decoded."""
    query: Mapping[str, list[str]]
    body: Any
    headers: Mapping[str, str]
    address: str
    """The server's own address, without a slash at the end."""
    operation: str = ""
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.world.ticks()

    def one(self, name: str, default: str = "") -> str:
        """Answer a parameter of the query; of several the last."""
        return self.query.get(name, [default])[-1]

    def flag(self, name: str) -> bool:
        """Answer a parameter that is true or false; false if it is not there."""
        text = self.one(name).lower()
        if text not in {"", "true", "false", "1", "0"}:
            raise invalid(f"Invalid boolean value: '{text}'.", name)
        return text in {"true", "1"}

    def number(self, name: str, default: int, most: int, least: int = 1) -> int:
        """Answer a parameter that is a number; more than `most` counts as `most`."""
        text = self.one(name)
        if not text:
            return default
        if not text.isdigit() or int(text) < least:
            raise invalid(f"Invalid value '{text}'. Values must be within the range: [{least}, {most}]", name)
        return min(int(text), most)

    def json(self) -> Json:
        """Answer the request's body; it has to be an object."""
        if not isinstance(self.body, dict):
            raise ApiError(400, "parseError", "Parse Error")
        return self.body


Method: TypeAlias = "Callable[[Call], Reply]"
