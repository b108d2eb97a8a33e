"""Candidates for a match, as the rep sees them: several hundred probes in one request.

The answer may hold more than what truly matches: names are asked for as lists of first and of last names, because a
condition for each pair would make statements that the org refuses as too complicated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from syncline.connectors.salesforce import own_fields, soql
from syncline.connectors.salesforce.desk import select
from syncline.connectors.salesforce.rows import queries
from syncline.records.capability import SALESFORCE_CONTACT, fit
from syncline.records.moments import is_date, start_instant
from syncline.records.normal import FORMS
from syncline.records.stand_in import stand_in
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.record import Record

_PROBES = 200
_HALF_ROOM = 6_000


def find(desk: Desk, shape: Shape, probes: Sequence[Record]) -> list[Record]:
    """Answer every visible record that might be the same thing as one of the probes, each once."""
    statements: list[str] = []
    for start in range(0, len(probes), _PROBES):
        group = probes[start : start + _PROBES]
        conditions = [*_contacts(group)] if shape.collection is Collection.CONTACTS else [*_events(desk, group)]
        if own_fields.UID in shape.columns:
            conditions += _by_uid(desk, group)
        statements += [select(shape, [condition]) for condition in conditions]
    found = (row for rows in queries(desk.client, "find", statements, asked=shape.columns) for row in rows)
    return list({record.id: record for record in map(shape.record, found)}.values())


def _contacts(probes: Sequence[Record]) -> Iterator[str]:
    emails = {str(probe.values["EmailAddress1"]) for probe in probes if probe.values.get("EmailAddress1")}
    for group in soql.packed(soql.text(email) for email in sorted(emails)):
        yield soql.within("Email", group)
    names = {
        (str(fit(SALESFORCE_CONTACT, probe.values).get("GivenName", "")), stand_in(probe.values)) for probe in probes
    }
    yield from _names({(normalize(form, first), normalize(form, last)) for first, last in names for form in FORMS})


def _names(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A record without a first name is asked for by its last name alone."""
    pairs = sorted(names)
    full = [pair for pair in pairs if pair[0]]
    for group in _paired(full):
        first, last = (sorted({soql.text(pair[side]) for pair in group}) for side in (0, 1))
        yield f"{soql.within('FirstName', first)} AND {soql.within('LastName', last)}"
    for lone in soql.packed(soql.text(last) for first, last in pairs if not first):
        yield f"FirstName = null AND {soql.within('LastName', lone)}"


def _paired(pairs: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    """Cut pairs so that neither half of a statement is too long."""
    start = 0
    for group in soql.packed((max(map(soql.text, pair), key=_encoded) for pair in pairs), room=_HALF_ROOM):
        yield pairs[start : start + len(group)]
        start += len(group)


def _encoded(literal: str) -> int:
    return len(literal.encode())


def _by_uid(desk: Desk, probes: Sequence[Record]) -> Iterator[str]:
    uids = sorted({probe.uid for probe in probes if probe.uid and len(probe.uid) <= own_fields.LONGEST_UID})
    for group in soql.packed(soql.text(uid) for uid in uids):
        yield f"OwnerId = '{desk.user_id}' AND {soql.within(own_fields.UID, group)}"


def _events(desk: Desk, probes: Sequence[Record]) -> Iterator[str]:
    starts = {str(probe.values["Start"]) for probe in probes if probe.values.get("Start")}
    owner = f"OwnerId = '{desk.user_id}'"
    days = sorted(start for start in starts if is_date(start))
    instants = sorted({soql.instant(start_instant(start, "UTC")) for start in starts if not is_date(start)})
    for group in soql.packed(instants):
        yield f"{owner} AND IsAllDayEvent = false AND {soql.within('StartDateTime', group)}"
    for group in soql.packed(days):
        yield f"{owner} AND IsAllDayEvent = true AND {soql.within('ActivityDate', group)}"
