"""What servers were asked to tell our web hook of is kept (SPEC 6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.records.words import Collection
from syncline.store.subscriptions import SubscriptionRow
from tests.support.store_samples import NOW

if TYPE_CHECKING:
    from syncline.store.port import Store

ROW = SubscriptionRow("a/x", Collection.EVENTS, "mail", "x@a.example", "id", "folder", "https://a.example/h", NOW)


def test_one_row_of_each_rep_and_collection_is_kept(store: Store) -> None:
    contacts, other = replace(ROW, collection=Collection.CONTACTS), replace(ROW, rep="a/w")
    store.save_subscriptions([ROW, contacts, other])
    assert store.subscriptions() == [other, contacts, ROW]
    assert store.subscriptions(["a/x"]) == [contacts, ROW]
    later = replace(ROW, id="another", expires=NOW + timedelta(days=1))
    store.save_subscriptions([later])
    assert store.subscriptions(["a/x"]) == [contacts, later]


def test_what_is_dropped_is_gone_and_the_rest_stays(store: Store) -> None:
    other = replace(ROW, rep="a/w")
    store.save_subscriptions([ROW, other])
    store.drop_subscription("a/x", Collection.EVENTS)
    store.drop_subscription("a/x", Collection.CONTACTS)
    assert store.subscriptions() == [other]
    store.save_subscriptions([])
    assert store.subscriptions([]) == []
