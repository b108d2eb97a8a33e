"""`/metrics` tells Prometheus what was done and how things stand, and names nobody (SPEC 7.9)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from syncline.jobs.tokens import make_token
from syncline.store.meters import Count, Counted
from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow
from syncline.store.schedule import Turn, Whose
from syncline.web.serve import Pages
from tests.contract.web.conftest import NOW

if TYPE_CHECKING:
    import pytest
    from werkzeug.test import TestResponse

    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

ADDRESS = "rep@acme.example"
FAR = "192.0.2.7"


def _asked(around: Around, address: str = "127.0.0.1", **headers: str) -> TestResponse:
    return Client(Pages(around)).get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)


def _scrape(around: Around, address: str = "127.0.0.1", **headers: str) -> dict[tuple[str, ...], float]:
    answer = _asked(around, address, **headers)
    assert answer.status_code == 200, answer.text
    assert ADDRESS not in answer.text
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def _filled(store: DatabaseStore) -> None:
    store.save_setup(
        connections=[ConnectionRow("acme", "salesforce", {"daily_share": 10}), ConnectionRow("mail", "exchange", {})],
        configurations=[ConfigurationRow("Sales", "acme", "mail", True, {})],  # noqa: FBT003
        reps=[RepRow(f"acme/{ADDRESS}", "acme", "mail", ADDRESS, "Sales")],
        settings={"usage:acme": '{"used": 500, "limit": 15000}'},
    )
    store.save_turns([Turn(Whose.REP, f"acme/{ADDRESS}", NOW - timedelta(seconds=40), 300.0)])
    counts = [
        Count(Counted.CALLS, "acme", 30),
        Count(Counted.WRITES, "contacts/to_mailbox/created", 7),
        Count(Counted.ARRIVED, "to_mailbox/5", 4),
        Count(Counted.ARRIVED, "to_mailbox/60", 2),
        Count(Counted.ARRIVED, "to_mailbox/+Inf", 1),
        Count(Counted.LATENCY, "to_mailbox", 9_012_500),
    ]
    store.count(counts, NOW - timedelta(hours=2))


def test_what_was_done_and_how_things_stand(around: Around, store: DatabaseStore) -> None:
    _filled(store)
    seen = _scrape(around)
    assert seen["syncline_calls_total", "acme"] == 30
    assert seen["syncline_records_total", "contacts", "to_mailbox", "created"] == 7
    assert seen["syncline_reps",] == 1
    assert (seen["syncline_turns_overdue",], seen["syncline_lateness_seconds",]) == (1, 40)
    assert seen["syncline_budget_spent", "acme"] == 30
    assert seen["syncline_budget_allowed", "acme"] == 1500
    assert seen["syncline_budget_forecast", "acme"] == 240


def test_how_long_edits_took_is_a_histogram(around: Around, store: DatabaseStore) -> None:
    _filled(store)
    seen = _scrape(around)
    buckets = {bound: seen["syncline_latency_seconds_bucket", "to_mailbox", bound] for bound in ("2", "5", "30", "60")}
    assert buckets == {"2": 0, "5": 4, "30": 4, "60": 6}
    assert seen["syncline_latency_seconds_bucket", "to_mailbox", "+Inf"] == 7
    assert seen["syncline_latency_seconds_count", "to_mailbox"] == 7
    assert seen["syncline_latency_seconds_sum", "to_mailbox"] == 9012.5
    assert seen["syncline_latency_seconds_count", "to_salesforce"] == 0


def test_what_a_worker_counted_is_not_counted_by_every_scrape(
    around: Around, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from syncline.web.lists import summary  # noqa: PLC0415 - Django has to be set up before

    _filled(store)
    monkeypatch.setattr(summary, "SMALL", 0)
    summary.sum_up(store, lambda: NOW - timedelta(seconds=10))
    store.save_setup(reps=[RepRow("acme/other", "acme", "mail", "other", "Sales")])
    seen = _scrape(around)
    assert (seen["syncline_reps",], seen["syncline_lateness_seconds",]) == (1, 30)
    assert seen["syncline_counted_seconds",] == (NOW - timedelta(seconds=10)).timestamp()


def test_from_elsewhere_a_token_is_needed(around: Around, store: DatabaseStore) -> None:
    assert _asked(around, FAR).status_code == 401
    assert _asked(around, **{"X-Forwarded-For": FAR}).status_code == 401, "a proxy on this machine speaks for others"
    assert _asked(around, FAR, Authorization="Bearer guessed").status_code == 401
    secret = make_token(store, "prometheus", NOW)
    assert _scrape(around, FAR, Authorization=f"Bearer {secret}")
