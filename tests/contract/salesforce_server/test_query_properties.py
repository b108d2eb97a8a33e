"""Random conditions: what the org finds is what a plain reading of the same condition finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.salesforce_org import REP, make_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce import AppKey, Person

WORDS = ["Amsel", "amsel", "Brandt", "It's", "100%", "a_b", "Köln", r"back\slash", None]
FIELDS = ["LastName", "FirstName", "Title", "Department"]
Row = dict[str, str | None]
Condition = tuple[str, "Callable[[Row], bool]"]


@pytest.fixture(scope="module")
def people(key: AppKey) -> tuple[Person, list[Row]]:
    rows: list[Row] = [
        {"LastName": last, "FirstName": WORDS[n % 9], "Title": WORDS[n // 3 % 9], "Department": WORDS[n * 2 % 9]}
        for n, last in enumerate(word for word in WORDS * 6 if word)
    ]
    rep = make_world(key).org.as_user(REP)
    rep.create_many("Contact", rows)
    return rep, rows


def _low(value: str | None) -> str | None:
    return value.lower() if value else None


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _equal(field: str, word: str | None) -> Condition:
    shown = "null" if word is None else _quoted(word)
    return f"{field} = {shown}", lambda row: _low(row[field]) == _low(word)


def _unequal(field: str, word: str | None) -> Condition:
    text, test = _equal(field, word)
    return text.replace(" = ", " != ", 1), lambda row: not test(row)


def _less(field: str, word: str) -> Condition:
    return f"{field} < {_quoted(word)}", lambda row: (low := _low(row[field])) is not None and low < word.lower()


def _among(field: str, words: list[str]) -> Condition:
    members = ", ".join(_quoted(word) for word in words)
    return f"{field} IN ({members})", lambda row: _low(row[field]) in {_low(word) for word in words}


def _starts(field: str, word: str) -> Condition:
    escaped = re.sub(r"([%_\\])", r"\\\1", word).replace("'", "\\'")
    return f"{field} LIKE '{escaped}%'", lambda row: (_low(row[field]) or "").startswith(word.lower())


def _not(inner: Condition) -> Condition:
    return f"(NOT {inner[0]})", lambda row: not inner[1](row)


def _joined(word: str, left: Condition, right: Condition) -> Condition:
    both: Callable[[Row], bool] = lambda row: left[1](row) and right[1](row)  # noqa: E731 - the pair of the next line
    either: Callable[[Row], bool] = lambda row: left[1](row) or right[1](row)  # noqa: E731
    return f"({left[0]} {word} {right[0]})", both if word == "AND" else either


_fields = st.sampled_from(FIELDS)
_words = st.sampled_from([word for word in WORDS if word])
_leaves = (
    st.builds(_equal, _fields, st.sampled_from(WORDS))
    | st.builds(_unequal, _fields, st.sampled_from(WORDS))
    | st.builds(_less, _fields, _words)
    | st.builds(_starts, _fields, _words)
    | st.builds(_among, _fields, st.lists(_words, min_size=1, max_size=4))
)
_conditions = st.recursive(
    _leaves,
    lambda inner: st.builds(_not, inner) | st.builds(_joined, st.sampled_from(["AND", "OR"]), inner, inner),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=_conditions)
def test_a_condition_finds_what_it_says(people: tuple[Person, list[Row]], condition: Condition) -> None:
    rep, rows = people
    text, test = condition

    found = rep.query(f"SELECT LastName, FirstName, Title, Department FROM Contact WHERE {text}")  # noqa: S608 - SOQL

    shown = [{name: value for name, value in record.items() if name != "attributes"} for record in found]
    assert shown == [row for row in rows if test(row)]


@settings(max_examples=30, deadline=None)
@given(field=_fields, descending=st.booleans(), last=st.booleans(), limit=st.integers(0, 60), offset=st.integers(0, 60))
def test_records_are_sorted_and_cut(
    people: tuple[Person, list[Row]],
    field: str,
    *,
    descending: bool,
    last: bool,
    limit: int,
    offset: int,
) -> None:
    rep, rows = people
    filled = sorted((row for row in rows if row[field]), key=lambda row: str(_low(row[field])), reverse=descending)
    empty = [row for row in rows if not row[field]]
    expected: list[Any] = [*filled, *empty] if last else [*empty, *filled]
    order = f"ORDER BY {field} {'DESC' if descending else 'ASC'} NULLS {'LAST' if last else 'FIRST'}"

    found = rep.query(f"SELECT LastName, {field} FROM Contact {order} LIMIT {limit} OFFSET {offset}")  # noqa: S608

    assert [record[field] for record in found] == [row[field] for row in expected[offset : offset + limit]]
