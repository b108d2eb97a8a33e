"""All chapters of the truth table, in the order of the reviewed file."""

from __future__ import annotations

from pathlib import Path

from tests.support.truth import arriving, ended, linked, repeating, unrolled

CHAPTERS = (
    linked.CONTACTS,
    linked.EVENTS,
    arriving.CONTACTS,
    arriving.EVENTS,
    ended.CONTACTS,
    ended.EVENTS,
    repeating.SERIES,
    repeating.MEETINGS,
    unrolled.OCCURRENCES,
)
REVIEWED = Path(__file__).resolve().parents[2] / "simulation" / "truth_table.txt"


def reviewed() -> dict[str, list[str]]:
    """Answer the lines of the reviewed file by chapter; each begins with its title, which the lines include."""
    chapters: dict[str, list[str]] = {}
    for part in REVIEWED.read_text(encoding="utf-8").split("\n\n"):
        lines = part.splitlines()
        if lines:
            chapters[lines[0].removeprefix("# ")] = lines
    return chapters
