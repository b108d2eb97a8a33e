"""What `deploy/` says is true of the program: its commands, its options, the names of its metrics."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from syncline.cli.main import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[3]
DEPLOY = PROJECT / "deploy"
METRIC = re.compile(r"syncline_[a-z_]+")


def _yaml(name: str) -> list[Any]:
    return [one for one in YAML(typ="safe").load_all((DEPLOY / name).read_text()) if one]


def _commands() -> Iterator[tuple[str, list[str]]]:
    """What each file starts: the words after `syncline` and the options of every command."""
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        for line in unit.read_text().splitlines():
            if line.startswith("ExecStart="):
                yield unit.name, shlex.split(line)[3:]
    for name, service in _yaml("compose.yaml")[0]["services"].items():
        if name != "database":
            yield f"compose {name}", service["command"]
    for manifest in _yaml("kubernetes/syncline.yaml"):
        if manifest["kind"] == "Deployment":
            yield manifest["metadata"]["name"], manifest["spec"]["template"]["spec"]["containers"][0]["args"]


@pytest.mark.parametrize(("place", "words"), list(_commands()))
def test_what_is_started_is_a_command(place: str, words: list[str]) -> None:
    assert words[0] in {*COMMANDS, "%i"}, place


def test_every_part_is_started_by_compose_and_kubernetes() -> None:
    started = [(place, words[0]) for place, words in _commands()]
    for prefix in ("compose", "syncline-"):
        assert {command for place, command in started if place.startswith(prefix)} == {"web", "worker", "listen"}


def test_every_machine_is_told_database_key_and_installation() -> None:
    told = set(_yaml("compose.yaml")[0]["x-syncline"]["environment"])
    assert told == {"DATABASE_URL", "SYNCLINE_KEY", "SYNCLINE_INSTALLATION"}
    for name in ("kubernetes/syncline.yaml", "systemd/syncline@.service"):
        assert all(word in (DEPLOY / name).read_text() for word in told), name


def _metrics() -> set[str]:
    """The names that the pages answer, as they stand in the source of `/metrics`."""
    source = (PROJECT / "src" / "syncline" / "web" / "metrics.py").read_text()
    counters = set(re.findall(r'CounterMetricFamily\(\s*"(syncline_\w+)"', source))
    gauges = set(re.findall(r'(?:GaugeMetricFamily|_by)\(\s*"(syncline_\w+)"', source))
    histograms = set(re.findall(r'HistogramMetricFamily\(\s*"(syncline_\w+)"', source))
    return {f"{name}_total" for name in counters} | gauges | {f"{name}_bucket" for name in histograms}


def test_alerts_and_dashboard_ask_for_what_is_there() -> None:
    rules = _yaml("alerts.yaml")[0]["groups"][0]["rules"]
    panels = json.loads((DEPLOY / "grafana.json").read_text())["panels"]
    asked = [rule["expr"] for rule in rules] + [target["expr"] for panel in panels for target in panel["targets"]]
    named = {name for expression in asked for name in METRIC.findall(expression)}
    assert named <= _metrics()
    assert _metrics() <= named | {"syncline_connection_down"}


def test_every_alert_says_what_to_do() -> None:
    assert all(rule["annotations"]["remedy"] for rule in _yaml("alerts.yaml")[0]["groups"][0]["rules"])
