"""Who and what a connection test looks at, out of what a person named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.store.rows import RepRow, rep_id_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.store.port import SetUp
    from syncline.store.rows import ConnectionRow

_SALESFORCE = "salesforce"
_NO_MAIL = frozenset({_SALESFORCE, "openid_connect"})


class SubjectError(Exception):
    """What was named is not there, or could be several things. The remedy says what can be named."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Subject:
    """An org, a mail connection and a rep; the settings of the rep's configuration, and whose mailboxes are taken."""

    org: ConnectionRow
    mail: ConnectionRow
    rep: RepRow
    settings: Mapping[str, Any]
    others: Sequence[RepRow]


def choose(store: SetUp, rep: str, org: str | None, mail: str | None) -> Subject:
    """Find the rep, by user name, mailbox or id, and both connections. Raises `SubjectError`.

    A user name that no configuration names yet is taken as it is: a test comes before activation.
    """
    rows = {row.name: row for row in store.connections()}
    known = _known(store, rep, org, mail)
    if len(known) > 1:
        ids = ", ".join(row.id for row in known)
        raise SubjectError(f"{rep} could be any of {ids}", "Name the rep by id, as shown.")
    row = known[0] if known else _newcomer(list(rows.values()), rep, org, mail)
    configurations = {one.name: one for one in store.configurations()}
    settings = configurations[row.configuration].settings if row.configuration in configurations else {}
    others = [one for one in store.reps() if one.id != row.id and one.configuration and one.mailbox]
    return Subject(rows[row.org], rows[row.mail], row, settings, others)


def _known(store: SetUp, rep: str, org: str | None, mail: str | None) -> list[RepRow]:
    wanted = rep.casefold()
    return [
        row
        for row in store.reps()
        if wanted in {row.id.casefold(), row.username.casefold(), row.mailbox.casefold()}
        and org in {None, row.org}
        and mail in {None, row.mail}
    ]


def _newcomer(rows: Sequence[ConnectionRow], rep: str, org: str | None, mail: str | None) -> RepRow:
    org = _connection([row.name for row in rows if row.kind == _SALESFORCE], org, "org")
    mail = _connection([row.name for row in rows if row.kind not in _NO_MAIL], mail, "mail connection")
    return RepRow(rep_id_of(org, rep), org, mail, rep, configuration="")


def _connection(names: Sequence[str], named: str | None, what: str) -> str:
    if named is None and len(names) == 1:
        return names[0]
    if named is not None and named in names:
        return named
    known = f"Known are: {', '.join(names)}." if names else "Apply a set-up file first."
    raise SubjectError(f"there is no {what} {named!r}" if named else f"which {what} is meant?", known)
