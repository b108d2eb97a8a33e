"""A server, a connector, and Microsoft's schemas between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.mailbox_stage import PAGE_SIZE
from tests.support.exchange_stage import ExchangeStage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def stage() -> Iterator[ExchangeStage]:
    stage = ExchangeStage(page_size=PAGE_SIZE, read_batch=PAGE_SIZE, write_batch=PAGE_SIZE)
    yield stage
    stage.connection.close()
    if stage.referee is not None:
        assert stage.referee.found == []
