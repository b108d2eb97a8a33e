"""Who is in which configuration by Salesforce profile (SPEC 3.1). Reps whom a person named are never touched here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syncline.store.rows import RepRow, rep_id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from syncline.connectors.port import OrgReader, OrgUser
    from syncline.store.port import SetUp
    from syncline.store.rows import ConfigurationRow

AGAIN = timedelta(days=1)
"""Profiles are asked for again after this long: a profile that was renamed touches no user."""


def profiles_of(configuration: ConfigurationRow) -> list[str]:
    """Answer the profiles whose users a configuration takes."""
    return list(configuration.settings.get("profiles", ()))


def read_members(
    store: SetUp, reader: OrgReader, org: str, configurations: Iterable[ConfigurationRow], *, now: datetime, stale: bool
) -> None:
    """Bring the reps of an org in line with its users' profiles, and store what changed.

    Asks the org when profiles or named reps were added or taken away, when `stale` (a user record changed), and once a
    day.
    Configurations that are not active count as well: a mailbox syncs into one org, and theirs are taken (SPEC 3.9).
    """
    wanted = {name.casefold(): row for row in configurations for name in profiles_of(row) if row.org == org}
    reps = [rep for rep in store.reps() if rep.org == org]
    setting, asked = f"profiles:{org}", _question(wanted, reps)
    before = json.loads(store.setting(setting) or "{}")
    if asked == before.get("asked", "") and not (wanted and (stale or _is_old(before, now))):
        return
    members = reader.members([name for row in wanted.values() for name in profiles_of(row)]) if wanted else []
    missing = _missing(reps, members)
    users = {user.username.casefold(): user for user in (*members, *(reader.users(missing) if missing else ()))}
    told = json.dumps({"asked": asked, "at": now.isoformat()})
    reps = [rep for rep in store.reps() if rep.org == org]  # whom a person named while the org was asked, stays
    store.save_setup(reps=membership(org, reps, wanted, users), settings={setting: told})


def _question(wanted: Mapping[str, ConfigurationRow], reps: Iterable[RepRow]) -> str:
    """What the answer hangs on besides the org: which profiles, for which configurations, and who is named."""
    if not wanted:
        return ""
    named = sorted(rep.id for rep in reps if rep.configuration and not rep.profile)
    told = json.dumps([sorted((name, row.name, row.mail) for name, row in wanted.items()), named])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _is_old(before: Mapping[str, str], now: datetime) -> bool:
    return datetime.fromisoformat(before["at"]) + AGAIN <= now


def _missing(reps: Iterable[RepRow], members: Iterable[OrgUser]) -> list[str]:
    """User names of reps by profile whom the org did not answer: who became inactive pauses, and does not leave."""
    answered = {user.username.casefold() for user in members}
    return [rep.username for rep in reps if rep.profile and rep.username.casefold() not in answered]


def membership(
    org: str, reps: Sequence[RepRow], wanted: Mapping[str, ConfigurationRow], users: Mapping[str, OrgUser]
) -> list[RepRow]:
    """Answer the rows that change. `wanted` are configurations by profile, `users` by user name, both case-folded."""
    known = {rep.id: rep for rep in reps}
    changed: list[RepRow] = []
    for user in users.values():
        before = known.get(rep_id_of(org, user.username))
        after = _joined(org, before, user, wanted.get(user.profile.casefold()))
        if after is not None and after != before:
            changed.append(after)
    gone = [rep for rep in reps if rep.profile and rep.username.casefold() not in users]
    return changed + [_left(rep) for rep in gone]


def _joined(org: str, before: RepRow | None, user: OrgUser, configuration: ConfigurationRow | None) -> RepRow | None:
    if before is not None and before.configuration and not before.profile:
        return before  # named by a person: individual beats profile
    if configuration is None or not user.active:
        return _left(before) if before is not None and user.active else before
    row = before or RepRow(rep_id_of(org, user.username), org, configuration.mail, user.username, "")
    keeps = row.mail == configuration.mail and not row.overridden
    return replace(
        row,
        mail=configuration.mail,
        configuration=configuration.name,
        profile=user.profile,
        mailbox=row.mailbox if keeps else "",
        overridden=False,
    )


def _left(rep: RepRow) -> RepRow:
    return replace(rep, configuration="", profile="") if rep.profile else rep
