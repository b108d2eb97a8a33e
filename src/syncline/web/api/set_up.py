"""The set-up as one document: read it, see what another would change, apply it (SPEC 7.8)."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from syncline.web.access.needs import CUSTOMIZE, VIEW
from syncline.web.api.token import Bearer
from syncline.web.asked import around
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of, write

if TYPE_CHECKING:
    from syncline.web.set_up.desk import Checked

router = Router(tags=["set-up"])


class SetUp(Schema):
    """The set-up in the words of the file; `mark` tells this one from any other. Secrets are named, never shown."""

    mark: str
    setup: dict[str, Any]


class SetUpWanted(Schema):
    """A whole set-up. With the `mark` of the one it was made from, nothing that came between is overwritten.

    `secrets` are new ones, by connection and key; those that are kept go nowhere else than before.
    """

    setup: dict[str, Any]
    mark: str | None = None
    secrets: Annotated[dict[str, dict[str, str]], Field(default_factory=dict)]
    dry_run: bool = False
    offline: bool = False


class Fault(Schema):
    """What is wrong, or worth a warning."""

    message: str
    remedy: str


class Change(Schema):
    """What changes."""

    what: str
    name: str
    action: str
    details: list[str]


class Outcome(Schema):
    """What was found; `applied` unless something is wrong or it was a dry run."""

    applied: bool
    problems: list[Fault]
    warnings: list[Fault]
    changes: list[Change]


@router.get("/setup", summary="The present set-up", response=SetUp, auth=Bearer(VIEW))
def exported(request: HttpRequest) -> dict[str, Any]:
    """Answer what `syncline export --json` answers, with its mark."""
    setup = around(request).desk.exported()
    return {"mark": mark_of(setup), "setup": setup}


@router.put(
    "/setup", summary="Apply a set-up", response={200: Outcome, 409: Outcome, 422: Outcome}, auth=Bearer(CUSTOMIZE)
)
def apply(request: HttpRequest, wanted: SetUpWanted) -> Status[dict[str, Any]]:
    """Bring the set-up to what is said: what it no longer names goes. The same one twice changes nothing.

    422 with `problems` where it cannot work, 409 where `mark` is not the present set-up's; then nothing is written.
    """
    desk = around(request).desk
    secrets = {(name, key): value for name, keys in wanted.secrets.items() for key, value in keys.items()}
    checked = desk.check(wanted.setup, secrets, online=not wanted.offline)
    found = told(checked)
    if checked.problems or wanted.dry_run:
        return Status(422 if checked.problems else 200, found)
    mark = wanted.mark if wanted.mark is not None else mark_of(desk.exported())
    try:
        changes = write(request, checked, (), mark)
    except ChangedMeanwhileError:
        problem = {
            "message": "The set-up is another one by now",
            "remedy": "GET it anew, and apply your change to that.",
        }
        return Status(409, found | {"problems": [problem]})
    return Status(200, found | {"applied": True, "changes": [asdict(one) for one in changes]})


def told(checked: Checked) -> dict[str, Any]:
    """Answer what a check found; nothing is applied by it."""
    return {
        "applied": False,
        "problems": [asdict(one) for one in checked.problems],
        "warnings": [asdict(one) for one in checked.warnings],
        "changes": [asdict(one) for one in checked.changes],
    }
