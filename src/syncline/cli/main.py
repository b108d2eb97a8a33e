"""The console script: takes the common options, runs one command, and puts what goes wrong into words."""

from __future__ import annotations

import signal
import sys
from functools import cache
from typing import TYPE_CHECKING

import typer
from typer.main import get_command

from syncline.cli.commands import configurations, connections, people
from syncline.cli.commands.alerts import alerts
from syncline.cli.commands.alerts import test as test_alerts
from syncline.cli.commands.apply import apply
from syncline.cli.commands.certificate import certificate
from syncline.cli.commands.certificate import make as make_certificate
from syncline.cli.commands.coming_from import coming_from
from syncline.cli.commands.confirm import confirm
from syncline.cli.commands.connection_test import connection_test
from syncline.cli.commands.demo import demo
from syncline.cli.commands.erase import erase
from syncline.cli.commands.errors import errors
from syncline.cli.commands.export import export
from syncline.cli.commands.held import held, let_go_command, refuse_command
from syncline.cli.commands.history import history
from syncline.cli.commands.journal import journal
from syncline.cli.commands.preview import preview
from syncline.cli.commands.reps import pause, reset, resume
from syncline.cli.commands.retry import retry
from syncline.cli.commands.sandbox import sandbox
from syncline.cli.commands.serve import listen, up, web, worker
from syncline.cli.commands.status import status
from syncline.cli.commands.stop import stop
from syncline.cli.commands.sync import sync
from syncline.cli.commands.token import make, revoke, token
from syncline.cli.commands.undo import undo
from syncline.cli.commands.unresolved import ignore_command, resolve_command, unresolved
from syncline.cli.commands.why import why
from syncline.cli.failures import FAILED, FORESEEN, WRONG_USE, CommandError, Failure, failure_of
from syncline.cli.logs import log_to
from syncline.cli.machine import RealMachine
from syncline.cli.options import EPILOG, OptionMissesValueError, split
from syncline.cli.output import Output
from syncline.cli.session import Session
from syncline.cli.version import with_version

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TextIO

    from syncline.cli.session import Machine

_INTERRUPTED = 130
_BROKEN_OFF = Failure("interrupted", "interrupted", "Nothing is lost: run it again.", _INTERRUPTED)
_GROUPS: Mapping[str, tuple[Callable[..., None], Mapping[str, Callable[..., None]]]] = {
    "alerts": (alerts, {"test": test_alerts}),
    "certificate": (certificate, {"make": make_certificate}),
    "configurations": (
        configurations.configurations,
        {
            "show": configurations.show,
            "put": configurations.put_configuration,
            "activate": configurations.activate,
            "deactivate": configurations.deactivate,
            "remove": configurations.remove,
        },
    ),
    "connections": (
        connections.connections,
        {"show": connections.show, "put": connections.put_connection, "remove": connections.remove},
    ),
    "people": (people.people, {"add": people.add, "change": people.change}),
    "held": (held, {"let-go": let_go_command, "refuse": refuse_command}),
    "token": (token, {"make": make, "revoke": revoke}),
    "unresolved": (unresolved, {"resolve": resolve_command, "ignore": ignore_command}),
}
_PLAIN = {
    command.__name__: command
    for command in (
        apply, sync, status, errors, retry, journal, history, undo, erase, pause, resume, reset, confirm, preview,
        export, why, up, web, worker, listen, stop, sandbox, demo,
    )
} | {"test": connection_test, "coming-from": coming_from}  # fmt: skip
COMMANDS = (*_PLAIN, *_GROUPS)
WORDS = {name: tuple(words) for name, (_, words) in _GROUPS.items()}
"""By command: the words that may follow it."""
_HELP = "Keeps contacts and calendar events in step between mailboxes and Salesforce."


def run() -> None:
    """Run the command that the shell asked for."""
    # An end from outside unwinds like Ctrl-C, so that the embedded database and temporary folders go, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:], RealMachine(), sys.stdout, sys.stderr))


def main(arguments: Sequence[str], machine: Machine, out: TextIO, err: TextIO) -> int:
    """Run one command and answer its exit code: 0 done, 1 something failed, 2 asked wrongly."""
    output = Output(out, err, "--json" in arguments)
    log_to(err)
    try:
        code = _run(arguments, machine, output)
    except FORESEEN as error:
        return _fail(output, failure_of(error))
    except OSError as error:
        said = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
        return _fail(output, Failure("system", said, "Check permissions and room on the disk.", FAILED))
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    return _fail(output, _BROKEN_OFF) if code == _INTERRUPTED else code


def _run(arguments: Sequence[str], machine: Machine, output: Output) -> int:
    """Take the arguments apart and run the command. Ctrl-C is answered with 130 by typer itself."""
    try:
        options, rest = split(arguments, machine.environment)
    except OptionMissesValueError:
        raise CommandError("usage", "--data lacks its value", "Write --data FOLDER.", WRONG_USE) from None
    try:
        answer = _command()(
            rest or ["--help"], prog_name="syncline", standalone_mode=False, obj=Session(options, output, machine)
        )
    except typer.TyperException as error:
        command = f"{rest[0]} " if rest and rest[0] in COMMANDS else ""
        raise CommandError("usage", error.format_message(), f"See: syncline {command}--help", WRONG_USE) from error
    return answer if isinstance(answer, int) else 0


@cache
def _command() -> Callable[..., object]:
    """Answer all commands, ready to run: making them reads every signature, and is done once."""
    return get_command(application())


def application() -> typer.Typer:
    """Answer all commands."""
    # Pretty tracebacks of defects would show variables, and with them secrets.
    app = typer.Typer(help=_HELP, epilog=EPILOG, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(with_version)
    for name, command in _PLAIN.items():
        app.command(name, epilog=EPILOG)(command)
    for name, (shown, words) in _GROUPS.items():
        app.add_typer(_with_words(shown, words), name=name)
    return app


def _with_words(shown: Callable[..., None], words: Mapping[str, Callable[..., None]]) -> typer.Typer:
    """A command that lists when it stands alone, and has words for deciding."""
    group = typer.Typer(invoke_without_command=True, callback=shown, epilog=EPILOG)
    for word, command in words.items():
        group.command(word, epilog=EPILOG)(command)
    return group


def _fail(output: Output, failure: Failure) -> int:
    output.failure(failure)
    return failure.exit_code


if __name__ == "__main__":
    run()
