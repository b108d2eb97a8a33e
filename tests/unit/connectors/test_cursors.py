"""A cursor of another mail system says that the mailbox moved; one of our own that cannot be read says less."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import OTHER_MAIL_SYSTEM, REPLACED, ResyncError
from syncline.connectors.exchange import cursor as exchange
from syncline.connectors.google import cursor as google
from syncline.connectors.microsoft365 import cursor as microsoft365

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TEXTS = {
    "exchange": exchange.Cursor("folder", "parent", "state").text(),
    "microsoft365": microsoft365.Cursor("folder", "parent", "link", NOW, resting=True).text(),
    "google": google.Cursor("folder", "token").text(),
}
READERS: dict[str, Callable[[str], object]] = {
    "exchange": exchange.read_cursor,
    "microsoft365": microsoft365.read_cursor,
    "google": google.read_cursor,
}


@pytest.mark.parametrize("written", TEXTS)
@pytest.mark.parametrize("read", READERS)
def test_each_knows_its_own_and_tells_the_others(read: str, written: str) -> None:
    if read == written:
        assert READERS[read](TEXTS[written])
        return
    with pytest.raises(ResyncError) as caught:
        READERS[read](TEXTS[written])
    assert caught.value.code == OTHER_MAIL_SYSTEM
    assert caught.value.code in REPLACED


@pytest.mark.parametrize("read", READERS)
def test_what_nobody_wrote_only_asks_for_a_new_listing(read: str) -> None:
    with pytest.raises(ResyncError) as caught:
        READERS[read]("no cursor")
    assert caught.value.code == "resync"
