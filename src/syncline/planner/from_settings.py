"""The words of the set-up file, as the store keeps them, turned into policies. What is not said has its default."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from syncline.planner.policy import (
    MOST_CONTACTS,
    ConflictPolicy,
    ContactPolicy,
    Criterion,
    DeleteGuard,
    DeletePolicy,
    DuplicatePolicy,
    EventPolicy,
    SeriesPolicy,
    Ties,
    Window,
)
from syncline.records.words import Direction

BUSY_ONLY = "busy_only"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def contact_policy(settings: Mapping[str, Any]) -> ContactPolicy:
    """Answer the contact policy of a configuration's `settings`. A word that is not known raises `ValueError`."""
    said = dict(settings.get("contacts") or _NOTHING)
    return ContactPolicy(
        **_converted(
            said,
            {
                "direction": Direction,
                "conflicts": ConflictPolicy,
                "deletes": DeletePolicy,
                "ties": Ties,
                "duplicates": DuplicatePolicy,
            },
        ),
        where=tuple(_criterion(one) for one in said.get("where", ())),
        **_verbatim(said, "which", "owner", "mapping"),
    )


def event_policy(settings: Mapping[str, Any]) -> EventPolicy:
    """Answer the event policy of a configuration's `settings`. A word that is not known raises `ValueError`."""
    said = dict(settings.get("events") or _NOTHING)
    return EventPolicy(
        **_converted(said, {"direction": Direction, "conflicts": ConflictPolicy}),
        **_window(said.get("window", Window.TODAY)),
        private=bool(said.get("private", False)),
        busy_only=said.get("private") == BUSY_ONLY,
        series=_series(said.get("series", False)),
        **_verbatim(
            said,
            "which",
            "made_private",
            "remove_deleted",
            "relate",
            "attendees",
            "invite_from_salesforce",
            "horizon_months",
            "may_send_mail",
            "mapping",
        ),
    )


def delete_guard(setting: str) -> DeleteGuard:
    """Answer the guard from the store's setting `guards`; an empty text leaves the defaults."""
    said = json.loads(setting) if setting else {}
    return DeleteGuard(**_verbatim(said.get("deletes") or {}, "at_least", "percent", "count"))


def most_contacts(setting: str) -> int:
    """Answer past how many contacts a rep's count is reported, from the store's setting `guards`."""
    said = json.loads(setting) if setting else {}
    return int(said.get("contacts") or MOST_CONTACTS)


def _criterion(said: Mapping[str, Any]) -> Criterion:
    value = said.get("value")
    return Criterion(said["field"], said["operator"], tuple(value) if isinstance(value, list) else value)


def _converted(said: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    return {key: word(said[key]) for key, word in words.items() if key in said}


def _verbatim(said: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: said[key] for key in keys if key in said}


def _series(said: bool | str) -> SeriesPolicy:  # noqa: FBT001 - the set-up file's
    if isinstance(said, bool):
        return SeriesPolicy.OCCURRENCES if said else SeriesPolicy.LEAVE
    return SeriesPolicy(said)


def _window(said: str | Mapping[str, int]) -> dict[str, Any]:
    if isinstance(said, Mapping):
        return {"window": Window.LAST_DAYS, "last_days": said["last_days"]}
    return {"window": Window(said)}
