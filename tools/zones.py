"""Write the table of Windows zones, `src/syncline/records/zones/windows.toml`, from Unicode's CLDR.

Run with npm at hand when CLDR has a new release: `python tools/zones.py 48.2.0`. The packages are unpacked into a
folder that goes away again; at run time nothing but our table is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent.parent / "src" / "syncline" / "records" / "zones" / "windows.toml"
EVERYWHERE = "001"
UTC = "Etc/UTC"

NEWER = {
    "Alberta Standard Time": ("America/Edmonton", "America/Inuvik"),
    "British Columbia Standard Time": ("America/Vancouver",),
    "Manitoba Standard Time": ("America/Winnipeg",),
}
"""Zones that Windows got in 2026 and that CLDR has on its main branch, in no release yet; its own place is the first.

https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml
"""

HEAD = """\
# Windows names of time zones and IANA names, both ways. Made by tools/zones.py; not edited by hand.
#
# Source: windowsZones of npm cldr-core {version}, aliases of npm cldr-bcp47 {version}, from the Unicode CLDR Project,
# and, until a release has them, the zones that its main branch has and {version} does not: {newer}.
#
{licence}
"""


def main(version: str) -> None:
    """Fetch, turn, write."""
    with tempfile.TemporaryDirectory() as folder:
        core = unpacked(f"cldr-core@{version}", Path(folder) / "core")
        bcp47 = unpacked(f"cldr-bcp47@{version}", Path(folder) / "bcp47")
        zones = json.loads((core / "supplemental" / "windowsZones.json").read_text())["supplemental"]["windowsZones"]
        names = json.loads((bcp47 / "bcp47" / "timezone.json").read_text())["keyword"]["u"]["tz"]
        licence = "\n".join(f"# {line}".rstrip() for line in (core / "LICENSE").read_text().splitlines())
    iana, windows = turned(zones["mapTimezones"], aliases(names), names)
    head = HEAD.format(version=version, newer=", ".join(NEWER), licence=licence)
    tables = (section("iana", iana), section("windows", windows))
    TABLE.write_text(f'{head}\nversion = "{version}"\n\n' + "\n".join(tables), encoding="utf-8")
    sys.stdout.write(f"{TABLE.name}: {len(iana)} Windows zones, {len(windows)} IANA names\n")


def unpacked(package: str, home: Path) -> Path:
    """Fetch a package by name through npm and unpack its files."""
    home.mkdir()
    subprocess.run(["npm", "pack", "--silent", package], cwd=home, check=True, capture_output=True)  # noqa: S607 - npm is where it is
    archive = next(home.glob("*.tgz"))
    with tarfile.open(archive) as opened:
        for member in opened:
            data = opened.extractfile(member) if member.isfile() else None
            target = (home / member.name).resolve()
            if data is not None and target.is_relative_to(home):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data.read())
    return home / "package"


def aliases(names: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Answer, by each IANA name, all names of the same zone, itself included."""
    groups = (tuple(one["_alias"].split()) for one in names.values() if isinstance(one, dict) and "_alias" in one)
    return {name: group for group in groups for name in group}


def preferred(names: dict[str, Any]) -> dict[str, str]:
    """Answer, by the name that CLDR keeps for ever, the one that the IANA uses today (Kolkata for Calcutta)."""
    told = (one for one in names.values() if isinstance(one, dict) and "_iana" in one)
    return {one["_alias"].split()[0]: one["_iana"] for one in told}


def turned(
    rows: list[dict[str, Any]], same: dict[str, tuple[str, ...]], names: dict[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Answer the one place of each Windows zone, and the Windows zone of each place under all of its names."""
    today = preferred(names)
    iana: dict[str, str] = {}
    windows: dict[str, str] = {}
    for row in (one["mapZone"] for one in rows):
        places = row["_type"].split()
        if row["_territory"] == EVERYWHERE:
            iana[row["_other"]] = today.get(places[0], places[0]).replace(UTC, "UTC")
        windows |= {name: row["_other"] for place in places for name in same.get(place, (place,))}
    for name, (place, *more) in NEWER.items():
        iana.setdefault(name, place)
        windows |= {one: name for each in (place, *more) for one in same.get(each, (each,))}
    return iana, windows


def section(name: str, table: dict[str, str]) -> str:
    """Write one table, sorted."""
    return "\n".join([f"[{name}]", *(f'"{key}" = "{table[key]}"' for key in sorted(table)), ""])


if __name__ == "__main__":
    main(*sys.argv[1:])
