"""What all requests share: accounts, the outbox, watchers, switches."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from .batch import LIMIT
from .paging import Paging
from .quota import Quota

if TYPE_CHECKING:
    from random import Random

    from .account import Account
    from .calendar.channels import Channels
    from .outbox import Mail
    from .ticks import Ticks


@dataclass(slots=True)
class World:
    """The domain and the project."""

    ticks: Ticks
    random: Random
    channels: Channels
    lock: threading.RLock = field(default_factory=threading.RLock)
    accounts: dict[str, Account] = field(default_factory=dict)
    """By primary address."""
    outbox: list[Mail] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    unspoken: Counter[str] = field(default_factory=Counter)
    enabled: set[str] = field(default_factory=lambda: {"calendar", "people"})
    """APIs that the project has switched on."""
    batch_limit: int = LIMIT
    propagation: timedelta = timedelta(minutes=2)
    quota: Quota = field(default_factory=Quota)
    paging: Paging = field(default_factory=Paging)
    _by_address: dict[str, Account] = field(default_factory=dict)

    def add(self, account: Account) -> None:
        """Let an account be found by all its addresses."""
        self.accounts[account.address] = account
        for address in (account.address, *account.aliases):
            self._by_address[address.casefold()] = account

    def remove(self, address: str) -> None:
        """Take an account away."""
        account = self.accounts.pop(address)
        for each in (account.address, *account.aliases):
            self._by_address.pop(each.casefold(), None)

    def find(self, address: str) -> Account | None:
        """The account of an address or alias, whatever its case."""
        return self._by_address.get(address.casefold())

    def hexadecimal(self, digits: int) -> str:
        """Answer random digits."""
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def base32hex(self, length: int) -> str:
        """Answer random characters of the alphabet of event ids."""
        return "".join(self.random.choices("0123456789abcdefghijklmnopqrstuv", k=length))
