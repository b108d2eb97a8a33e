"""What a connection notices about its calls: how many of each, and which version the server has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.old_servers import check, told_build
from syncline.connectors.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.exchange.answer import Answer


class Watch(Watching):
    """Shared by all mailboxes of a connection, and by their threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.build: str | None = None
        """The server's build as its first answer told it, such as `15.2.1118.7`."""

    def check(self, answer: Answer) -> None:
        """Learn the server's time, and its version from the first answer.

        Raises `StopConnectionError` if it is too old for us.
        """
        self.learn(answer.date)
        if self.build is not None:
            return
        build = told_build(answer)
        if build is not None:
            check(build)
            self.build = str(build)
