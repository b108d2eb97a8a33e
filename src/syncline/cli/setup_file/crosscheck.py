"""What can only be seen across the parts of a file: names that lead nowhere, reps and mailboxes in two places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.cli.setup_file.kinds import MICROSOFT365, OPENID_CONNECT, SALESFORCE
from syncline.cli.setup_file.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.cli.setup_file.document import ConfigurationPart, ProfilePart, RepPart
    from syncline.cli.setup_file.problems import Findings, Spot
    from syncline.store.port import SetUp

Place = tuple["ConfigurationPart", "RepPart"]


def linked(store: SetUp) -> dict[str, str]:
    """Answer the mailbox that each rep was linked with in earlier cycles, by user name in lower case."""
    return {rep.username.lower(): rep.mailbox for rep in store.reps() if rep.mailbox and not rep.overridden}


def check(
    configurations: Sequence[ConfigurationPart],
    kinds: Mapping[str, str | None],
    mailboxes: Mapping[str, str],
    findings: Findings,
) -> None:
    """Note what does not fit together.

    `kinds` are the kinds of the connections that the file names (None: it has an error of its own), `mailboxes` what
    `linked` answers.
    """
    for configuration in configurations:
        _check_org(configuration, kinds, findings)
        _check_mail(configuration, kinds, findings)
    places = [(configuration, rep) for configuration in configurations for rep in configuration.reps if rep.username]
    _check_profiles(configurations, findings)
    repeated = _check_reps(places, findings)
    _check_mailboxes([place for place in places if place[1] not in repeated], mailboxes, findings)


def _check_org(configuration: ConfigurationPart, kinds: Mapping[str, str | None], findings: Findings) -> None:
    kind = _kind_of(configuration.org, configuration.org_spot, kinds, findings)
    if kind is not None and kind != SALESFORCE:
        message = f"org {configuration.org!r} is a connection of kind {kind}, not {SALESFORCE}"
        findings.wrong(configuration.org_spot, message, _candidates(kinds, "org", salesforce=True))


def _check_mail(configuration: ConfigurationPart, kinds: Mapping[str, str | None], findings: Findings) -> None:
    kind = _kind_of(configuration.mail, configuration.mail_spot, kinds, findings)
    if kind in {SALESFORCE, OPENID_CONNECT}:
        message = f"mail {configuration.mail!r} is a connection of kind {kind}, not a mail system"
        findings.wrong(configuration.mail_spot, message, _candidates(kinds, "mail", salesforce=False))
    invites = configuration.settings.get("events", {}).get("invite_from_salesforce")
    if kind == MICROSOFT365 and invites:
        message = "invite_from_salesforce is not possible on Microsoft 365, which mails everybody who is invited"
        findings.wrong(configuration.mail_spot, message, "Write invite_from_salesforce: false.")


def _kind_of(name: str, spot: Spot, kinds: Mapping[str, str | None], findings: Findings) -> str | None:
    if not name:
        return None
    if name not in kinds:
        remedy = did_you_mean(name, kinds, "Connections are") if kinds else "Describe it under connections."
        findings.wrong(spot, f"no connection is called {name!r}", remedy)
    return kinds.get(name)


def _candidates(kinds: Mapping[str, str | None], key: str, *, salesforce: bool) -> str:
    names = [name for name, kind in kinds.items() if kind is not None and (kind == SALESFORCE) is salesforce]
    return f"Write {key}: {names[0]}" if names else f"Describe one for {key} under connections."


def _check_profiles(configurations: Sequence[ConfigurationPart], findings: Findings) -> None:
    """A rep is in force in exactly one configuration: a profile of one org stands in one, active or not."""
    first: dict[tuple[str, str], tuple[ConfigurationPart, ProfilePart]] = {}
    for configuration in configurations:
        for profile in configuration.profiles:
            key = (configuration.org, profile.name.casefold())
            other, earlier = first.setdefault(key, (configuration, profile))
            if earlier is profile:
                continue
            where = "twice in" if other is configuration else f"already in configuration {other.name!r} and again in"
            message = f"profile {profile.name!r} is {where} {configuration.name!r} (first on line {earlier.spot.line})"
            findings.wrong(profile.spot, message, "Take one of the two out; single reps can be named in the other.")


def _check_reps(places: Sequence[Place], findings: Findings) -> list[RepPart]:
    """Note reps that stand in two places; answers the repetitions."""
    first: dict[tuple[str, str], Place] = {}
    repeated: list[RepPart] = []
    for configuration, rep in places:
        other, earlier = first.setdefault((configuration.org, rep.username.lower()), (configuration, rep))
        if earlier is rep:
            continue
        repeated.append(rep)
        where = "twice in" if other is configuration else f"already in configuration {other.name!r} and again in"
        message = f"rep {rep.username} is {where} {configuration.name!r}"
        findings.wrong(rep.spot, f"{message} (first on line {earlier.spot.line})", "Take one of the two out.")
    return repeated


def _check_mailboxes(places: Sequence[Place], mailboxes: Mapping[str, str], findings: Findings) -> None:
    """One mailbox syncs into one org: the same address in two places is refused, also where one is not active."""
    first: dict[str, Place] = {}
    for configuration, rep in places:
        address = _address(rep, mailboxes)
        other, earlier = first.setdefault(address, (configuration, rep))
        if earlier is rep:
            continue
        state = "" if other.active else ", which is not active"
        message = (
            f"mailbox {address} already syncs with {earlier.username} in configuration {other.name!r}"
            f" (line {earlier.spot.line}{state})"
        )
        findings.wrong(rep.spot, message, "One mailbox syncs into one org: take one of the two out.")


def _address(rep: RepPart, mailboxes: Mapping[str, str]) -> str:
    """Answer the mailbox that a rep most likely has: as named, as linked before, else the address of the same name."""
    username = rep.username.lower()
    return (rep.mailbox or mailboxes.get(username) or username).lower()
