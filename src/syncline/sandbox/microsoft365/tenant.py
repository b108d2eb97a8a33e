"""A tenant: people, applications, and everything that a request needs of the server around it."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from typing import TYPE_CHECKING

from .gate import Gate
from .identity.access import LIFE
from .subscriptions import Subscriptions

if TYPE_CHECKING:
    from datetime import timedelta

    from syncline.sandbox.clock import Clock

    from .identity.app import App
    from .outbox import Mail
    from .users import User


class Tenant:
    """`clock` gives every stamp, `seed` every id. Users are found by id, principal name and SMTP address."""

    def __init__(self, clock: Clock, domain: str, seed: int) -> None:
        self.clock = clock
        self.domain = domain
        self.name = domain.partition(".")[0].title()
        self._random = random.Random(f"microsoft365 {seed}")  # noqa: S311 - not a secret
        self.id = self.new_id()
        self.signing_key = f"{self._random.getrandbits(256):064x}"
        self.token_life = LIFE
        """Seconds that an access token is good for."""
        self.token_generation = 0
        """Counted up to make every access token given out before invalid."""
        self.delta_life: timedelta | None = None
        """How long a delta token is good for; None for as long as its mailbox wants."""
        self.admin_agrees = True
        self.apps: dict[str, App] = {}
        self.denied: set[str] = set()
        """Addresses of mailboxes outside the scope of what is assigned in Exchange."""
        self.users: dict[str, User] = {}
        self.outbox: list[Mail] = []
        self.requests: Counter[str] = Counter()
        self.gate = Gate(clock)
        self.subscriptions = Subscriptions(clock, self.new_id)
        self._addresses: dict[str, User] = {}
        self._counting = threading.Lock()

    def new_id(self) -> str:
        """Answer a GUID that nothing has had."""
        return str(self.new_guid())

    def new_guid(self) -> uuid.UUID:
        """Answer a GUID that nothing has had."""
        return uuid.UUID(int=self._random.getrandbits(128), version=4)

    def add_user(self, user: User) -> None:
        """Take somebody in."""
        self.users[user.id] = user
        for address in (user.address, user.principal_name, *user.aliases):
            self._addresses[address.casefold()] = user

    def remove_user(self, user: User) -> None:
        """Delete an account."""
        del self.users[user.id]
        self._addresses = {address: one for address, one in self._addresses.items() if one is not user}

    def user(self, named: str) -> User | None:
        """Find somebody by id, principal name or any SMTP address."""
        return self.users.get(named.lower()) or self._addresses.get(named.casefold())

    def count(self, operation: str) -> None:
        """Count a request."""
        with self._counting:
            self.requests[operation] += 1
