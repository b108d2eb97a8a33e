"""Write `docs/errors.md` from the catalogue of errors. Run after `src/syncline/catalogue/errors.toml` changed."""

from __future__ import annotations

import sys
from pathlib import Path

from syncline import catalogue
from syncline.catalogue import Who

PAGE = Path(__file__).resolve().parent.parent / "docs" / "errors.md"

HEAD = """\
# Errors, and what to do about them

Every failing item and everything that stands still is in `syncline errors`, with one of these codes. Nothing is lost
meanwhile: an item that failed stays as it is on both sides and is tried again, at the latest when somebody runs
`syncline retry`. This page is made from `src/syncline/catalogue/errors.toml`, which the commands and pages read too.
"""

GROUPS = {
    Who.REP: "What the rep can mend",
    Who.SALESFORCE_ADMIN: "What the Salesforce admin can mend",
    Who.MAIL_ADMIN: "What the admin of the mail system can mend",
    Who.OPERATOR: "What the operator of Syncline can mend",
    Who.NOBODY: "What mends itself",
}


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(catalogue.entries())} codes\n")


def page() -> str:
    """Answer the page: a section for each who has to act, a row for each code."""
    parts = [HEAD]
    for who, title in GROUPS.items():
        rows = [
            f"| `{entry.code}` | {_cell(entry.what)} | {_cell(entry.remedy)} |"
            for entry in catalogue.entries().values()
            if entry.who is who
        ]
        parts.append("\n".join([f"## {title}\n", "| code | what happened | what to do |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    main()
