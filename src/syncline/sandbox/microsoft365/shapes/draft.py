"""An event out of a request: everything settled before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.sandbox.microsoft365.bodies import EMPTY, HTML, TEXT, Body
from syncline.sandbox.microsoft365.calendar import reading
from syncline.sandbox.microsoft365.errors import invalid_body
from syncline.sandbox.microsoft365.state import extended

from . import event, times
from .values import Json, boolean, one_of, parts, settle, spelled, text

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.state.extended import Extended
    from syncline.sandbox.microsoft365.state.shape import Span
    from syncline.sandbox.recurrence import Recurrence


@dataclass(slots=True)
class Draft:
    """The parts of an event."""

    values: Json
    span: Span
    body: Body
    recurrence: Recurrence | None
    extended: Extended


def settled(given: Any, before: Draft | None = None) -> Draft:
    """Answer an event after a request; 400 where it cannot be."""
    if not isinstance(given, dict):
        raise invalid_body("An event is expected.")
    given = spelled(given, "singleValueExtendedProperties")
    if given.get("isAllDay") is not None:
        given["isAllDay"] = boolean("isAllDay", given["isAllDay"], None)
    span = times.span_of(given, before.span if before is not None else None)
    values = _values(given, before.values if before is not None else dict(event.DEFAULTS))
    body = _body(given["body"]) if "body" in given else before.body if before is not None else EMPTY
    recurrence = _recurrence(given, before, span)
    if recurrence is not None and (before is None or given.get("recurrence")):
        span = _on_first_day(span, recurrence)
    properties = before.extended if before is not None else {}
    if "singleValueExtendedProperties" in given:
        properties = extended.read(given["singleValueExtendedProperties"], properties)
    return Draft(values, span, body, recurrence, properties)


def _values(given: Json, before: Json) -> Json:
    plain = {name: value for name, value in given.items() if name not in event.APART}
    if before.get("transactionId") is not None:
        plain.pop("transactionId", None)  # cannot be changed once it is set
    values = settle("event", plain, before, event.READERS, event.READ_ONLY)
    if given.get("locations") is not None:
        if not isinstance(given["locations"], list):
            raise invalid_body("Expected a collection for the property 'locations'.")
        values["locations"] = [event.location(one) for one in given["locations"]]
    elif given.get("location") is not None:
        place = event.location(given["location"])
        values["locations"] = [place] if place["displayName"] else []
    elif "location" in given or "locations" in given:
        values["locations"] = []
    return values


def _body(given: Any) -> Body:
    if given is None:
        return EMPTY
    read = parts("itemBody", given, {"contentType": one_of("bodyType", TEXT, HTML), "content": text})
    return Body.kept(read.get("contentType") or TEXT, read.get("content") or "")


def _recurrence(given: Json, before: Draft | None, span: Span) -> Recurrence | None:
    if "recurrence" not in given:
        return before.recurrence if before is not None else None
    if given["recurrence"] is None:
        return None
    return reading.read(given["recurrence"], span.start.date(), span.zone.name)


def _on_first_day(span: Span, recurrence: Recurrence) -> Span:
    """A series begins on the first date that fits its pattern."""
    shift = recurrence.start - span.start.date()
    return span._replace(start=span.start + shift, end=span.end + shift)
