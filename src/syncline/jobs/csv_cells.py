"""The error report as comma-separated values, the same from the command line and from the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.jobs.attention import error_as_json

if TYPE_CHECKING:
    from syncline.store.rows import ErrorRow

COLUMNS = (
    "id", "rep", "collection", "direction", "side", "record", "other_record",
    "time", "code", "message", "remedy", "attempts",
)  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def cells(row: ErrorRow) -> list[object]:
    """Answer a row's cells, in the order of `COLUMNS`."""
    told = error_as_json(row)
    return [cell(told[column]) for column in COLUMNS]


def cell(value: object) -> object:
    """Keep spreadsheets from running a text as a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
