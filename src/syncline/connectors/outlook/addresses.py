"""Addresses of colleagues, which Outlook keeps by their names in the directory.

A contact that was picked out of the address book holds an X.500 name (`/o=...`) where an address by SMTP is expected,
in Exchange Online as well (https://github.com/OfficeDev/office-js/issues/3701). The address as people know it stands
beside it as a rule, in PidLidEmail1OriginalDisplayName ([MS-OXOCNTC] 2.2.1.2.4).
"""

from __future__ import annotations


def in_directory(address: str) -> bool:
    """Whether this is a name in the directory rather than an address."""
    return address.lower().startswith(("/o=", "ex:/o="))


def told_beside(original: str) -> str:
    """Answer the address that stands beside such a name; empty where something else does, such as a person's name."""
    return original if "@" in original and " " not in original else ""
