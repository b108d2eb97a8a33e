"""Which kind is which connector. Each is loaded when it is first wanted: their libraries take their time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.cli.mail.kind import MailKind

_MODULES = {
    "exchange": ("syncline.cli.mail.exchange", "ExchangeKind"),
    "microsoft365": ("syncline.cli.mail.microsoft365", "Microsoft365Kind"),
    "google": ("syncline.cli.mail.google", "GoogleKind"),
}


class MailKinds:
    """The kinds that were wanted so far."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._made: dict[str, MailKind] = {}

    def kind(self, name: str) -> MailKind:
        """Answer the kind of that name."""
        if name not in self._made:
            module, maker = _MODULES[name]
            self._made[name] = cast("MailKind", getattr(import_module(module), maker)(self._clock))
        return self._made[name]
