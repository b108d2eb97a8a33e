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
_SHORTEST = 20


def text(ledger: Ledger, label: str, value: int, *, short: bool) -> str | None:
    """Answer what is typed into a field; None empties it. `short` keeps to what Salesforce takes."""
    mark = ledger.mark()
    if label == "EmailAddress1":
        return f"{mark}@customer.example"
    style = value % 10
    if style == 0 and label not in NAMES:
        ledger.typed.discard(mark)
        return None
    if style == 1:
        return f"  {mark}   y "
    if style == 2 and not short:  # noqa: PLR2004 - a style
        return f"{mark} {'long words ' * 30}"[:240].strip()
    if style == 3:  # noqa: PLR2004 - a style
        return f"{mark} é ẞ 😀"
    if style == 4 and label in _LINES:  # noqa: PLR2004 - a style
        return f"{mark}\r\nsecond line \r\n\r\nfourth"
    return mark
