"""What is answered, as values and as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syncline.jobs.why.standing import Standing
    from syncline.records.words import Collection


@dataclass(frozen=True, slots=True)
class Stop:
    """What keeps everything of a rep, or of one collection, from syncing. `code` is of the catalogue, if it has one."""

    what: str
    remedy: str
    collection: Collection | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Where one record stands."""

    standing: Standing
    what: str
    remedy: str
    collection: Collection | None = None
    name: str = ""
    """What people call it; nothing of a private event that is not the viewer's own."""
    at: datetime | None = None
    """Since when, or when next: as `what` says."""
    code: str = ""
    salesforce: str = ""
    mailbox: str = ""
    differs: tuple[str, ...] = ()
    """Fields in which the two copies are known to differ although nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is told. `looked`: both sides were asked just now; `trouble` is why they could not be."""

    rep: str
    record: str
    stops: Sequence[Stop]
    answers: Sequence[Answer]
    more: bool = False
    """There are further records of that name."""
    looked: bool = False
    trouble: str = ""


def as_json(told: Told) -> dict[str, Any]:
    """Answer it for machines."""
    return {
        "rep": told.rep,
        "record": told.record,
        "stops": [
            {"collection": one.collection, "what": one.what, "remedy": one.remedy, "code": one.code}
            for one in told.stops
        ],
        "answers": [_answer(one) for one in told.answers],
        "more": told.more,
        "looked": told.looked,
        "trouble": told.trouble,
    }


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "standing": one.standing,
        "what": one.what,
        "remedy": one.remedy,
        "collection": one.collection,
        "name": one.name,
        "time": one.at.isoformat(timespec="seconds") if one.at else None,
        "code": one.code,
        "salesforce": one.salesforce,
        "mailbox": one.mailbox,
        "differs": list(one.differs),
    }
