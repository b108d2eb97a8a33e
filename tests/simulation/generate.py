"""Make up runs: the same seed is always the same run."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import NamedTuple

from tests.simulation import trouble
from tests.simulation.events import BETWEEN, Case, Event, Start

_EDITS = ("edit_mailbox", "edit_org", "edit_mailbox", "edit_org", "edit_entry")
_COMINGS = ("put", "add", "twin", "enter", "put", "add", "add_happening")
_MEETINGS = (
    "add_happening", "enter", "edit_happening", "edit_entry", "edit_happening", "edit_entry", "shift_happening",
    "shift_entry", "hide_happening", "delete_happening", "trash_entry",
)  # fmt: skip
_GUESTS = (
    "invite", "invite", "invite", "reply", "reply", "invite", "reply", "invite_there", "edit_entry", "shift_entry",
    "edit_happening",
)  # fmt: skip
_GOINGS = ("trash", "delete_org", "move_out", "trash_entry")
_RARE = (
    "erase", "move_back", "move_back", "copy", "undelete_org", "undelete_org", "merge_org", "change_owner",
    "touch_org", "touch_mailbox", "shift_entry", "hide_entry", "edit_happening", "delete_happening",
)  # fmt: skip
_ADMIN = (
    "expire", "sign_out", "renumber", "lose_store", "reset", "pause", "pause", "change_policy", "rename_folder",
    "delete_folder", "turn_contacts", "turn_events", "filter_contacts", "filter_contacts", "lock_row",
)  # fmt: skip
_ENTRIES = ("enter", "enter", "enter", "add_happening")
_SERIES = ("enter_series", "enter_series", "repeat", "make_series", "alter", "alter", "alter", "cancel", "edit_entry")
_ASKED = ("invite_series", "invite_series", "reply_series", "alter")
_ORG_SERIES = (
    "enter_org_series", "enter_org_series", "remake", "remake", "end_org_series", "edit_happening", "edit_happening",
    "shift_happening", "delete_happening", "edit_entry", "edit_entry", "shift_entry", "trash_entry",
)  # fmt: skip
_DESK = ("let_go", "refuse", "answer", "answer", "undo", "undo")
_MEANWHILE = ("reset", "expire", "pause", "let_go", "refuse", "answer", "lock_row", "change_policy")
"""What persons may say to Syncline while a cycle runs."""
_EVERYTHING = (_EDITS, _EDITS, _EDITS, _COMINGS, _GOINGS, _MEETINGS, _MEETINGS, _GUESTS, _RARE, _RARE, _ADMIN, _DESK)
_CALENDAR = (_ENTRIES, _GUESTS, _GUESTS, _GUESTS, _GUESTS, _MEETINGS, ("expire", "sign_out", "pause", "lock_row"))
_REPEATED = (
    _ENTRIES,
    _SERIES,
    _SERIES,
    _SERIES,
    _SERIES,
    _ASKED,
    _GUESTS,
    _MEETINGS,
    ("expire", "sign_out", "pause", "lock_row"),
)
_REPEATED_THERE = (
    _ORG_SERIES,
    _ORG_SERIES,
    _ORG_SERIES,
    _ENTRIES,
    _SERIES,
    ("expire", "sign_out", "pause", "lock_row"),
)
"""What persons do in most runs, in those that are about meetings, about series, and about series of Salesforce."""
_AT_ONCE = (_EDITS, _EDITS, _COMINGS, _GOINGS, _MEETINGS, _GUESTS, _RARE, _MEANWHILE)
_AT_ONCE_IN_CALENDARS = (_ENTRIES, _GUESTS, _GUESTS, _MEETINGS)
_AT_ONCE_IN_SERIES = (_SERIES, _SERIES, _SERIES, _ASKED, _ENTRIES, _GUESTS)
_AT_ONCE_THERE = (_ORG_SERIES, _ORG_SERIES, _ENTRIES)
"""The same while a cycle runs."""
_BEGINS = (
    "2026-03-02T09:00:00+00:00", "2026-03-28T22:30:00+00:00", "2026-10-24T21:50:00+00:00",
    "2026-12-31T22:59:30+00:00", "2028-02-28T23:10:00+00:00",
)  # fmt: skip
MAILS = ("exchange", "exchange", "microsoft365", "google")
_INWARD, _OUTWARD = ("to_salesforce", "to_salesforce", "both"), ("both", "both", "to_mailbox")
_HOW = ("occurrences", "series", "occurrences", "series", "")
_SKEWS = (0, 0, 0, 90, -90, 86_400, -86_400)
_MEETING, _SERIAL, _THERE = 0.25, 0.25, 0.15
"""How many runs are about meetings, how many about series, and how many about series that are made in Salesforce."""
_ASK = 0.5
"""In how many of those about series attendees sync that would not have."""
_CYCLES = (4, 8, 14, 28)
"""Requests of an idle cycle, of a busy one, and of what lies between: during it means before one of these."""


class Pools(NamedTuple):
    """What may happen before the first cycle, between cycles, and during one; and how many steps there are at least."""

    first: tuple[tuple[str, ...], ...]
    between: tuple[tuple[str, ...], ...]
    meanwhile: tuple[tuple[str, ...], ...]
    steps: int


_ANYTHING = Pools((_COMINGS,), _EVERYTHING, _AT_ONCE, 3)
_IN_CALENDARS = Pools((_ENTRIES,), _CALENDAR, _AT_ONCE_IN_CALENDARS, 12)
_IN_SERIES = Pools((_ENTRIES, _SERIES[:1]), _REPEATED, _AT_ONCE_IN_SERIES, 10)
_IN_ORG_SERIES = Pools((_ENTRIES, _ORG_SERIES[:1]), _REPEATED_THERE, _AT_ONCE_THERE, 10)


def generate(seed: int) -> Case:
    """Answer the run of a seed."""
    dice = Random(f"run {seed}")
    start, about = _about(dice, _start(dice))
    first = [_event(dice, dice.choice(dice.choice(about.first))) for _ in range(dice.randint(1, 4) + about.steps // 4)]
    more = [one for _ in range(dice.randint(about.steps, 18 + about.steps)) for one in _step(dice, about)]
    return Case(seed, start, (*first, Event("cycle"), *more))


def _about(dice: Random, start: Start) -> tuple[Start, Pools]:
    """Answer what a run is about, and the world that shows it."""
    draw = dice.random()
    if draw < _MEETING:
        return replace(start, events=dice.choice(_INWARD), attendees=True), _IN_CALENDARS
    if draw < _MEETING + _SERIAL:
        asked = start.attendees or dice.random() < _ASK
        return replace(start, events=dice.choice(_INWARD), series=dice.choice(_HOW), attendees=asked), _IN_SERIES
    if draw < _MEETING + _SERIAL + _THERE:
        return replace(start, events=dice.choice(_OUTWARD), series=dice.choice(_HOW)), _IN_ORG_SERIES
    return start, _ANYTHING


def _start(dice: Random) -> Start:
    plain = dice.random() < 0.6
    private = dice.random() < 0.4
    return Start(
        reps=dice.choice((1, 1, 2)),
        contacts="both" if plain else dice.choice(("both", "to_salesforce", "to_mailbox")),
        events=dice.choice(("to_salesforce", "both", "both", "to_mailbox", "none")),
        conflicts=dice.choice(("salesforce", "mailbox", "latest")),
        deletes=dice.choice(("both", "keep")),
        private=private,
        busy_only=private and dice.random() < 0.4,
        begins=dice.choice(_BEGINS),
        org_ahead=dice.choice(_SKEWS),
        mail_ahead=dice.choice(_SKEWS),
        page=dice.choice((512, 512, 1, 2)),
        automation=dice.random() < 0.2,
        guard=dice.choice((0, 0, 1, 2)),
        mail=dice.choice(MAILS),
        attendees=dice.random() < 0.5,
        relate=dice.random() < 0.2,
        remove_deleted=dice.random() < 0.75,
    )


def _step(dice: Random, about: Pools) -> list[Event]:
    draw = dice.random()
    if draw < 0.28:
        return [Event("cycle") if draw < 0.2 else _event(dice, "notice"), *_pause(dice, 0.7)]
    if draw < 0.48:
        return _troubled(dice, about)
    kind = dice.choice(dice.choice(about.between))
    return [*_pause(dice, 0.3), _event(dice, kind)]


def _pause(dice: Random, often: float) -> list[Event]:
    return [Event("wait", value=dice.randrange(12))] if dice.random() < often else []


def _troubled(dice: Random, about: Pools) -> list[Event]:
    """A cycle during which something happens: somebody works, something goes wrong, or both."""
    happening: list[Event] = []
    for _ in range(dice.choice((1, 1, 2))):
        at = dice.randrange(dice.choice(_CYCLES))
        if dice.random() < 0.5:
            kind = dice.choice(dice.choice(about.meanwhile))
            happening.append(_event(dice, kind, at))
        elif dice.random() < 0.2:
            happening.append(Event("crash_commit", dice.randrange(2), dice.randrange(14)))
        else:
            happening.append(_event(dice, dice.choice(trouble.KINDS), at))
    work = "undo" if dice.random() < 0.15 else "cycle"
    return [*happening, _event(dice, work) if work == "undo" else Event(work), *_pause(dice, 0.5)]


def _event(dice: Random, kind: str, at: int = BETWEEN) -> Event:
    return Event(kind, dice.randrange(12), dice.randrange(1000), at)
