"""A person's word about unresolved items (SPEC 7.4): which record is meant, a new one, look again, or ignore.

Nothing is written to a server here: the rep's next cycle carries answers out (`answering.py`), as the rep.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.asking import COMPANY, NOT_RELATED, NOT_REPRESENTABLE
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import Asked
from syncline.store.schedule import Whose
from syncline.store.spots import sightings_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import UnresolvedRow

NEW = "new"
"""The answer that the record is nobody else's: copy it to the other side."""
AGAIN = "again"
"""The answer that one of the records was mended: look at the question again."""

_ACCOUNT, _CONTACT, _LEAD, _EVENT = "001", "003", "00Q", "00U"
_ID_LENGTH = 18
_MOST_CONTACTS = 50


class WrongAnswerError(Exception):
    """This cannot be the answer to that item. The message says why, the remedy what can be."""

    def __init__(self, row: UnresolvedRow, message: str, remedy: str) -> None:
        super().__init__(message)
        self.row = row
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are meant: those of these filters; None leaves one open."""

    rep: str | None = None
    kind: str | None = None

    def __call__(self, row: UnresolvedRow) -> bool:
        """Whether a row is meant."""
        return self.rep in {None, row.rep} and self.kind in {None, row.kind}


def resolve(store: Store, rows: Iterable[UnresolvedRow], answers: Sequence[str], now: datetime) -> None:
    """Note which records are meant (or `NEW`, or `AGAIN`) and let the next cycle see to it.

    Raises `WrongAnswerError` before anything is noted.
    """
    rows = list(rows)
    for row in rows:
        _check(row, answers)
    changes = Changes(errors_cleared=[*_spots(rows)])
    if tuple(answers) == (AGAIN,):
        unsettled = sightings_at(store, _spots(rows))
        changes.sightings = [structs.replace(seen, due=now, attempts=0) for seen in unsettled]
    changes.unresolved = [replace(row, state=Asked.ANSWERED, answers=tuple(answers)) for row in rows]
    store.commit(changes)
    store.hasten(Whose.REP, sorted({row.rep for row in rows}), now)


def ignore(store: Store, rows: Iterable[UnresolvedRow]) -> None:
    """Ask nobody about these again, unless the question becomes another one. Both copies stay as they are."""
    rows = list(rows)
    ignored = [replace(row, state=Asked.IGNORED, answers=()) for row in rows]
    store.commit(Changes(unresolved=ignored, errors_cleared=[*_spots(rows)]))


def _spots(rows: Iterable[UnresolvedRow]) -> list[tuple[str, Collection, Side, str]]:
    return [(row.rep, row.collection, row.side, row.record_id) for row in rows]


def _check(row: UnresolvedRow, answers: Sequence[str]) -> None:
    if tuple(answers) == (AGAIN,):
        return
    if row.kind.startswith(NOT_REPRESENTABLE):
        raise WrongAnswerError(row, "what a side cannot hold cannot be paired", "Ignore it, or change the record.")
    if row.kind == COMPANY:
        _one(row, answers, "account", _ACCOUNT)
    elif row.kind == NOT_RELATED:
        _check_relation(row, answers)
    elif tuple(answers) != (NEW,):
        wanted = {Collection.CONTACTS: _CONTACT, Collection.EVENTS: _EVENT}[row.collection]
        _one(row, answers, "record", wanted if row.side is Side.MAILBOX else "")


def _one(row: UnresolvedRow, answers: Sequence[str], what: str, prefix: str) -> None:
    if len(answers) != 1:
        raise WrongAnswerError(row, f"exactly one {what} can be meant", f"Name one {what}.")
    (answer,) = answers
    if prefix and not (answer.startswith(prefix) and _is_whole(answer)):
        raise WrongAnswerError(
            row,
            f"{answer} is not the id of the {what} that is asked for",
            f"Take an id of 18 characters that begins with {prefix}: it stands in the address of the record's page.",
        )


def _check_relation(row: UnresolvedRow, answers: Sequence[str]) -> None:
    """One lead, or contacts, and beside them one record of another kind (SPEC 5.5)."""
    if not answers or not all(map(_is_whole, answers)):
        raise WrongAnswerError(
            row, "an event is related to records of Salesforce", "Name them by their ids of 18 characters."
        )
    contacts = [one for one in answers if one.startswith(_CONTACT)]
    leads = [one for one in answers if one.startswith(_LEAD)]
    others = len(answers) - len(contacts) - len(leads)
    if len(leads) > 1 or (leads and contacts) or others > 1 or len(contacts) > _MOST_CONTACTS:
        raise WrongAnswerError(
            row,
            "Salesforce does not relate an event to all of these at once",
            f"Name one lead, or up to {_MOST_CONTACTS} contacts, and at most one record of another kind.",
        )


def _is_whole(record_id: str) -> bool:
    return len(record_id) == _ID_LENGTH and record_id.isascii() and record_id.isalnum()
