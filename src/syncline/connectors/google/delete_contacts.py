"""people.batchDeleteContacts: contacts that nobody changed meanwhile.

https://developers.google.com/people/api/rest/v1/people/batchDeleteContacts. A delete names no version, so it is
compared just before; what is left of the race puts a changed contact into the trash of Google Contacts, where it is
whole for 30 days (https://support.google.com/contacts/answer/1069522).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.google.batch_people import write_all
from syncline.connectors.google.get_people import IDENTITY, fetch_people, standing
from syncline.connectors.google.refusals import Refusal, item_error
from syncline.connectors.port import Missing, Written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.update_contacts import Outcome
    from syncline.connectors.port import ItemError, Mention


def delete_contacts(account: Account, group: str, targets: Sequence[Mention]) -> list[Outcome]:
    """Delete contacts. One call looks at them, one deletes them."""
    people = fetch_people(account, [one.id for one in targets], IDENTITY) if targets else []
    refused = {
        one.id: standing(one.id, one.version, person, group) for one, person in zip(targets, people, strict=True)
    }
    unchanged = [one.id for one in targets if refused[one.id] is None]
    bodies = write_all(account, "batchDeleteContacts", unchanged, lambda some: {"resourceNames": list(some)})
    done = {id_: _result(id_, body) for id_, body in zip(unchanged, bodies, strict=True)}
    return [refused[one.id] or done[one.id] for one in targets]


def _result(id_: str, body: Mapping[str, Any] | Refusal) -> Written | Missing | ItemError:
    if isinstance(body, Refusal):
        return Missing(id_) if body.missing else item_error(body)
    return Written(id_, "")
