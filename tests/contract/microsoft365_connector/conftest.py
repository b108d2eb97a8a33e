"""A tenant and a connector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.mailbox_stage import PAGE_SIZE
from tests.support.microsoft365_stage import Microsoft365Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def stage() -> Iterator[Microsoft365Stage]:
    stage = Microsoft365Stage(page_size=PAGE_SIZE)
    yield stage
    stage.connection.close()
    if stage.referee is not None:
        assert stage.referee.found == []
