"""docs/exchange-admin.md, followed as far as a sandbox goes; its PowerShell is held to Microsoft's pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syncline import catalogue
from syncline.cli.commands import sandbox
from syncline.connectors.errors import StopRepError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.exchange_stage import PASSWORD, REP, URL

if TYPE_CHECKING:
    from tests.support.exchange_stage import ExchangeStage

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "exchange-admin.md").read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"```powershell\n(.*?)```", GUIDE, re.DOTALL)).replace("`\n", " ")
PAGES: dict[str, set[str]] = {
    "New-DistributionGroup": {"Name", "Type"},
    "Add-DistributionGroupMember": {"Identity", "Member"},
    "Get-DistributionGroup": {"Identity"},
    "Get-DistributionGroupMember": {"Identity", "ResultSize"},
    "New-ManagementScope": {"Name", "RecipientRestrictionFilter"},
    "Get-ManagementScope": {"Identity"},
    "New-ManagementRoleAssignment": {"Name", "Role", "User", "CustomRecipientWriteScope"},
    "Get-ManagementRoleAssignment": {"Role", "GetEffectiveUsers"},
    "Get-Recipient": {"RecipientPreviewFilter", "ResultSize"},
    "Get-MailboxDatabase": set(),
    "Get-ExchangeServer": set(),
    "Get-ADPermission": {"Identity"},
    "Remove-ADPermission": {"Identity", "User", "ExtendedRights"},
    "Get-WebServicesVirtualDirectory": set(),
    "Get-AutodiscoverVirtualDirectory": set(),
    "Get-ClientAccessService": set(),
    "New-ThrottlingPolicy": {
        "Name", "ThrottlingPolicyScope", "EwsMaxBurst", "EwsRechargeRate", "EwsCutoffBalance",
    },
    "Set-ThrottlingPolicyAssociation": {"Identity", "ThrottlingPolicy"},
    "Format-Table": set(),
    "Format-List": set(),
    "Where-Object": set(),
    "ForEach-Object": set(),
}  # fmt: skip
"""What Microsoft's page of each cmdlet lists, as far as the guide uses it:
https://learn.microsoft.com/powershell/module/exchange/ and the name in small letters."""
OPERATORS = {"eq", "like", "and", "not"}


def commands() -> list[tuple[str, set[str]]]:
    """Each cmdlet of the guide with the parameters that stand behind it, up to the next pipe."""
    plain = re.sub(r'"[^"]*"', '""', SHELL)
    found: list[tuple[str, set[str]]] = []
    for part in re.split(r"[|\n(){}=;]", plain):
        name = re.search(r"\b([A-Z]\w+-[A-Z]\w+)", part)
        if name:
            rest = part[name.end() :]
            found.append((name[1], set(re.findall(r"(?<![\w-])-(\w+)", rest)) - OPERATORS))
    return found


@pytest.mark.parametrize(("cmdlet", "parameters"), commands())
def test_1_2_each_command_has_only_parameters_that_its_page_lists(cmdlet: str, parameters: set[str]) -> None:
    assert parameters <= PAGES[cmdlet]


def test_1_2_lists_that_stop_at_a_thousand_are_asked_for_whole() -> None:
    """Get-Recipient and Get-DistributionGroupMember answer 1,000 unless told otherwise."""
    for cmdlet, parameters in commands():
        if cmdlet in {"Get-Recipient", "Get-DistributionGroupMember"}:
            assert "ResultSize" in parameters


def test_1_2_the_scope_opens_the_mailboxes_in_it_and_no_other(stage: ExchangeStage) -> None:
    stage.server.add_mailbox("outside@acme.example", "x")
    stage.server.denied.add("outside@acme.example")
    settings = ExchangeSettings(URL, "svc@acme.example", PASSWORD)
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: InProcessAdapter(stage.faults))
    inside = connection.probe(lambda: REP, installation="here", org_id="00D1")
    outside = connection.probe(lambda: "outside@acme.example", installation="here", org_id="00D1")
    inside.sign_in()
    assert inside.impersonation().warning == ""
    outside.sign_in()
    with pytest.raises(StopRepError) as caught:
        outside.impersonation()
    assert caught.value.code == "mailbox_outside_scope"


def test_every_code_that_the_guide_names_is_one() -> None:
    named = {one for one in re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", GUIDE) if one not in {"ews_url", "ca_bundle"}}
    keys = {"additional_domains", "autodiscover_url", "service_account"}
    assert named - keys <= set(catalogue.entries())


def test_every_option_of_the_sandbox_that_the_guide_names_is_there() -> None:
    source = Path(sandbox.__file__).read_text(encoding="utf-8")
    for option in re.findall(r"`--(exchange-[\w-]+)", GUIDE):
        assert f"--{option}" in source or option.replace("-", "_") in source, option
