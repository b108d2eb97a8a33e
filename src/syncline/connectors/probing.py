"""What a connection test is made of: steps, each of which looks at one thing and says what it saw (SPEC 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step saw, in words for an admin. `warning` is a code of the catalogue if it may do harm later."""

    text: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One look. `look` raises a `ConnectorError` when the step fails; the steps after it in a chain are not reached.

    A step ends by itself within its time-outs; it never writes.
    """

    name: str
    look: Callable[[], Seen]
