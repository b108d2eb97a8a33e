"""Settings of configurations, as the tests of this folder vary them."""

from __future__ import annotations

from typing import Any

from tests.support.house import CONTACTS, EVENTS


def contacts_with(**changed: Any) -> dict[str, Any]:
    """The usual contact settings, some of them changed."""
    return {**CONTACTS, **changed}


def events_with(**changed: Any) -> dict[str, Any]:
    """The usual event settings, some of them changed."""
    return {**EVENTS, **changed}


NO_EVENTS: dict[str, Any] = {"direction": "none"}
NO_CONTACTS: dict[str, Any] = {"direction": "none"}
