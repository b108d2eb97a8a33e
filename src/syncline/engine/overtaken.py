"""Somebody saved a Salesforce record between our reading and our writing.

Salesforce has no conditional write for these objects. The request that writes therefore reads the record first and
last: what that pre-image shows to have changed is journaled, put back where Salesforce wins, and planned again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Edit, Written
from syncline.engine.announce import hidden
from syncline.engine.journaling import row_id
from syncline.engine.sight import sighting_of
from syncline.planner.merge import observed, unsettled, without_taken_out
from syncline.planner.policy import ConflictPolicy
from syncline.records.fields import FIELDS
from syncline.records.normal import same
from syncline.records.record import Record, overlaid
from syncline.records.words import Collection, Direction, Side
from syncline.store.rows import Action, JournalRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.engine.run import CollectionRun
    from syncline.planner.decision import Settle
    from syncline.records.link import Link
    from syncline.records.record import Value, Values
    from syncline.store.changes import Changes


SOON = timedelta(seconds=1)


def overtaken(
    run: CollectionRun, link: Link, side: Side, settle: Settle, written: Written, outcome: Changes
) -> Link | None:
    """Answer the link to keep when the answer tells what stood there, None when it does not.

    Who was known to be invited and is not by now, though nobody took them out here, was taken out there meanwhile.
    """
    if written.before is None or written.after is None:
        return None
    expected = settle.held(side)
    writes = _carried(settle, expected)
    theirs = _differences(run, settle, expected, written.before)
    kept = without_taken_out(link, expected, written.after)
    if not theirs:
        return observed(kept, side, written.after)
    lost = {label: value for label, value in theirs.items() if label in writes}
    if lost:
        outcome.journal.append(_row(run, link, side, writes, lost))
    if run.rules.direction is Direction.TO_SALESFORCE:
        return observed(kept, side, written.after)
    return _plan_again(run, link, settle, written, lost, outcome)


_TOGETHER = frozenset({"Start", "End", "ReminderMinutesBeforeStart"})
"""Salesforce is told all of these where one of them changes: it keeps the reminder as an instant."""


def _carried(settle: Settle, expected: Values) -> Mapping[str, Value | None]:
    """Answer what the write carried: what was changed, and what of an event is written along with that."""
    writes = settle.merged.to_salesforce
    if settle.link.collection is not Collection.EVENTS or _TOGETHER.isdisjoint(writes):
        return writes
    return {label: expected.get(label) for label in _TOGETHER} | writes


def _differences(run: CollectionRun, settle: Settle, expected: Values, before: Values) -> dict[str, Value | None]:
    """Fields that stood otherwise than expected - and otherwise than we write them, as after a lost answer of ours."""
    fields = FIELDS[settle.link.collection]
    stood = run.shared({**expected, **before})
    writes = settle.merged.to_salesforce
    return {
        label: before.get(label)
        for label in stood
        if not same(fields[label], before.get(label), expected.get(label))
        and not (label in writes and same(fields[label], before.get(label), writes[label]))
    }


def _plan_again(
    run: CollectionRun,
    link: Link,
    settle: Settle,
    written: Written,
    lost: Mapping[str, Value | None],
    outcome: Changes,
) -> Link:
    """Let the planner see the other person's values against what was agreed before; put back what must not be lost."""
    now = dict(written.after or {})
    version = written.version
    mine = {label: now.get(label) for label in settle.merged.to_salesforce if label not in lost}
    if lost and run.rules.conflicts is not ConflictPolicy.MAILBOX:
        run.store.still_held()
        answer = run.org.update(run.collection, [Edit(written.id, version, dict(lost), overlaid(now, lost), now)])[0]
        if isinstance(answer, Written):
            _lost_again(run, link, lost, now, answer, outcome)
            now, version = dict(answer.after or overlaid(now, lost)), answer.version
            link = unsettled(link, settle.link, lost.keys())
            if settle.mailbox is not None:
                outcome.sightings.append(
                    structs.replace(sighting_of(run, Side.MAILBOX, settle.mailbox), due=run.now + SOON)
                )
    record = Record(written.id, version, now, owner=link.owner or None)
    outcome.sightings.append(structs.replace(sighting_of(run, Side.SALESFORCE, record), due=run.now + SOON))
    run.tally.round_again = True
    return structs.replace(link, salesforce_version="", salesforce_seen={**link.salesforce_seen, **_apart(link, mine)})


def _lost_again(
    run: CollectionRun,
    link: Link,
    put_back: Mapping[str, Value | None],
    expected: Values,
    written: Written,
    outcome: Changes,
) -> None:
    """Journal what somebody typed in the moment between our write and the one that put back what it had overwritten."""
    fields, before = FIELDS[link.collection], written.before if written.before is not None else expected
    typed = {
        label: before.get(label)
        for label, value in put_back.items()
        if not same(fields[label], before.get(label), expected.get(label))
        and not same(fields[label], before.get(label), value)
    }
    if typed:
        outcome.journal.append(_row(run, link, Side.SALESFORCE, put_back, typed))


def _apart(link: Link, values: Mapping[str, Value | None]) -> dict[str, Value | None]:
    return {label: value for label, value in values.items() if value != link.base.get(label)}


def _row(
    run: CollectionRun, link: Link, side: Side, writes: Mapping[str, Value | None], lost: Mapping[str, Value | None]
) -> JournalRow:
    return JournalRow(
        row_id(link.id, "overtaken", run.new_id()),
        run.now,
        run.rep.id,
        run.collection,
        side,
        link.record_id(side),
        Action.LOST_IN_CONFLICT,
        "changed_while_writing",
        before=dict(lost),
        after={label: writes[label] for label in lost},
        link_id=link.id,
        private=hidden(link),
    )
