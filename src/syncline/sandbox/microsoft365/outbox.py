"""Every mail that Exchange Online would have sent."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Kind: TypeAlias = Literal["invitation", "update", "cancellation", "response"]


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; `operation` is the request's method and path pattern that caused it."""

    kind: Kind
    sender: str
    to: tuple[str, ...]
    subject: str
    operation: str
    sent: datetime


def as_json(mails: Iterable[Mail]) -> str:
    """Answer the mails as a JSON array; `sent` is in ISO 8601 with its zone."""
    return json.dumps([asdict(mail) | {"sent": mail.sent.isoformat()} for mail in mails])
