from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from syncline.store.codec import decode, encode
from syncline.store.database.marks import array_of_marks, marks
from syncline.store.database.text import all_safe, bulk, original, safe

RARE = st.sampled_from("\x00\x01\x02\ud7ff\ud800\udfff\u4e00\\u0")
WHOLE = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(codec=None) | RARE, max_size=12)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": TEXT,
            "list": st.lists(TEXT, max_size=3),
            "json": st.dictionaries(TEXT, TEXT, max_size=2),
            "number": WHOLE,
        }
    )
)


@given(TEXT)
def test_a_safe_text_is_what_postgresql_holds_and_leads_back(text: str) -> None:
    written = safe(text)
    assert "\x00" not in written
    written.encode()
    assert original(written) == text


@given(TEXT, TEXT)
def test_the_order_by_code_point_stays(one: str, two: str) -> None:
    assert (safe(one).encode() < safe(two).encode()) == (one < two)


@given(ROWS)
def test_rows_travel_as_json_that_postgresql_takes(rows: list[dict[str, Any]]) -> None:
    text = bulk(rows).decode()
    found = decode(text)
    assert "\x00" not in str(found)
    assert [{name: _stored(name, value) for name, value in row.items()} for row in found] == rows


def _stored(name: str, value: Any) -> Any:
    """Read as the database stores it: a mapping's text, whether the mapping came as such or as its text."""
    if name != "json":
        return original(value)
    return decode(original(value if isinstance(value, str) else encode(value)))


def test_ordinary_text_stays_readable() -> None:
    assert all_safe(["Jörg", ("東京", 7), None]) == ["Jörg", ["東京", 7], None]


@given(TEXT, TEXT)
def test_marks_fit_a_bigint_and_differ_by_scope(key: str, rep: str) -> None:
    (mark,) = marks((rep, "contacts"), [key])
    assert -(2**63) <= mark < 2**63
    assert marks((rep, "events"), [key]) != [mark]
    assert array_of_marks((rep, "contacts"), [key, key]) == f"{{{mark},{mark}}}"


def test_scopes_and_keys_cannot_be_confused() -> None:
    assert marks(("a", "b"), ["c"]) != marks(("a",), ["b\x01c"])
    assert marks(("ab",), ["c"]) != marks(("a",), ["bc"])
