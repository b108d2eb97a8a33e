"""Our own metadata: the folder that an admin deploys."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "salesforce-package"
KEY, UID = "Syncline_Key__c", "Syncline_UID__c"
PERMISSION_SET = "Syncline"
