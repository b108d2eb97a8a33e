"""Series are read as the port says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.series_contract import SeriesContract
from tests.support.series_hands import ExchangeHands

if TYPE_CHECKING:
    from tests.support.exchange_stage import ExchangeStage


class TestSeries(SeriesContract):
    """Without a socket; the fixture `stage` is that of this folder."""

    @pytest.fixture
    def hands(self, stage: ExchangeStage) -> ExchangeHands:
        return ExchangeHands(stage.box, stage.server.outbox)
