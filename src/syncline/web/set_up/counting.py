"""How many contacts a form as it stands would take: counted by the org, and labelled for what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import ConnectorError
from syncline.planner.from_settings import contact_policy
from syncline.store.models import Rep
from syncline.web.asked import store_of
from syncline.web.set_up.org_fields import asked, org_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from syncline.planner.policy import ContactPolicy
    from syncline.store.rows import ConnectionRow, RepRow

_OFFERED = 20
"""How many reps of a configuration are offered to count as: one is as good as another."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it is a number of; or why there is none."""

    number: int | None
    said: str


def counted_as(configuration: str) -> Sequence[tuple[str, str]]:
    """Answer id and user name of reps as whom one can count: those in force in the configuration and linked."""
    linked = Rep.objects.filter(configuration=configuration).exclude(user_id="").exclude(configuration="")
    return list(linked.order_by("username", "id").values_list("id", "username")[:_OFFERED])


def counted(request: HttpRequest, part: Mapping[str, Any], rep: str) -> Counted:
    """Count as a rep (by id), or as the integration user, to whom owners do not matter. One request or two."""
    row = org_row(request, str(part.get("org", "")))
    if row is None:
        return Counted(None, "Choose a Salesforce connection first.")
    try:
        policy = contact_policy(part)
    except ValueError:
        return Counted(None, "A choice above is not one of those offered.")
    found = next(iter(store_of(request).reps([rep])), None) if rep else None
    who = found if found is not None and found.org == row.name and found.user_id else None
    try:
        number = asked(request, row, lambda org: org.count(policy, who))
    except ConnectorError as error:
        return Counted(None, f"The org could not count: {error.detail} {error.remedy}")
    return Counted(number, _said(row, policy, who))


def _said(row: ConnectionRow, policy: ContactPolicy, who: RepRow | None) -> str:
    meet = ", and that meet the conditions" if policy.where else ""
    if who is None:
        user = row.settings.get("username", "the integration user")
        theirs = "own" if policy.which != "all" else "may see"
        everybody = f"contacts that {user} sees in the whole org{meet}, whoever owns them"
        return f"{everybody}. A rep gets those of them that they {theirs}."
    mine = f"contacts that {who.username} {'may see' if policy.which == 'all' else 'owns'}"
    return f"{mine}{meet}, counted as {who.username}: these would go to their mailbox."
