"""Who changed what is kept as it was told (SPEC 7.9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.store.history import HistoryFilter, HistoryRow, Via
from tests.support.store_samples import NOW

if TYPE_CHECKING:
    from syncline.store.port import Store

ROW = HistoryRow(NOW, "Jo", Via.COMMAND, "rep", "a/x", {"paused": ("false", "true")})


def test_rows_come_newest_first_whole_and_by_what_is_asked(store: Store) -> None:
    odd = replace(
        ROW, who="ann@acme.example", via=Via.API, name="\x00\ud800", address="::1", changes={"\x00": ("", "→")}
    )
    store.note([ROW, odd])
    store.note([replace(ROW, what="token")])
    told = store.history(10)
    assert [replace(row, id=0) for row in told] == [replace(ROW, what="token"), odd, ROW]
    assert told[0].id > told[1].id > told[2].id > 0
    assert store.history(10, HistoryFilter(before=told[1].id)) == [told[2]]
    assert store.history(1, HistoryFilter(what="rep")) == [told[1]]
    assert store.history(10, HistoryFilter(name="\x00\ud800", who="ANN@")) == [told[1]]
    assert store.history(10, HistoryFilter(who="nobody")) == []
