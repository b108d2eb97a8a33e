"""The cases of python-dateutil's own suite: what a pattern says is expanded as it says there, the rest is refused."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from dateutil import rrule

from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import occurrences
from syncline.records.recurrence.rrule_read import read_rrule

HOME = Path(__file__).parents[3] / ".referees" / "dateutil"
ZONE = "Europe/Berlin"
NAMES = {name: getattr(rrule, name) for name in dir(rrule)} | {"datetime": datetime, "date": date}


def cases() -> list[tuple[str, list[datetime]]]:
    """Each `assertEqual(list(rrule(...)), [...])` of the suite: the rule as RFC 5545 has it, and what it makes."""
    tree = ast.parse(next(HOME.glob("*/tests/test_rrule.py")).read_text(encoding="utf-8"))
    asserted: list[list[Any]] = [
        node.args for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) == "assertEqual"
    ]
    told = [(args[0].args[0], args[1]) for args in asserted if _name(args[0]) == "list"]
    plain = ((rule, made) for rule, made in told if _name(rule) in {"rrule", "rrulestr"} and _plain(rule, made))
    return [(_text(_value(rule)), _value(made)) for rule, made in plain]


def _plain(*nodes: Any) -> bool:
    """Whether a case needs nothing but what dateutil itself exports."""
    used = {node.id for one in nodes for node in ast.walk(one) if isinstance(node, ast.Name)}
    return used <= NAMES.keys() | {"list"}


def _text(rule: Any) -> str:
    """A rule in words; a set of rules has several, or none."""
    return str(rule) if isinstance(rule, rrule.rrule) else ""


def _name(node: Any) -> str:
    function = getattr(node, "func", None)
    return str(getattr(function, "attr", getattr(function, "id", "")))


def _value(node: Any) -> Any:
    return eval(compile(ast.Expression(node), "test_rrule.py", "eval"), dict(NAMES))  # noqa: S307 - a pinned suite


def fate(told: str, made: list[datetime]) -> str:
    """The suite's first occurrence need not be DTSTART; a series here begins with it."""
    if not made:
        return "empty"
    start = f"{made[0].isoformat()}@{ZONE}"
    rules = re.findall(r"RRULE:(.*)", told)
    if len(rules) != 1:
        return "several_rules"
    try:
        rule = read_rrule(rules[0], start)
    except NotRepresentableError as refused:
        return refused.rule
    ours = [one.start.partition("@")[0] for one in islice(occurrences(rule, start, start), len(made) + 1)]
    same = ours[: len(made)] == [one.isoformat() for one in made]
    return "same" if same and (len(ours) == len(made) or "COUNT" not in told) else f"other: {told}"


def test_every_case() -> None:
    fates = Counter(fate(*case) for case in cases())
    assert sum(fates.values()) >= 250
    assert [told for told in fates if told.startswith("other")] == []
    assert fates["same"] >= 33
