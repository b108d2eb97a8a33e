"""A server, and the connector in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.mailbox_stage import PAGE_SIZE
from tests.support.google_stage import GoogleStage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def stage() -> Iterator[GoogleStage]:
    stage = GoogleStage(event_page=PAGE_SIZE, contact_page=PAGE_SIZE, people_batch=PAGE_SIZE, event_batch=PAGE_SIZE)
    yield stage
    stage.connection.close()
