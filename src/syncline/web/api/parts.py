"""What calls about one part of the set-up have in common: its mark as an entity tag, conditions, the outcome."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Header, Status

from syncline.web.api.set_up import told
from syncline.web.asked import around
from syncline.web.set_up.parts import Section, checked_part
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

IfMatch = Annotated[str | None, Header(alias="If-Match", description="The ETag of what was read; * for whatever is.")]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", description="*: only if there is none yet.")]


class NotThereError(Exception):
    """There is nothing of that name."""


class NoConditionError(Exception):
    """A replacement does not say what it replaces."""


class ConditionFailedError(Exception):
    """What is there is not what the caller saw; nothing was written."""


def present(request: HttpRequest, section: Section, name: str) -> dict[str, Any]:
    """Answer a part in the words of the file. Raises `NotThereError`."""
    found: dict[str, Any] | None = around(request).desk.part(section, name)
    if found is None:
        raise NotThereError
    return found


def tag(response: HttpResponse, part: Any) -> str:
    """Put the mark of a part into the answer's head, and answer it."""
    mark = mark_of(part)
    response.headers["ETag"] = f'"{mark}"'
    return mark


def hold_to(before: Any, if_match: str | None, if_none_match: str | None, *, wanted: bool = True) -> None:
    """Hold a change to what the caller saw.

    Raises `ConditionFailedError`; where a condition is `wanted` and none is given, `NoConditionError`.
    """
    if wanted and if_match is None and if_none_match is None:
        raise NoConditionError
    if if_none_match is not None and before is not None:
        raise ConditionFailedError
    if if_match is not None and not _matches(if_match, before):
        raise ConditionFailedError


def _matches(said: str, before: Any) -> bool:
    tags = {one.strip().removeprefix("W/").strip('"') for one in said.split(",")}
    return before is not None and ("*" in tags or mark_of(before) in tags)


def change(
    request: HttpRequest,
    section: Section,
    name: str,
    part: Mapping[str, Any] | None,
    *,
    before: Any,
    secrets: Mapping[tuple[str, str], str] | None = None,
    dry_run: bool = False,
    offline: bool = False,
) -> Status[dict[str, Any]]:
    """Bring one part to what is said (None: out), if it is still as `before`; 422 where it cannot work.

    Raises `ConditionFailedError` where somebody else was quicker.
    """
    checked = checked_part(around(request).desk, section, name, part, secrets or {}, online=not offline)
    if checked.problems or dry_run:
        return Status(422 if checked.problems else 200, told(checked))
    try:
        changes = write(request, checked, (section, name), mark_of(before))
    except ChangedMeanwhileError:
        raise ConditionFailedError from None
    return Status(200, told(checked) | {"applied": True, "changes": [asdict(one) for one in changes]})
