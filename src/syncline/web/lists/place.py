"""Where a row stands in a list: the last screen is found as quickly as the first, and what comes meanwhile moves none.

A place is the values that the list is sorted by. The database goes to it by the index of that order; with `OFFSET` it
would read every row before (https://use-the-index-luke.com/no-offset).
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.timezone import is_naive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

AnyModel = TypeVar("AnyModel", bound=Model)


class NoPlaceError(Exception):
    """A text does not name a place in this list."""


def in_order(rows: QuerySet[AnyModel]) -> QuerySet[AnyModel]:
    """Sort rows so that no two stand in the same place: as they are sorted, then by their key."""
    said = [str(one) for one in rows.query.order_by]
    key = [field.name for field in rows.model._meta.pk_fields]  # noqa: SLF001 - Django documents it
    return rows.order_by(*said, *(name for name in key if not {name, f"-{name}"} & set(said)))


def place_of(rows: QuerySet[AnyModel], row: AnyModel) -> str:
    """Answer the place of one of the rows that `in_order` sorted, for an address."""
    told = msgspec.json.encode([getattr(row, name) for name, _ in _columns(rows)])
    return urlsafe_b64encode(told).decode().rstrip("=")


def beyond(rows: QuerySet[AnyModel], place: str) -> QuerySet[AnyModel]:
    """Answer the rows after a place; those before it where the rows are reversed. Raises `NoPlaceError`."""
    columns = _columns(rows)
    return rows.filter(_after(columns, _read(rows, columns, place)))


def _columns(rows: QuerySet[Any]) -> list[tuple[str, bool]]:
    """Answer what the rows are sorted by, and whether it falls."""
    turned = not rows.query.standard_ordering
    return [(name.removeprefix("-"), name.startswith("-") is not turned) for name in map(str, rows.query.order_by)]


def _after(columns: Sequence[tuple[str, bool]], values: Sequence[Any]) -> Q:
    """Compare column by column. The bound on the first one is said by itself: it is what an index is entered by."""
    (name, falls), value = columns[0], values[0]
    beyond_it = Q(**{f"{name}__{'lt' if falls else 'gt'}": value})
    if len(columns) == 1:
        return beyond_it
    not_before = Q(**{f"{name}__{'lte' if falls else 'gte'}": value})
    return not_before & (beyond_it | Q(**{name: value}) & _after(columns[1:], values[1:]))


def _read(rows: QuerySet[Any], columns: Sequence[tuple[str, bool]], place: str) -> list[Any]:
    try:
        told = msgspec.json.decode(urlsafe_b64decode(place + "=" * (-len(place) % 4)), type=list[str | int])
        values = [rows.model._meta.get_field(name).to_python(one) for (name, _), one in zip(columns, told, strict=True)]  # noqa: SLF001 - as above
    except (ValueError, TypeError, ValidationError) as error:
        raise NoPlaceError from error
    if not all(map(_possible, values)):
        raise NoPlaceError
    return values


def _possible(value: Any) -> bool:
    """Whether the database can hold it."""
    return not ((isinstance(value, str) and "\0" in value) or (isinstance(value, datetime) and is_naive(value)))
