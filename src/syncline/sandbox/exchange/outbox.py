"""Every mail that the server would have sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

Kind: TypeAlias = Literal["invitation", "update", "cancellation", "message"]


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: `operation` is the EWS operation that caused it."""

    kind: Kind
    sender: str
    to: tuple[str, ...]
    subject: str
    operation: str
    sent: datetime
