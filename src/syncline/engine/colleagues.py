"""The other reps of an org: who organizes a meeting that syncs, and who is whom by which address (SPEC 1.7 and 5.7)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.planner.from_settings import event_policy
from syncline.records.attendees import Directory, normal_address
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import RepRow

FRESH = timedelta(minutes=5)
"""How long what the set-up says of everybody is taken for true."""


@dataclass(frozen=True, slots=True)
class _Known:
    at: datetime
    together: Mapping[str, RepRow]
    """Reps whose meetings sync with those who take part, by address."""
    apart: Mapping[str, RepRow]
    """Reps whose events sync without them: they have events of their own."""
    directory: Directory


@dataclass(slots=True)
class Colleagues:
    """Looked up for a whole org at once and kept for a while: thousands of cycles ask for the same."""

    store: Store
    clock: Callable[[], datetime]
    _known: dict[str, _Known] = field(default_factory=dict)

    def together(self, org: str, address: str) -> RepRow | None:
        """Answer the rep of this address whose meetings sync with those who take part."""
        known = self._of(org)
        return known.together.get(known.directory.address_of(address))

    def apart(self, org: str, address: str) -> RepRow | None:
        """Answer the rep of this address whose events sync without those who take part."""
        known = self._of(org)
        return known.apart.get(known.directory.address_of(address))

    def directory(self, org: str) -> Directory:
        """Answer who is whom: each alias with the address by which Salesforce knows the person."""
        return self._of(org).directory

    def learn(self, org: str, alias: str, address: str) -> None:
        """Note that a mail server calls somebody by another address than Salesforce does."""
        one, two = normal_address(alias), normal_address(address)
        if one == two or self.directory(org).aliases.get(one) == two:
            return
        aliases = {**aliases_of(self.store, org), one: two}
        self.store.save_setup(settings={_name(org): json.dumps(aliases)})
        self._known.pop(org, None)

    def _of(self, org: str) -> _Known:
        known = self._known.get(org)
        now = self.clock()
        if known is None or not known.at <= now < known.at + FRESH:
            known = self._known[org] = self._look_up(org, now)
        return known

    def _look_up(self, org: str, now: datetime) -> _Known:
        directory = Directory(MappingProxyType(aliases_of(self.store, org)))
        together, apart = self._configurations(org)
        found: dict[bool, dict[str, RepRow]] = {True: {}, False: {}}
        for rep in self.store.reps():
            if rep.org == org and rep.linked and rep.configuration in together | apart:
                found[rep.configuration in together][directory.address_of(rep.mailbox)] = rep
        return _Known(now, found[True], found[False], directory)

    def _configurations(self, org: str) -> tuple[set[str], set[str]]:
        """Answer the active configurations that bring events into the org, with those who take part and without."""
        rows = [row for row in self.store.configurations() if row.active and row.org == org]
        policies = {row.name: event_policy(row.settings) for row in rows}
        inward = {name: one for name, one in policies.items() if one.direction.may_write(Side.SALESFORCE)}
        together = {name for name, one in inward.items() if one.attendees}
        return together, inward.keys() - together


def aliases_of(store: Store, org: str) -> dict[str, str]:
    """Answer the aliases that are known: each with the address by which Salesforce knows the person."""
    found: dict[str, str] = json.loads(store.setting(_name(org)) or "{}")
    return found


def _name(org: str) -> str:
    return f"aliases:{org}"
