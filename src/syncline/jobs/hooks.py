"""The web hook of an installation: who may post to it, and the note that a post leaves - that a rep's turn comes soon.

A rep's part of its address is the rep's id, sealed with a secret of this installation, so that nothing has to be looked
up to read it and nothing can be made up; the secret that comes back with each post is made of the same.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.store.port import Store

PUBLIC_URL = "public_url"
"""The setting that holds the address of the pages as the internet sees it, with a slash at its end; empty without."""
SETTLE = timedelta(seconds=2)
"""One action of a person makes several notices: a cycle waits until they are over."""
_SETTING = "hook_secret"
_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Hook:
    """A rep's part of the web hook: the last part of the address, and the secret to subscribe with."""

    rep: str
    place: str
    secret: str


class Hooks:
    """The web hook of an installation."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, rep: str) -> Hook:
        """Answer a rep's part, by the rep's id; the installation's secret is made when it is first needed."""
        secret = self._store.setting(_SETTING) or self._first_secret()
        return Hook(rep, _cipher(secret).encrypt(rep.encode(), None).hex(), _shared(secret, rep))

    def at(self, place: str) -> Hook | None:
        """Answer whose part of the web hook an address is; None if it is nobody's. One look into the store."""
        secret = self._store.setting(_SETTING)
        if not secret:
            return None
        try:
            rep = _cipher(secret).decrypt(bytes.fromhex(place), None).decode()
        except (ValueError, InvalidTag):
            return None
        return Hook(rep, place, _shared(secret, rep))

    def _first_secret(self) -> str:
        """Make the installation's secret, unless another worker is at it just now."""
        with self._store.holding(Whose.SUBSCRIPTION, _SETTING, wait=True):
            secret = self._store.setting(_SETTING)
            if not secret:
                secret = secrets.token_hex(_LENGTH)
                self._store.save_setup(settings={_SETTING: secret})
        return secret

    def changed(self, hook: Hook, now: datetime) -> None:
        """Note that something changed in a rep's mailbox: a cycle, soon, finds out what."""
        self._store.hasten(Whose.REP, [hook.rep], now + SETTLE)

    def ailing(self, hook: Hook, now: datetime) -> None:
        """Note that a subscription of the rep needs care; until it had some, polls are as frequent as ever."""
        self._store.drop_turns(Whose.PUSH, [hook.rep])
        self._store.hasten(Whose.SUBSCRIPTION, [hook.rep], now)


def _cipher(secret: str) -> AESSIV:
    """Deterministic, so that a rep's address stays the same: https://www.rfc-editor.org/rfc/rfc5297."""
    return AESSIV(hashlib.sha512(f"place:{secret}".encode()).digest())


def _shared(secret: str, rep: str) -> str:
    return hmac.new(secret.encode(), f"state:{rep}".encode(), hashlib.sha256).hexdigest()
