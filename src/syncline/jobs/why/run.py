"""Put together what is told about one record: first what the store knows; then, where that is not enough, a look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.errors import ConnectorError
from syncline.jobs.why.answer import Answer, Told
from syncline.jobs.why.judging import Rows, judge
from syncline.jobs.why.known import cases
from syncline.jobs.why.looking import look
from syncline.jobs.why.named import CONTACT_PREFIX, EVENT_PREFIX, named
from syncline.jobs.why.standing import PLAIN, Standing
from syncline.jobs.why.stops import stops
from syncline.jobs.why.unknown import Unknown
from syncline.planner.decision import Why
from syncline.planner.from_settings import event_policy
from syncline.planner.scope import span
from syncline.records.fields import FIELDS
from syncline.records.normal import same
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syncline.jobs.connections import Connector
    from syncline.jobs.why.known import Case
    from syncline.jobs.why.looking import Look
    from syncline.jobs.why.named import Named
    from syncline.records.record import Record, Values
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow

_INBOX = 2000


def why(
    store: Store, rep: RepRow, said: str, now: datetime, *, own: bool = False, connector: Connector | None = None
) -> Told:
    """Tell where a record stands that a person named in their own words.

    With a `connector`, whose connections only look, both sides are asked as well: a handful of requests. `own` says
    that the rep asks: only then are the names of private events told. Raises the errors of the store.
    """
    meant = named(said)
    configuration = next((row for row in store.configurations() if row.name == rep.configuration), None)
    errors = store.errors(rep=rep.id)
    unresolved = store.unresolved(rep=rep.id)
    inbox = store.inbox(rep.id, _INBOX)
    rows = Rows(errors, unresolved, store.held(rep=rep.id), inbox, now, own)
    found, more = cases(store, rep.id, meant, unresolved, own=own)
    answers = [judge(case, rows) for case in found]
    told = Told(rep.id, said, stops(store, rep, configuration, errors, now), answers, more)
    if connector is not None and configuration is not None and rep.mailbox and rep.user_id:
        told = _looked(store, connector, rep, configuration, meant, found, rows, told)
    return replace(told, answers=told.answers or [_nothing(store, rep, configuration, meant, told, now)])


def _looked(
    store: Store, connector: Connector, rep: RepRow, configuration: ConfigurationRow, meant: Named,
    found: Sequence[Case], rows: Rows, told: Told,
) -> Told:  # fmt: skip
    try:
        seen = look(store, connector, rep, configuration, meant, found, own=rows.own)
    except ConnectorError as error:
        return replace(told, trouble=f"{error.detail} {error.remedy}")
    answers = [_since(case, answer, seen) for case, answer in zip(found, told.answers, strict=True)]
    known = {(one.collection, side, one.record_id(side)) for one in found for side in Side}
    judge_it = Unknown(rep, configuration, rows.now, rows.own).judge
    news = [
        judge_it(collection, side, record, seen.where.get((collection, record.id)))
        for (collection, side, record_id), record in seen.records.items()
        if (collection, side, record_id) not in known
    ]
    hidden = [] if answers or news else [_hidden(one) for one in sorted(seen.hidden)]
    gone = [] if answers or news or hidden else _gone(meant, seen)
    absent = [] if answers or news or hidden or gone else _absent(meant, seen)
    return replace(told, answers=[*answers, *news, *hidden, *gone, *absent], looked=True)


def _since(case: Case, answer: Answer, seen: Look) -> Answer:
    """Correct what the store believes to be in step by what a side holds now."""
    if answer.standing is not Standing.IN_STEP or case.link is None:
        return answer
    for side in Side:
        spot = (case.collection, side, case.record_id(side))
        record = seen.records.get(spot)
        if spot in seen.missing:
            where = "the mailbox" if side is Side.MAILBOX else "Salesforce"
            what = f"It is no longer where it was in {where}; the next cycle looks for it before it believes anything."
            return replace(answer, standing=Standing.WAITING, what=what)
        if record is not None and _edited(case, case.link.held(side), record, seen):
            what = "It was changed since the last cycle; the next one takes the change over."
            return replace(answer, standing=Standing.WAITING, what=what, remedy=PLAIN[Standing.WAITING][1])
    return answer


def _edited(case: Case, held: Values, record: Record, seen: Look) -> bool:
    fields = FIELDS[case.collection]
    labels = seen.shared[case.collection] & (held.keys() | record.values.keys())
    return any(not same(fields[one], record.values.get(one), held.get(one)) for one in labels)


def _hidden(record_id: str) -> Answer:
    return Answer(Standing.NOT_VISIBLE, *PLAIN[Standing.NOT_VISIBLE], salesforce=record_id)


def _gone(meant: Named, seen: Look) -> list[Answer]:
    lost = [one for _, side, one in seen.missing if side is Side.SALESFORCE and one == meant.salesforce_id]
    what = "There is no such record in Salesforce: it was deleted, or never was."
    return [
        Answer(Standing.DELETED, what, "If it lies in the recycle bin, restore it.", salesforce=one) for one in lost
    ]


def _absent(meant: Named, seen: Look) -> list[Answer]:
    """Say of a contact that it is not in the folder, where the folder is known to the last contact."""
    if not meant.address or Collection.CONTACTS not in seen.whole:
        return []
    what = "No contact with that address is in the folder that syncs, and the rep sees none in Salesforce."
    remedy = f"If it lies in another folder: {PLAIN[Standing.NOT_IN_FOLDER][1]}"
    return [Answer(Standing.NOT_IN_FOLDER, what, remedy, Collection.CONTACTS)]


def _nothing(
    store: Store, rep: RepRow, configuration: ConfigurationRow | None, meant: Named, told: Told, now: datetime
) -> Answer:
    """Say honestly why a record may not be known, with the figures of this very rep."""
    kind = meant.salesforce_id[:3]
    if kind and kind not in {CONTACT_PREFIX, EVENT_PREFIX}:
        return Answer(Standing.OTHER_OBJECT, *PLAIN[Standing.OTHER_OBJECT], salesforce=meant.salesforce_id)
    reasons = ["A contact has to lie in the folder Salesforce_Sync, or be among those that the configuration takes."]
    if configuration is not None:
        seen = span(event_policy(configuration.settings), rep.zone, now)
        reasons.append(
            f"An event has to lie in the mailbox's own calendar and end on {seen.since:%Y-%m-%d} or later:"
            " of what ended before, nothing is kept."
        )
    if kept := store.parked(rep=rep.id, reason=Why.PRIVATE):
        reasons.append(f"{kept} private events are left alone, and nothing of what they say is kept: it may be one.")
    looked = "" if told.looked else " Nobody looked at the mailbox and Salesforce themselves for this answer."
    what = f"Syncline has never seen a record like that, or has kept nothing of it.{looked}"
    return Answer(Standing.NEVER_SEEN, what, " ".join(reasons))
