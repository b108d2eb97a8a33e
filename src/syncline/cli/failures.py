"""Errors as people and machines are told of them: what, where, what to do. Never a traceback for what was foreseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from syncline.cli.setup_file.problems import SetupError
from syncline.connectors.errors import ConnectorError
from syncline.jobs.attention import UnknownIdsError
from syncline.store.errors import StoreError, StoreFaultError, StoreUnavailableError

FAILED = 1
WRONG_USE = 2


class CommandError(Exception):
    """A command cannot do what was asked. `exit_code` is 1 when something failed, 2 when it was asked wrongly."""

    def __init__(self, code: str, message: str, remedy: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in the form in which it is told."""

    code: str
    message: str
    remedy: str
    exit_code: int
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Answer the one JSON document of a command that failed."""
        return {"error": {"code": self.code, "message": self.message, "remedy": self.remedy, **self.more}}


FORESEEN = (CommandError, SetupError, ConnectorError, StoreError, UnknownIdsError)


def failure_of(error: CommandError | SetupError | ConnectorError | StoreError | UnknownIdsError) -> Failure:
    """Put a foreseen error into words."""
    match error:
        case CommandError():
            return Failure(error.code, error.message, error.remedy, error.exit_code)
        case SetupError():
            return _of_file(error)
        case ConnectorError():
            return Failure(error.code, error.detail, error.remedy, FAILED)
        case UnknownIdsError():
            remedy = f"syncline {error.what} lists them; perhaps it was settled meanwhile."
            return Failure("unknown_id", str(error), remedy, WRONG_USE)
    return _of_store(error)


def _of_store(error: StoreError) -> Failure:
    match error:
        case StoreUnavailableError():
            return Failure("store_unavailable", str(error), "See whether the database runs, then try again.", FAILED)
        case StoreFaultError():
            return Failure("store_fault", str(error), "Report this: it is a defect of Syncline.", FAILED)
    message, _, remedy = str(error).partition("; ")
    return Failure("store_setup", message, remedy or "Mend this, then try again.", FAILED)


def _of_file(error: SetupError) -> Failure:
    count = len(error.problems)
    what = "1 problem" if count == 1 else f"{count} problems"
    return Failure(
        error.code,
        f"{error.file} has {what}; nothing was written",
        error.problems[0].remedy if count == 1 else "Mend each of them where it stands, then apply the file again.",
        WRONG_USE,
        {
            "problems": [problem.as_json(error.file) for problem in error.problems],
            "warnings": [warning.as_json(error.file) for warning in error.warnings],
        },
    )
