"""What the org refuses of one record: which code, whose duty, and that the other records of the batch went on.

Every refusal here is the org's own answer to a request of the connector.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline import catalogue
from syncline.connectors.port import Draft, Duty, Edit, ItemError, Mention, Missing, Written
from syncline.connectors.salesforce.codes import QUOTED
from syncline.planner.policy import ContactPolicy, DuplicatePolicy
from syncline.records.words import Collection, Direction
from syncline.sandbox.salesforce import Access, RefusedError
from syncline.sandbox.salesforce.duplicates import DuplicateRule
from tests.support.sf_connector_world import BOTH, COLLEAGUE, REP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from syncline.records.record import Value
    from tests.support.sf_connector_world import World

CONTACTS, EVENTS = Collection.CONTACTS, Collection.EVENTS
GOOD = {"Surname": "Amsel", "EmailAddress1": "amsel@b.example"}
BAD = {"Surname": "Vogel", "JobTitle": "Chief Verräter", "BusinessCountry": "Atlantis", "EmailAddress1": "v@b.example"}
ALLOW = ContactPolicy(direction=Direction.BOTH, duplicates=DuplicatePolicy.ALLOW)
SAME_EMAIL = DuplicateRule("Contact", "Same_Email", ("Email",), message="This person is known to us.")


def bad(row: Mapping[str, Any]) -> bool:
    return row.get("LastName") == "Vogel"


def validation_rule(world: World) -> None:
    world.org.setup.add_validation_rule("Contact", bad, "Chiefs are entered by hand.", field="Title")


def duplicate_rule(world: World) -> None:
    world.org.as_user(COLLEAGUE).create("Contact", {"LastName": "Vogel", "Email": "v@b.example"})
    world.org.setup.add_duplicate_rule(SAME_EMAIL)


def required_field(world: World) -> None:
    """Every new contact needs a region; an automation knows that of all but one."""
    world.org.setup.add_field("Contact", "Region__c")
    _refuse(world, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Region__c]", "Region__c")


def address_picklists(world: World) -> None:
    world.org.setup.enable_address_picklists()


def read_only_field(world: World) -> None:
    world.org.permissions(REP).read_only.add(("Contact", "Title"))


def restricted_picklist(world: World) -> None:
    world.org.setup.add_field("Contact", "Role__c", kind="picklist", restricted=True, values=("Buyer", "User"))


def unique_field(world: World) -> None:
    world.org.setup.add_field("Contact", "Badge__c", unique=True)
    world.org.as_user(COLLEAGUE).create("Contact", {"LastName": "Other", "Badge__c": "Chief Verräter"})


def _refuse(world: World, code: str, message: str, *fields: str) -> None:
    def trigger(row: Mapping[str, Any], _before: object) -> dict[str, Any]:
        if bad(row):
            raise RefusedError(code, message, fields=fields)
        return {}

    world.org.setup.add_trigger("Contact", trigger)


def apex(world: World) -> None:
    text = "ContactTrigger: execution of BeforeInsert caused by: System.NullPointerException: Verräter"
    _refuse(world, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", text)


def flow(world: World) -> None:
    _refuse(world, "CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record because the flow failed: Verräter")


def mapped(**names: str) -> ContactPolicy:
    return ContactPolicy(direction=Direction.BOTH, mapping=names)


REFUSALS: list[tuple[Callable[[World], None], ContactPolicy, str]] = [
    (validation_rule, BOTH, "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
    (duplicate_rule, BOTH, "DUPLICATES_DETECTED"),
    (required_field, BOTH, "REQUIRED_FIELD_MISSING"),
    (address_picklists, BOTH, "FIELD_INTEGRITY_EXCEPTION"),
    (read_only_field, BOTH, "INVALID_FIELD_FOR_INSERT_UPDATE"),
    (restricted_picklist, mapped(JobTitle="Role__c"), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    (unique_field, mapped(JobTitle="Badge__c"), "DUPLICATE_VALUE"),
    (apex, BOTH, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"),
    (flow, BOTH, "CANNOT_EXECUTE_FLOW_TRIGGER"),
]


@pytest.mark.parametrize(("arrange", "policy", "code"), REFUSALS, ids=[code for _, _, code in REFUSALS])
def test_one_refused_record_says_why_and_stops_no_other(
    world: World, arrange: Callable[[World], None], policy: ContactPolicy, code: str
) -> None:
    arrange(world)

    refused, made = world.open(policy).create(CONTACTS, [Draft("a", BAD), Draft("b", GOOD)])

    assert isinstance(refused, ItemError)
    assert isinstance(made, Written)
    assert (refused.code, refused.duty) == (code, Duty.MEND)
    assert refused.remedy
    assert "Verräter" not in refused.message


NATURAL: list[tuple[dict[str, str], ContactPolicy, str]] = [
    ({"Department": "Verräter " * 10}, BOTH, "STRING_TOO_LONG"),
    ({"EmailAddress1": "verräter at home"}, BOTH, "INVALID_EMAIL_ADDRESS"),
    ({"Birthday": "1600-01-01"}, BOTH, "NUMBER_OUTSIDE_VALID_RANGE"),
    ({"JobTitle": "Verräter"}, mapped(JobTitle="Score__c"), "JSON_PARSER_ERROR"),
]


@pytest.mark.parametrize(("values", "policy", "code"), NATURAL, ids=[code for _, _, code in NATURAL])
def test_a_value_that_does_not_fit_is_refused_alone(
    world: World, values: dict[str, str], policy: ContactPolicy, code: str
) -> None:
    world.org.setup.add_field("Contact", "Score__c", kind="double")
    refused, made = world.open(policy).create(CONTACTS, [Draft("a", {"Surname": "V", **values}), Draft("b", GOOD)])
    assert isinstance(refused, ItemError)
    assert isinstance(made, Written)
    assert (refused.code, refused.duty) == (code, Duty.MEND)
    assert "errät" not in refused.message


def test_a_full_org_says_so(world: World) -> None:
    world.org.setup.fill_storage()
    (refused,) = world.open().create(CONTACTS, [Draft("a", GOOD)])
    assert isinstance(refused, ItemError)
    assert (refused.code, refused.remedy) == (
        "STORAGE_LIMIT_EXCEEDED",
        catalogue.entries()["STORAGE_LIMIT_EXCEEDED"].remedy,
    )


def test_the_contact_of_a_person_account_is_not_deleted_without_it(world: World) -> None:
    world.org.setup.enable_person_accounts()
    account = world.org.as_user(REP).create("Account", {"LastName": "Vogel"})
    row = world.org.get(account)
    assert row is not None
    (refused,) = world.open().delete(CONTACTS, [Mention(row["PersonContactId"], "")])
    assert isinstance(refused, ItemError)
    assert refused.code == "DELETE_FAILED"


OF_RECORDS = sorted(code for code in catalogue.entries() if code.isupper())


@pytest.mark.parametrize("code", OF_RECORDS)
def test_every_code_of_the_catalogue_keeps_its_name_and_its_remedy(world: World, code: str) -> None:
    """An automation of the org may refuse with any code; what is known of it is said, and values are not."""
    _refuse(world, code, "Verräter", "Title")
    refused, made = world.open().create(CONTACTS, [Draft("a", BAD), Draft("b", GOOD)])
    assert isinstance(refused, ItemError)
    assert isinstance(made, Written)
    assert (refused.code, refused.remedy) == (code, catalogue.entries()[code].remedy)
    by_itself = catalogue.entries()[code].who is catalogue.Who.NOBODY
    assert (refused.duty is Duty.RETRY) == by_itself
    assert ("Verräter" in refused.message) == (code in QUOTED)


@pytest.mark.parametrize("arrange", [validation_rule, duplicate_rule], ids=["validation", "duplicate"])
def test_what_the_orgs_own_people_wrote_is_passed_on(world: World, arrange: Callable[[World], None]) -> None:
    arrange(world)
    (refused,) = world.open().create(CONTACTS, [Draft("a", BAD)])
    assert isinstance(refused, ItemError)
    assert refused.message in {"Chiefs are entered by hand.", "This person is known to us."}


def test_a_duplicate_goes_through_where_the_configuration_allows_it(world: World) -> None:
    duplicate_rule(world)
    org = world.open(ALLOW)
    (made,) = org.create(CONTACTS, [Draft("a", BAD)])
    assert isinstance(made, Written)
    (other,) = org.create(CONTACTS, [Draft("b", GOOD)])
    assert isinstance(other, Written)
    (changed,) = org.update(CONTACTS, [Edit(other.id, "", {"EmailAddress1": "v@b.example"}, {**GOOD})])
    assert isinstance(changed, Written)


def test_a_text_that_composite_would_misread_goes_through_too(world: World) -> None:
    """Such a record travels alone, and has to insist as well."""
    duplicate_rule(world)
    (made,) = world.open(ALLOW).create(CONTACTS, [Draft("a", {**BAD, "Body": "see @{made.id}"})])
    assert isinstance(made, Written)


def test_a_rule_that_blocks_refuses_even_so(world: World) -> None:
    world.org.as_user(COLLEAGUE).create("Contact", {"LastName": "Vogel", "Email": "v@b.example"})
    world.org.setup.add_duplicate_rule(DuplicateRule("Contact", "Same_Email", ("Email",), blocks=True))
    (refused,) = world.open(ALLOW).create(CONTACTS, [Draft("a", BAD)])
    assert isinstance(refused, ItemError)
    assert refused.code == "DUPLICATES_DETECTED"


def test_a_required_custom_field_is_named(world: World) -> None:
    world.org.setup.add_field("Contact", "Region__c", required=True)
    (refused,) = world.open().create(CONTACTS, [Draft("a", GOOD)])
    assert isinstance(refused, ItemError)
    assert (refused.code, "Region__c" in refused.message) == ("REQUIRED_FIELD_MISSING", True)


def test_a_locked_record_is_tried_again_by_itself(world: World) -> None:
    org = world.open()
    first, second = org.create(CONTACTS, [Draft("a", GOOD), Draft("b", BAD)])
    assert isinstance(first, Written)
    assert isinstance(second, Written)
    world.org.setup.lock(first.id)
    edits = [Edit(one.id, "", {"Department": "Sales"}, {**GOOD}) for one in (first, second)]

    refused, written = org.update(CONTACTS, edits)

    assert isinstance(refused, ItemError)
    assert isinstance(written, Written)
    assert (refused.code, refused.duty) == ("UNABLE_TO_LOCK_ROW", Duty.RETRY)
    (again,) = org.update(CONTACTS, edits[:1])
    assert isinstance(again, Written)


def test_a_record_that_was_deleted_meanwhile_is_missing_not_failing(world: World) -> None:
    org = world.open()
    (made,) = org.create(CONTACTS, [Draft("a", GOOD)])
    assert isinstance(made, Written)
    world.org.as_user(REP).delete(made.id)
    assert org.update(CONTACTS, [Edit(made.id, "", {"JobTitle": "CEO"}, {**GOOD})]) == [Missing(made.id)]
    world.org.purge("Contact")
    assert org.update(CONTACTS, [Edit(made.id, "", {"JobTitle": "CEO"}, {**GOOD})]) == [Missing(made.id)]


@pytest.mark.parametrize("fields", [("AccountId",), ()])
def test_an_account_that_the_rep_may_no_longer_see_is_an_error_not_a_missing_contact(
    world: World, fields: tuple[str, ...]
) -> None:
    """The contact is there: it is the record it points to that cannot be had, whether or not the org says by which."""
    world.org.set_default("Account", Access.READ)
    account = world.org.as_user(COLLEAGUE).create("Account", {"Name": "Customer AG"})
    org = world.open()
    (made,) = org.create(CONTACTS, [Draft("a", GOOD)])
    assert isinstance(made, Written)

    def unshare(_row: object, _before: object) -> dict[str, Any]:
        raise RefusedError(
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            f"insufficient access rights on cross-reference id: {account}",
            fields=fields,
        )

    world.org.setup.add_trigger("Contact", unshare)
    edit = Edit(made.id, "", {"CompanyName": "Customer AG"}, {**GOOD, "CompanyName": "Customer AG"})
    (refused,) = org.update(CONTACTS, [edit])
    assert isinstance(refused, ItemError)
    assert refused.code == "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"


def test_a_trigger_that_bears_fewer_records_at_once_gets_fewer(world: World) -> None:
    """It asks a query for each record: of two hundred at once none would ever be saved, however often it is tried."""
    world.org.setup.bear_at_once("Contact", 3)
    rep = world.open()
    drafts = [Draft(f"key{number}", {**GOOD, "EmailAddress1": f"{number}@b.example"}) for number in range(8)]
    made = rep.create(CONTACTS, drafts)
    assert all(isinstance(one, Written) for one in made)
    ids = [one.id for one in made if isinstance(one, Written)]
    assert len(set(ids)) == len(drafts)
    records = [one for one in rep.read(CONTACTS, ids) if not isinstance(one, Missing | ItemError)]
    changes: dict[str, Value | None] = {"JobTitle": "Chief"}
    edits = [Edit(one.id, one.version, changes, {**one.values, "JobTitle": "Chief"}) for one in records]
    assert all(isinstance(one, Written) for one in rep.update(CONTACTS, edits))


def test_a_trigger_that_bears_not_even_one_record_is_an_error_of_each(world: World) -> None:
    world.org.setup.bear_at_once("Contact", 0)
    refused = world.open().create(CONTACTS, [Draft(f"key{number}", GOOD) for number in range(3)])
    assert [one.code for one in refused if isinstance(one, ItemError)] == ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"] * 3
