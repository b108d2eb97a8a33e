"""Records as CSV, the way both Bulk APIs read and write them.

https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/datafiles_prepare_csv.htm
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce.bulk.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from syncline.sandbox.salesforce.bulk.job import Record

NULL = "#N/A"
DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "TAB": "\t", "PIPE": "|", "CARET": "^", "BACKQUOTE": "`"}


def read(content: bytes, delimiter: str = ",") -> list[Record]:
    """Read records; #N/A is null, and an empty cell says nothing. Raises JobError."""
    try:
        text = content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise JobError("InvalidBatch", "Failed to parse CSV. Check the file's encoding and quotes") from error
    if not lines or not any(lines[0]):
        raise JobError("InvalidBatch", "Failed to read header line")
    header, *body = lines
    for line in body:
        if line and len(line) != len(header):
            raise JobError("InvalidBatch", "The number of columns differs from the header's")
    return [
        {name: None if cell == NULL else cell for name, cell in zip(header, line, strict=True)} for line in body if line
    ]


def write(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], delimiter: str = ",", line_end: str = "\n") -> str:
    """Write rows under their columns, every cell in quotes; Account.Name is looked for in what Account holds."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=line_end)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(_value(row, column)) for column in columns])
    return text.getvalue()


def _value(row: Mapping[str, Any], column: str) -> object:
    if column in row:
        return row[column]
    value: Any = row
    for step in column.split("."):
        named = {name.lower(): inner for name, inner in value.items()} if isinstance(value, dict) else {}
        value = named.get(step.lower())
    return value


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def error_text(error: Mapping[str, Any]) -> str:
    """Write a refusal into one cell."""
    return f"{error['statusCode']}:{error['message']}:{','.join(error.get('fields') or ())} --" if error else ""
