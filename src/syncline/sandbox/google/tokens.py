"""Opaque tokens for pages and for synchronizing: what a later request must remember, unreadable for clients."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any


def seal(content: dict[str, Any]) -> str:
    """Write a token."""
    return base64.urlsafe_b64encode(json.dumps(content, sort_keys=True).encode()).decode().rstrip("=")


def unseal(token: str) -> dict[str, Any] | None:
    """Read a token; None if it is none of ours."""
    try:
        content = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (binascii.Error, ValueError):
        return None
    return content if isinstance(content, dict) else None
