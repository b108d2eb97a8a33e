"""A sign of life that does not arrive is not the last one."""

from __future__ import annotations

import asyncio
from typing import Any

from procrastinate.exceptions import ConnectorException
from procrastinate.testing import InMemoryConnector

from syncline.jobs.service.away import LastingManager


class Away(InMemoryConnector):
    """A database that is away for the first few requests."""

    asked = 0

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        self.asked += 1
        if self.asked < 3:
            raise ConnectorException


def test_signs_of_life_go_on() -> None:
    connector = Away()
    manager = LastingManager(connector)

    async def three() -> None:
        for _ in range(3):
            await manager.update_heartbeat(1)

    asyncio.run(three())
    assert connector.asked == 3
