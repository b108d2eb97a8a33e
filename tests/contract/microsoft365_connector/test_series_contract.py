"""Series are read as the port says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.series_contract import SeriesContract
from tests.support.series_hands import GraphHands

if TYPE_CHECKING:
    from tests.support.microsoft365_stage import Microsoft365Stage


class TestSeries(SeriesContract):
    """Without a socket; the fixture `stage` is that of this folder."""

    @pytest.fixture
    def hands(self, stage: Microsoft365Stage) -> GraphHands:
        return GraphHands(stage.box, stage.server.outbox)
