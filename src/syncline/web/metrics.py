"""`/metrics` for Prometheus: the sum of what all workers did, and how things stand.

https://prometheus.io/docs/instrumenting/exposition_formats/ - a scrape reads the database, so any one process that
serves pages answers for all of them.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from django.http import HttpResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from syncline.jobs.service.gauges import gauges
from syncline.jobs.tokens import holder_of
from syncline.records.words import Direction
from syncline.store.meters import BOUNDS, Counted
from syncline.web.access.needs import ANYBODY, needs
from syncline.web.asked import around, store_of
from syncline.web.lists.summary import kept
from syncline.web.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from django.http import HttpRequest
    from prometheus_client.core import Metric

    from syncline.jobs.budget import Budget
    from syncline.jobs.service.gauges import Gauges
    from syncline.store.meters import Count
    from syncline.store.port import Store

_FORM = "text/plain; version=0.0.4; charset=utf-8"
_BEARER = "Bearer "
_COUNTED = "When reps, turns, errors, held and unresolved items were counted: seconds since 1970."


@needs(ANYBODY)
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer a scrape from this machine, or one that shows a token (Prometheus: `authorization.credentials`)."""
    if not _allowed(request):
        refusal = HttpResponse("Show an API token: Authorization: Bearer ...\n", status=401, content_type="text/plain")
        refusal["WWW-Authenticate"] = "Bearer"
        return refusal
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Everything(store_of(request), around(request).clock))
    return HttpResponse(generate_latest(registry), content_type=_FORM)


def _allowed(request: HttpRequest) -> bool:
    near = is_loopback(request.META.get("REMOTE_ADDR", "")) and "HTTP_X_FORWARDED_FOR" not in request.META
    shown = request.META.get("HTTP_AUTHORIZATION", "")
    return near or (shown.startswith(_BEARER) and holder_of(store_of(request), shown[len(_BEARER) :]) is not None)


class _Everything(Collector):
    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def collect(self) -> Iterable[Metric]:
        """Answer all families."""
        yield from _done(self._store.totals())
        now, known = self._clock(), kept(self._clock)
        tally = known.tally if known else self._store.tally(now)
        yield GaugeMetricFamily("syncline_counted_seconds", _COUNTED, value=(known.at if known else now).timestamp())
        yield from _standing(gauges(self._store, tally, now))


def _done(totals: Iterable[Count]) -> Iterator[Metric]:
    calls = CounterMetricFamily("syncline_calls", "Requests to a provider.", labels=["connection"])
    cycles = CounterMetricFamily("syncline_cycles", "Finished cycles.")
    seconds = CounterMetricFamily("syncline_cycle_seconds", "How long finished cycles took, all together.")
    records = CounterMetricFamily(
        "syncline_records", "Records written, skipped or failed.", labels=["collection", "direction", "what"]
    )
    stopped = CounterMetricFamily("syncline_cycles_stopped", "Cycles that were stopped as a whole.", labels=["code"])
    known = list(totals)
    for one in known:
        match one.what:
            case Counted.CALLS:
                calls.add_metric([one.label], one.number)
            case Counted.CYCLES:
                cycles.add_metric([], one.number)
            case Counted.MILLISECONDS:
                seconds.add_metric([], one.number / 1000)
            case Counted.WRITES:
                records.add_metric(one.label.split("/"), one.number)
            case Counted.STOPPED:
                stopped.add_metric([one.label], one.number)
    yield from (calls, cycles, seconds, records, stopped, _latencies(known))


def _latencies(totals: Iterable[Count]) -> HistogramMetricFamily:
    """Answer how long edits took; each bucket holds those of the smaller ones too."""
    family = HistogramMetricFamily(
        "syncline_latency_seconds", "From an edit until it is on the other side.", labels=["direction"]
    )
    numbers = {(one.what, one.label): one.number for one in totals}
    for way in (Direction.TO_SALESFORCE, Direction.TO_MAILBOX):
        each = (numbers.get((Counted.ARRIVED, f"{way}/{bound}"), 0) for bound in BOUNDS)
        buckets = list(zip(BOUNDS, accumulate(each), strict=True))
        family.add_metric([way], buckets, sum_value=numbers.get((Counted.LATENCY, way), 0) / 1000)
    return family


def _standing(now: Gauges) -> Iterator[Metric]:
    yield GaugeMetricFamily("syncline_reps", "Reps in force.", value=now.reps)
    yield GaugeMetricFamily("syncline_turns_overdue", "Cycles that should have begun.", value=now.overdue)
    yield GaugeMetricFamily("syncline_lateness_seconds", "How late the longest overdue cycle is.", value=now.lateness)
    yield GaugeMetricFamily("syncline_first_cycles", "Reps before the end of a first cycle.", value=now.first_cycles)
    yield GaugeMetricFamily("syncline_held", "Actions that wait for a person's word.", value=now.held)
    yield GaugeMetricFamily("syncline_unresolved", "Questions that wait for a person.", value=now.unresolved)
    yield _by("syncline_errors", "What fails, by code.", "code", now.errors)
    down = "Mail connections on which nobody can go on."
    yield _by("syncline_connection_down", down, "connection", dict.fromkeys(now.ailing, 1))
    yield from _budgets(now.budgets.items())


def _budgets(budgets: Iterable[tuple[str, Budget]]) -> Iterator[Metric]:
    known = list(budgets)
    spent = {name: one.spent for name, one in known}
    allowed = {name: one.allowed for name, one in known if one.allowed is not None}
    forecast = {name: one.forecast for name, one in known}
    yield _by("syncline_budget_spent", "Requests to the org in the last 24 hours.", "connection", spent)
    yield _by("syncline_budget_allowed", "Requests to the org that Syncline may make a day.", "connection", allowed)
    yield _by("syncline_budget_forecast", "Requests a day at the rate of the last hours.", "connection", forecast)


def _by(name: str, described: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, described, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
