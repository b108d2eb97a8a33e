"""What people type into a field: plain words mostly, and what servers shorten, rewrite or refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.ledger import Ledger

LABELS = (
    "JobTitle", "HomePhone", "Body", "BusinessCity", "BusinessStreet", "MobilePhone",
    "GivenName", "Surname", "EmailAddress1", "JobTitle",
)  # fmt: skip
NAMES = frozenset({"GivenName", "Surname", "EmailAddress1"})
"""Fields that matching goes by; nobody empties them."""
_LINES = frozenset({"Body", "BusinessStreet"})


def text(ledger: Ledger, label: str, value: int, *, short: bool) -> str | None:
    """Answer what is typed into a field; None empties it. `short` keeps to what Salesforce takes."""
    mark = ledger.mark()
    if label == "EmailAddress1":
        return f"{mark}@customer.example"
    style = _STYLES[value % 10]
    if style == "nothing" and label not in NAMES:
        ledger.typed.discard(mark)
        return None
    if style == "long" and short:
        return mark
    return _written(style if style != "lines" or label in _LINES else "", mark)


_STYLES = ("nothing", "blanks", "long", "signs", "lines", "", "", "", "", "")


def _written(style: str, mark: str) -> str:
    match style:
        case "blanks":
            return f"  {mark}   y "
        case "long":
            return f"{mark} {'long words ' * 30}"[:240].strip()
        case "signs":
            return f"{mark} e\u0301 \u1e9e \U0001f600"
        case "lines":
            return f"{mark}\r\nsecond line \r\n\r\nfourth"
        case _:
            return mark
