"""Series are read as the port says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.series_contract import SeriesContract
from tests.support.series_hands import GoogleHands

if TYPE_CHECKING:
    from tests.support.google_stage import GoogleStage


class TestSeries(SeriesContract):
    """Without a socket; the fixture `stage` is that of this folder."""

    @pytest.fixture
    def hands(self, stage: GoogleStage) -> GoogleHands:
        return GoogleHands(stage.account, stage.server.outbox)
