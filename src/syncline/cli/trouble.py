"""Explain on screen what was prepared as trouble: what Syncline made of each, and which command shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.engine.questions import question
from syncline.records.words import Collection, Side
from syncline.store.rows import Hold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.cli.output import Output
    from syncline.store.port import Store

_CONTACTS = Collection.CONTACTS


@dataclass(frozen=True, slots=True)
class Explained:
    """One trouble and what came of it; `as_expected` is false if nothing is to be seen of it."""

    name: str
    rep: str
    prepared: str
    outcome: str
    command: str
    as_expected: bool

    def as_json(self) -> dict[str, Any]:
        """Answer it for machines."""
        return {
            "name": self.name, "rep": self.rep, "prepared": self.prepared, "outcome": self.outcome,
            "command": self.command, "as_expected": self.as_expected,
        }  # fmt: skip


def explain(store: Store, prepared: list[dict[str, str]]) -> list[Explained]:
    """Look each trouble up in the store."""
    ids = {row.username: row.id for row in store.reps()}
    explained = []
    for one in prepared:
        outcome, command = _LOOKS[one["shows"]](store, ids[one["rep"]], one)
        missing = "Nothing is to be seen of it: this is a defect."
        explained.append(
            Explained(one["name"], one["rep"], one["prepared"], outcome or missing, command, as_expected=bool(outcome))
        )
    return explained


def tell(output: Output, explained: list[Explained]) -> None:
    """Show a person."""
    for one in explained:
        output.say(f"\n{one.name} ({one.rep})\n  {one.prepared}\n  -> {one.outcome}\n  See: {one.command}")


def _error(store: Store, rep: str, one: Mapping[str, str]) -> tuple[str, str]:
    rows = [row for row in store.errors(rep=rep) if row.code == one["code"]]
    return (f"{rows[0].message} {rows[0].remedy}" if rows else ""), f"syncline errors --rep {one['rep']}"


def _unresolved(store: Store, rep: str, one: Mapping[str, str]) -> tuple[str, str]:
    rows = [row for row in store.unresolved(rep=rep) if row.kind == one["code"]]
    return " ".join(question(one["code"])) if rows else "", f"syncline unresolved --rep {one['rep']}"


def _held(store: Store, rep: str, one: Mapping[str, str]) -> tuple[str, str]:
    rows = [row for row in store.held(rep=rep) if row.state is Hold.HELD and row.action.startswith(one["code"])]
    outcome = f"{len(rows)} deletions wait for a person: held let-go carries them out, held refuse keeps the copies."
    return (outcome if rows else ""), f"syncline held --rep {one['rep']}"


def _kept_out(store: Store, rep: str, one: Mapping[str, str]) -> tuple[str, str]:
    linked = store.links(rep, _CONTACTS, Side.SALESFORCE, [one["record"]])
    known = store.count_links(rep, _CONTACTS)
    outcome = f"It is not among the {known} contacts in step; it stays in Salesforce and nobody touches it."
    return ("" if linked or not known else outcome), f"syncline status --rep {one['rep']}"


def _mapped(store: Store, rep: str, one: Mapping[str, str]) -> tuple[str, str]:
    field, _, value = one["code"].partition("=")
    first, _, last = one["record"].partition(" ")
    links = [
        link
        for link in store.live_links(rep, _CONTACTS, "", store.count_links(rep, _CONTACTS))
        if (link.base.get("GivenName"), link.base.get("Surname")) == (first, last)
    ]
    outcome = (
        f"{one['record']} is in Salesforce as {', '.join(one.salesforce_id for one in links)}, {field} is {value}."
    )
    return (outcome if links else ""), f"syncline export  (configurations, contacts, mapping; {field})"


_LOOKS: Mapping[str, Callable[[Store, str, Mapping[str, str]], tuple[str, str]]] = {
    "errors": _error,
    "unresolved": _unresolved,
    "held": _held,
    "kept_out": _kept_out,
    "mapped": _mapped,
}
