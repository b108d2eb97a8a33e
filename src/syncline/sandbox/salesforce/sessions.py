"""Access tokens, and how many requests were made with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from random import Random

    from syncline.sandbox.clock import Clock

LIFETIME: Final = timedelta(hours=2)
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._"


@dataclass(frozen=True, slots=True)
class Session:
    """One token: whose it is, and until when."""

    user_id: str
    ends: datetime


class Sessions:
    """The tokens that are valid now."""

    def __init__(self, clock: Clock, random: Random, org_id: str) -> None:
        self._clock = clock
        self._random = random
        self._org_id = org_id
        self._by_token: dict[str, Session] = {}
        self.lifetime = LIFETIME

    def start(self, user_id: str) -> str:
        """Make a token for a user."""
        token = f"{self._org_id[:15]}!AQ{''.join(self._random.choices(_ALPHABET, k=94))}"
        self._by_token[token] = Session(user_id, self._clock() + self.lifetime)
        return token

    def user(self, token: str) -> str:
        """Answer whose token it is. Raises RefusedError when it is unknown, expired or revoked."""
        session = self._by_token.get(token)
        if session is None or session.ends <= self._clock():
            raise RefusedError("INVALID_SESSION_ID", "Session expired or invalid", status=401)
        return session.user_id

    def revoke(self, token: str) -> bool:
        """End one session; say whether there was one."""
        return self._by_token.pop(token, None) is not None

    def revoke_all(self, user_id: str | None = None) -> None:
        """End all sessions, or those of one user."""
        self._by_token = {
            token: session for token, session in self._by_token.items() if user_id not in {None, session.user_id}
        }


class Requests:
    """Counts of API requests by kind (query, composite, sobjects ...). Tokens are not API requests and count apart."""

    def __init__(self, limit: int) -> None:
        self.by_kind: Counter[str] = Counter()
        self.tokens = 0
        self.limit = limit
        """Requests a day; set it to what was used so far to exhaust it."""
        self.used = 0

    def count(self, kind: str, times: int = 1) -> None:
        """Count a request. Raises RefusedError when the day's requests are used up."""
        if self.used + times > self.limit:
            raise RefusedError("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", status=403)
        self.used += times
        self.by_kind[kind] += times

    @property
    def total(self) -> int:
        """API requests since the org was made or the counts were reset."""
        return self.by_kind.total()

    def reset(self) -> None:
        """Start the counts by kind anew; what was used of the day's limit stays used."""
        self.by_kind.clear()
        self.tokens = 0
