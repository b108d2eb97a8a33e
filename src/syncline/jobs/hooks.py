"""Notifications of mail systems: who may post them, and the note that they leave - that a rep's turn is due at once.

A rep's address at the web hook, and the secret that comes back with each notification, are made of one secret of this
installation, so that nothing has to be looked up to tell a true one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import RepRow

_SETTING = "hook_secret"
_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Hook:
    """Where notifications about a rep are posted: the last part of the address, and the secret to subscribe with."""

    rep: str
    place: str
    secret: str


class Hooks:
    """The web hook of an installation."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, rep: RepRow) -> Hook:
        """Answer a rep's part of the web hook; the installation's secret is made when it is first needed."""
        secret = self._store.setting(_SETTING)
        if not secret:
            secret = secrets.token_hex(_LENGTH)
            self._store.save_setup(settings={_SETTING: secret})
        return _hook(secret, rep.id)

    def at(self, place: str) -> Hook | None:
        """Answer whose part of the web hook an address is; None if it is nobody's."""
        secret = self._store.setting(_SETTING)
        if not secret:
            return None
        hooks = (_hook(secret, rep.id) for rep in self._store.reps() if rep.configuration)
        return next((one for one in hooks if hmac.compare_digest(one.place.encode(), place.encode())), None)

    def heard(self, hook: Hook, now: datetime) -> None:
        """Note that something changed in a rep's mailbox: a cycle, soon, finds out what."""
        self._store.hasten(Whose.REP, [hook.rep], now)


def _hook(secret: str, rep: str) -> Hook:
    return Hook(rep, _made(secret, "place", rep), _made(secret, "state", rep))


def _made(secret: str, what: str, rep: str) -> str:
    return hmac.new(secret.encode(), f"{what}:{rep}".encode(), hashlib.sha256).hexdigest()
