"""A calendar's text may be formatted, Salesforce's is not: what plain text replaces is journaled as it was.

An undo puts it back as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Mailbox
    from syncline.store.rows import JournalRow


def with_formatting(mailbox: Mailbox, rows: Sequence[JournalRow]) -> list[JournalRow]:
    """Answer journal rows; where a calendar's description is replaced, with the event as its server keeps it."""
    told = [row for row in rows if _replaces_text(row)]
    answers = mailbox.whole(Collection.EVENTS, [row.record_id for row in told]) if told else []
    wholes = {row.id: answer for row, answer in zip(told, answers, strict=True) if isinstance(answer, str)}
    return [replace(row, whole=wholes[row.id]) if row.id in wholes else row for row in rows]


def _replaces_text(row: JournalRow) -> bool:
    events = row.collection is Collection.EVENTS and row.side is Side.MAILBOX
    return events and "Body" in row.after and bool(row.before.get("Body"))
