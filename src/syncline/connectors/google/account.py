"""One mailbox as seen through a connection: makes calls as the rep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.line import Call

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from syncline.connectors.google.line import Line
    from syncline.connectors.google.settings import GoogleSettings
    from syncline.connectors.transport import Answer

CALENDAR = "/calendar/v3"
PRIMARY = "primary"
"""A calendar by this name is the rep's own."""
PEOPLE = "/v1"
NO_STATUS: frozenset[int] = frozenset()


class Account:
    """The address is the user's primary one or an alias; tokens are asked for by it."""

    def __init__(self, address: str, line: Line) -> None:
        self.address = address
        self.line = line

    @property
    def settings(self) -> GoogleSettings:
        """Addresses and limits."""
        return self.line.settings

    @property
    def clock_offset(self) -> timedelta:
        """How far the server's clock is ahead of ours."""
        return self.line.watch.offset

    def calendar(self, call: Call, *, takes: frozenset[int] = NO_STATUS) -> Answer:
        """Make one call to Calendar; statuses in `takes` are answers too. Raises what any other refusal means."""
        return self.line.call(self.address, self.settings.calendar_root, call, takes=takes)

    def people(self, call: Call, *, takes: frozenset[int] = NO_STATUS) -> Answer:
        """Make one call to People; statuses in `takes` are answers too. Raises what any other refusal means."""
        return self.line.call(self.address, self.settings.people_root, call, takes=takes)

    def judged(self, call: Call, answer: Answer, *, takes: frozenset[int] = NO_STATUS) -> Answer:
        """Answer what a call of several in one request was answered. Raises as `people` does."""
        return self.line.judged(self.address, call, answer, takes=takes)


def calendar_call(
    operation: str,
    method: str,
    path: str,
    query: Sequence[tuple[str, str]] = (),
    body: Mapping[str, Any] | None = None,
    version: str = "",
) -> Call:
    """Answer a call of Calendar v3; `path` begins after the version."""
    return Call(operation, method, CALENDAR + path, query, body, version)


def people_call(
    operation: str,
    method: str,
    path: str,
    query: Sequence[tuple[str, str]] = (),
    body: Mapping[str, Any] | None = None,
) -> Call:
    """Answer a call of People v1; `path` begins after the version."""
    return Call(operation, method, PEOPLE + path, query, body)


def items(answer: Answer, name: str) -> list[dict[str, Any]]:
    """Answer a list of resources in an answer; one that is empty is left out by Google."""
    told = answer.body.get(name, []) if isinstance(answer.body, dict) else None
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise BadAnswerError(f"an answer without its {name}")
    return told
