"""Secrets at rest: sealed with a key that lies outside the database.

The key is a Fernet key (https://cryptography.io/en/latest/fernet/). To rotate, put a new one in front of the old:
what is sealed from then on uses the first, what was sealed before is opened with any.
"""

from __future__ import annotations

import hashlib
import hmac
import stat
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from syncline.store.codec import decode, encode
from syncline.store.errors import SecretKeyError, SecretsUnreadableError
from syncline.store.files import write_once

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SecretBox:
    """Seals and opens the secrets of connections. Shows nothing of its keys."""

    def __init__(self, keys: str) -> None:
        """Take keys apart by commas or white space; raises `SecretKeyError`, which never quotes one."""
        try:
            words = keys.replace(",", " ").split()
            self._keys = MultiFernet([Fernet(key) for key in words])
        except ValueError:
            raise SecretKeyError(
                "the key for secrets is not one: it is 44 characters, made for example by `openssl rand -base64 32 | "
                "tr +/ -_`; several are separated by commas, the newest first"
            ) from None
        self._root = hashlib.sha256(b"derived " + words[0].encode()).digest()
        """Of the newest key; leads back to none."""

    def __repr__(self) -> str:
        return "SecretBox(...)"

    def derived(self, purpose: str) -> str:
        """Answer a key for something else, which tells nothing about ours. Another newest key makes another one."""
        return hmac.new(self._root, purpose.encode(), hashlib.sha256).hexdigest()

    def seal(self, secrets: Mapping[str, str]) -> str:
        """Answer text for the database; empty when there are no secrets."""
        return self._keys.encrypt(encode(secrets).encode("utf-8", "surrogatepass")).decode() if secrets else ""

    def open(self, connection: str, sealed: str) -> dict[str, str]:
        """Answer what was sealed. Raises `SecretsUnreadableError` naming `connection`."""
        if not sealed:
            return {}
        try:
            text = self._keys.decrypt(sealed).decode("utf-8", "surrogatepass")
        except (InvalidToken, ValueError):
            raise SecretsUnreadableError(connection) from None
        secrets: dict[str, str] = decode(text)
        return secrets


def open_box(data: Path, keys: str | None = None) -> SecretBox:
    """Take the keys given (SYNCLINE_KEY), or those in `secret.key` in the data folder, made at first use.

    Raises `SecretKeyError` when the file is open to others than its owner.
    """
    return SecretBox(keys or _key_file(data / "secret.key"))


def _key_file(path: Path) -> str:
    if not path.exists():
        write_once(path, Fernet.generate_key().decode() + "\n")
    return _read(path)


def _read(path: Path) -> str:
    if path.stat().st_mode & _OTHERS:
        raise SecretKeyError(
            f"{path} can be read by others than its owner; run `chmod 600 {path}`, and if others had access to this "
            "machine, change the passwords that Syncline was given"
        )
    return path.read_text(encoding="ascii")
