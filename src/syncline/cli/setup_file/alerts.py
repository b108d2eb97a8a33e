"""The `alerts` of the file: who is told, by mail or web hook. Secrets are named, and looked up when one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.addresses import url
from syncline.cli.setup_file.values import Reader, Section, WrongValueError, listing, number, text, word
from syncline.jobs.alerts.conditions import Kind

if TYPE_CHECKING:
    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings

_MOST = 65_535


def _address(tree: Tree, findings: Findings) -> str:
    found = text(tree, findings)
    if found.count("@") != 1 or found.startswith("@") or found.endswith("@") or any(map(str.isspace, found)):
        raise WrongValueError(tree.spot, f"{found!r} is no mail address", "Write it as ops@acme.example.")
    return found


_REQUIRED: dict[str, Reader] = {"host": text, "from": _address, "to": listing(_address)}
_MAIL = Section(
    "alerts by mail",
    _REQUIRED,
    {"port": number(1, _MOST), "encryption": word("starttls", "tls", "none"), "user": text, "password_variable": text},
)
_OPTIONAL: dict[str, Any] = {
    "about": listing(word(*Kind)), "mail": _MAIL, "web_hook": url, "web_hook_variable": text,
    "web_hook_secret_variable": text,
}  # fmt: skip
ALERTS = Section("alerts", {}, _OPTIONAL)
