"""P6 over every scenario: whatever a test was about, no server of any house that it built would have mailed anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.support.house import House

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def nobody_was_mailed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look at the outboxes of all houses once the test is over, unless an admin let the mail system mail people."""
    built: list[House] = []
    furnish = House.__post_init__

    def noted(house: House) -> None:
        furnish(house)
        built.append(house)

    with patch.object(House, "__post_init__", noted):
        yield
    if request.node.get_closest_marker("mails") is None:
        assert [house.mails_sent() for house in built] == [0] * len(built), "P6: somebody was written to"
