"""What the undo of one rep's rows works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.engine.undo.outcome import ANNOUNCED
from syncline.records.words import Side
from syncline.store.rows import JournalRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from syncline.connectors.port import Endpoint, Mailbox, Org
    from syncline.records.link import Link
    from syncline.records.record import Value
    from syncline.store.port import Store
    from syncline.store.rows import Action


@dataclass(frozen=True, slots=True)
class UndoRun:
    """`who` is the person whose word it is; `force` overwrites what somebody wrote since."""

    store: Store
    mailbox: Mailbox
    org: Org
    clock: Callable[[], datetime]
    who: str
    force: bool = False

    def endpoint(self, side: Side) -> Endpoint:
        """The endpoint of a side."""
        return self.org if side is Side.SALESFORCE else self.mailbox

    def links_of(self, rows: Sequence[JournalRow]) -> dict[str, Link]:
        """Answer links, live or ended, by the id of their row: the one it names, else that of its record now."""
        by_id = {link.id: link for link in self.store.links_by_id([row.link_id for row in rows if row.link_id])}
        found = {row.id: by_id[row.link_id] for row in rows if row.link_id in by_id}
        for row in rows:
            if row.id in found:
                continue
            others = self.store.links(row.rep, row.collection, row.side, [row.record_id])
            if others:  # a reset made other links of the same records
                found[row.id] = max(others, key=lambda link: link.live)
        return found

    def announced(
        self,
        row: JournalRow,
        id_: str,
        action: Action,
        record_id: str,
        *,
        before: Mapping[str, Value | None],
        after: Mapping[str, Value | None],
        whole: str = "",
    ) -> JournalRow:
        """Answer the row that announces the taking back of another."""
        return JournalRow(
            id_, self.clock(), row.rep, row.collection, row.side, record_id, action, ANNOUNCED,
            before=before, after=after, whole=whole, link_id=row.link_id, who=self.who, undoes=row.id,
            private=row.private,
        )  # fmt: skip
