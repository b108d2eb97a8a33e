"""Where a tenant signs in and where its Graph is (https://learn.microsoft.com/graph/deployments)."""

from __future__ import annotations

import pytest

from syncline.connectors.microsoft365.settings import PUBLIC, Microsoft365Settings

US, CHINA = "https://login.microsoftonline.us", "https://login.partner.microsoftonline.cn"


@pytest.mark.parametrize(
    ("authority", "graph_url", "sign_in", "root", "scope"),
    [
        (PUBLIC, "", f"{PUBLIC}/tenant-1", "https://graph.microsoft.com/v1.0", "https://graph.microsoft.com"),
        (US, "", f"{US}/tenant-1", "https://graph.microsoft.us/v1.0", "https://graph.microsoft.us"),
        (
            US,
            "https://dod-graph.microsoft.us",
            f"{US}/tenant-1",
            "https://dod-graph.microsoft.us/v1.0",
            "https://dod-graph.microsoft.us",
        ),
        (
            CHINA,
            "",
            f"{CHINA}/tenant-1",
            "https://microsoftgraph.chinacloudapi.cn/v1.0",
            "https://microsoftgraph.chinacloudapi.cn",
        ),
        (
            "https://localhost:1/tenant-2",
            "https://localhost:1/v1.0/",
            "https://localhost:1/tenant-2",
            "https://localhost:1/v1.0",
            "https://graph.microsoft.com",
        ),
    ],
)
def test_each_cloud_has_its_own_addresses(authority: str, graph_url: str, sign_in: str, root: str, scope: str) -> None:
    settings = Microsoft365Settings(
        "tenant-1", "client", client_secret="hush", authority=authority, graph_url=graph_url
    )
    assert (settings.sign_in_url, settings.root, settings.scope) == (sign_in, root, f"{scope}/.default")
    assert "hush" not in repr(settings)
