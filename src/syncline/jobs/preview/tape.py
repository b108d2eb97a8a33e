"""What the engine asks the two sides to write, kept in the order in which it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from syncline.connectors.port import Written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.port import Conflict, Draft, Edit, Endpoint, ItemError, Mailbox, Mention, Missing, Org
    from syncline.jobs.connections import Connector, MailConnection, OrgConnection
    from syncline.planner.policy import ContactPolicy, EventPolicy
    from syncline.records.record import Value
    from syncline.records.words import Collection, Side
    from syncline.store.rows import ConnectionRow, RepRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One write that would be made on `side`. `values` are those sent; a deletion sends none."""

    rep: str
    collection: Collection
    side: Side
    action: str
    record_id: str
    values: Mapping[str, Value | None]


@dataclass(slots=True)
class Tape:
    """A connector whose endpoints note their writes. `inner` makes connections that only look."""

    inner: Connector
    entries: list[Entry] = field(default_factory=list)

    def org(self, row: ConnectionRow) -> OrgConnection:
        """See `Connector`."""
        return cast("OrgConnection", _TapedOrg(self.inner.org(row), self.entries))

    def mail(self, row: ConnectionRow) -> MailConnection:
        """See `Connector`."""
        return cast("MailConnection", _TapedMail(self.inner.mail(row), self.entries))


class _Over:
    """Everything that is not said otherwise is the inner object's."""

    def __init__(self, inner: Any, entries: list[Entry]) -> None:
        self._inner = inner
        self._entries = entries

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _TapedOrg(_Over):
    def open(self, rep: RepRow, contacts: ContactPolicy, events: EventPolicy) -> Org:
        return cast("Org", _TapedSide(self._inner.open(rep, contacts, events), rep.id, self._entries))


class _TapedMail(_Over):
    def open(
        self, rep: RepRow, cursors: Mapping[Collection, str | None], org_ids: Sequence[str], events: EventPolicy
    ) -> Mailbox:
        return cast("Mailbox", _TapedSide(self._inner.open(rep, cursors, org_ids, events), rep.id, self._entries))


class _TapedSide(_Over):
    def __init__(self, inner: Endpoint, rep: str, entries: list[Entry]) -> None:
        super().__init__(inner, entries)
        self._rep = rep

    def lag(self, _collection: Collection) -> timedelta:
        """Nothing waits for a day on which it would be made: what a cycle would make in the end is told now."""
        return timedelta()

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        results: list[Written | ItemError] = self._inner.create(collection, drafts)
        return self._noted(collection, "create", results, [draft.values for draft in drafts])

    def update(self, collection: Collection, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        results: list[Written | Conflict | Missing | ItemError] = self._inner.update(collection, edits)
        return self._noted(collection, "update", results, [edit.changes for edit in edits])

    def delete(
        self, collection: Collection, targets: Sequence[Mention]
    ) -> list[Written | Conflict | Missing | ItemError]:
        results: list[Written | Conflict | Missing | ItemError] = self._inner.delete(collection, targets)
        return self._noted(collection, "delete", results, [{} for _ in targets])

    def _noted(
        self, collection: Collection, action: str, results: list[Any], values: Sequence[Mapping[str, Value | None]]
    ) -> list[Any]:
        for result, sent in zip(results, values, strict=True):
            if isinstance(result, Written):
                self._entries.append(Entry(self._rep, collection, self._inner.side, action, result.id, sent))
        return results
