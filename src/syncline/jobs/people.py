"""Link reps with their Salesforce users and mailboxes by address (SPEC 1.7), or say why that cannot be done."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.errors import StopRepError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from syncline.connectors.port import OrgReader, OrgUser
    from syncline.store.rows import RepRow

SANDBOX_SUFFIX = ".invalid"


class NotLinkedError(StopRepError):
    """This rep cannot be linked with a user and a mailbox."""


def unlinked(reps: Iterable[RepRow], changed_users: set[str], everybody: Iterable[RepRow]) -> list[RepRow]:
    """Answer the reps whose user has to be looked up: new ones, those in trouble, and those whose record changed.

    So have those of whom two are linked with one mailbox: that must not last, however it came about.
    """
    holders = Counter(rep.mailbox.casefold() for rep in everybody if rep.linked)
    return [
        rep for rep in reps if not rep.linked or rep.user_id in changed_users or holders[rep.mailbox.casefold()] > 1
    ]


def link(
    reps: Sequence[RepRow], reader: OrgReader, others: Iterable[RepRow], allows: Callable[[RepRow, str], bool]
) -> tuple[list[RepRow], dict[str, NotLinkedError]]:
    """Look users up and answer the linked reps, and for each of the others why not, by rep id.

    `others` are the reps that are linked already, of any org: a mailbox syncs into one org, once. `allows` says whether
    an address is in a domain of the rep's mail connection.
    """
    users = {user.username.casefold(): user for user in reader.users([rep.username for rep in reps])}
    taken: dict[str, list[RepRow]] = {}
    for rep in others:
        taken.setdefault(rep.mailbox.casefold(), []).append(rep)
    for rep in reps:
        taken.setdefault(_address(rep, users).casefold(), []).append(rep)
    linked: list[RepRow] = []
    problems: dict[str, NotLinkedError] = {}
    for rep in reps:
        try:
            linked.append(_link(rep, users.get(rep.username.casefold()), taken, allows))
        except NotLinkedError as error:
            problems[rep.id] = error
    return linked, problems


def _address(rep: RepRow, users: Mapping[str, OrgUser]) -> str:
    user = users.get(rep.username.casefold())
    return rep.mailbox if rep.overridden else (user.email if user else "")


def _link(
    rep: RepRow, user: OrgUser | None, taken: Mapping[str, Sequence[RepRow]], allows: Callable[[RepRow, str], bool]
) -> RepRow:
    if user is None:
        raise NotLinkedError(
            "Salesforce has no user of this user name.",
            code="user_unknown",
        )
    if not user.active:
        raise NotLinkedError(
            "The Salesforce user is inactive.",
            code="user_inactive",
        )
    address = rep.mailbox if rep.overridden else user.email
    _check_address(rep, address, taken, allows)
    return replace(rep, user_id=user.id, mailbox=address, zone=user.zone, problem="")


def _check_address(
    rep: RepRow, address: str, taken: Mapping[str, Sequence[RepRow]], allows: Callable[[RepRow, str], bool]
) -> None:
    if address.casefold().endswith(SANDBOX_SUFFIX) and not rep.overridden:
        raise NotLinkedError(
            "The user's e-mail address ends in .invalid, as Salesforce writes it into a sandbox's users.",
            code="address_invalid",
        )
    rivals = sorted({other.configuration for other in taken[address.casefold()] if other.id != rep.id})
    if rivals:
        raise NotLinkedError(
            f"Another rep has the same mailbox address, in the configuration {' and '.join(rivals)}.",
            code="address_shared",
        )
    if not rep.overridden and not allows(rep, address):
        raise NotLinkedError(
            "The user's e-mail address is in a domain that the mail connection does not serve.",
            code="domain_not_allowed",
        )
