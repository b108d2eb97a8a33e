"""What people do meanwhile: edits that come to the same whatever order they are synced in, and whoever is killed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from exchangelib import CalendarItem, EWSDateTime, EWSTimeZone

from tests.acceptance.clients.desk import Desk, addresses
from tests.acceptance.clients.people import Crowd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROWS = "SELECT Id, Email FROM Contact WHERE OwnerId = {}"
_ZONE = EWSTimeZone("Europe/Berlin")
_MOST_DAYS = 300


@dataclass
class Load:
    """The same seed makes the same edits, run after run; every record is touched by one of them at most."""

    seed: int
    desks: Sequence[Desk]

    def __post_init__(self) -> None:
        self._crowd = Crowd(self.seed)
        self._touched: set[str] = set()

    def edits(self, number: int) -> list[Callable[[], object]]:
        """One round of edits of everybody, shuffled. To be asked for when everything is in step."""
        chance = random.Random(f"{self.seed} load {number}")
        edits = [edit for desk in self.desks for edit in self._of(desk, number, chance)]
        chance.shuffle(edits)
        return edits

    def _of(self, desk: Desk, number: int, chance: random.Random) -> list[Callable[[], object]]:
        cards, rows = _paired(desk)
        known = sorted(set(cards) - self._touched)
        chosen = chance.sample(known, min(6, len(known)))
        self._touched.update(chosen)
        edits: list[Callable[[], object]] = []
        for place, email in enumerate(chosen):
            edits.append(_edit(desk, cards[email], rows[email], place, number))
        for _ in range(2):
            mine, theirs = self._crowd.person(), self._crowd.person()
            edits += [lambda one=mine: desk.enter(one), lambda one=theirs: desk.register(one)]  # type: ignore[misc]
        day = chance.randint(1, _MOST_DAYS)
        edits.append(lambda: _appoint(desk, f"Visit {number}", day))
        return edits


def _paired(desk: Desk) -> tuple[dict[str, Any], dict[str, str]]:
    """Cards and rows by the address that just one of each has."""
    cards = [(address, card) for card in desk.folder.all() for address in addresses(card)[:1]]
    rows = [(row["Email"], row["Id"]) for row in desk.ask(_ROWS, desk.user["id"]) if row["Email"]]
    once = {
        email for found in (cards, rows) for email, count in Counter(email for email, _ in found).items() if count > 1
    }
    mine = {email: card for email, card in cards if email not in once}
    theirs = {email: row for email, row in rows if email not in once and email in mine}
    return {email: card for email, card in mine.items() if email in theirs}, theirs


def _edit(desk: Desk, card: Any, row: str, place: int, number: int) -> Callable[[], object]:
    """The first two are edited in the mailbox, the next two in Salesforce; then one is deleted on either side."""
    if place < 2:
        return lambda: _save(card, f"Edited {number}.{place}")
    if place < 4:
        return lambda: desk.salesforce.Contact.update(row, {"Department": f"Edited {number}.{place}"})
    return card.move_to_trash if place == 4 else lambda: desk.salesforce.Contact.delete(row)


def _save(card: Any, title: str) -> None:
    card.refresh()
    card.job_title = title
    card.save(update_fields=["job_title"])


def _appoint(desk: Desk, subject: str, day: int) -> None:
    start = EWSDateTime.now(tz=_ZONE).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=day)
    CalendarItem(
        account=desk.account, folder=desk.account.calendar, subject=subject, start=start,
        end=start + timedelta(hours=1),
    ).save()  # fmt: skip
