"""Looks for contacts that an earlier attempt may have made.

The list that sync tokens come from shows writes minutes later ("propagation delay of several minutes for sync
requests"); a list without one, the latest first, is asked instead
(https://developers.google.com/people/api/rest/v1/people.connections/list).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.google.account import items, people_call
from syncline.connectors.google.contact_read import groups_of, marker_of, name_of_resource, source_of
from syncline.connectors.google.event_times import instant
from syncline.connectors.google.get_people import read_people
from syncline.connectors.google.list_contacts import CONTACT_SOURCE, OPERATION, PATH
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from syncline.connectors.google.account import Account
    from syncline.connectors.port import Intent

_MARGIN = timedelta(minutes=5)
"""Clocks are told to the second, and an intent is stored before its call."""


def made_contacts(account: Account, group: str, intents: Sequence[Intent]) -> dict[str, Record]:
    """Answer the contacts of the group that bear one of the keys. One call, as a rule, and one that reads them."""
    wanted = {intent.key for intent in intents}
    if not wanted:
        return {}
    since = min(intent.since for intent in intents) + account.clock_offset - _MARGIN
    found: dict[str, str] = {}
    for person in _latest(account, since):
        key = marker_of(person)
        if key in wanted and key is not None and group in groups_of(person):
            found.setdefault(key, name_of_resource(person))
    records = zip(found, read_people(account, group, list(found.values())) if found else [], strict=True)
    return {key: record for key, record in records if isinstance(record, Record)}


def _latest(account: Account, since: datetime) -> Iterator[Mapping[str, Any]]:
    """Answer the contacts that changed since, the latest first."""
    page = ""
    while True:
        query = [("personFields", "clientData,memberships,metadata"), CONTACT_SOURCE]
        query += [("sortOrder", "LAST_MODIFIED_DESCENDING"), ("pageSize", str(account.settings.contact_page))]
        query += [("pageToken", page)] if page else []
        answer = account.people(people_call(OPERATION, "GET", PATH, query))
        for person in items(answer, "connections"):
            changed = instant(source_of(person).get("updateTime"))
            if changed is not None and changed < since:
                return
            yield person
        following = str(answer.body.get("nextPageToken") or "")
        if not following or following == page:
            return
        page = following
