"""Our own fields on events, where the org has them: `salesforce-package/` is what an admin deploys (SPEC 5.1).

The key says which create made an event, so that one whose answer was lost is found instead of being made twice. The
UID is the calendar's, and the same on every participant's copy: it is no key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from syncline.connectors.salesforce.describe import Describes, ObjectFact

KEY: Final = "Syncline_Key__c"
UID: Final = "Syncline_UID__c"
LONGEST_UID: Final = 255
"""A longer UID is left out: cut off, it would be somebody else's."""


def usable(integration: Describes, seen: Describes) -> bool:
    """Say whether the rep may write our fields. One request where the org has none, two where it has them.

    The rep is asked only if the integration user sees them, for most orgs have none.
    """
    return _has(integration.object("Event")) and _has(seen.object("Event"))


def _has(event: ObjectFact | None) -> bool:
    facts = [event.fields.get(name.lower()) for name in (KEY, UID)] if event else [None]
    return all(fact is not None and fact.createable for fact in facts)
