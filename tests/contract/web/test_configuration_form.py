"""The editor of configurations: what an org offers, conditions by type, the count, and every setting that there is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from syncline.cli.setup_file.collections import _CONTACTS, _EVENTS
from syncline.connectors.errors import UnavailableError
from syncline.connectors.port import OrgField, OrgFields
from syncline.planner.policy import ConflictPolicy, DeletePolicy, DuplicatePolicy, SeriesPolicy, Ties, Window
from syncline.records.words import Direction
from tests.contract.web.conftest import Browser, browser_on, person, text_of
from tests.contract.web.filled import ANN, fill

if TYPE_CHECKING:
    from syncline.planner.policy import ContactPolicy
    from syncline.store.database import DatabaseStore
    from syncline.store.rows import ConnectionRow, RepRow
    from syncline.web.asked import Around

FAX = {"where.field": "Fax", "where.operator": "is_empty", "where.value": ""}
EDIT = "/configurations/edit/Sales"
TEXT = ("equals", "not_equals", "contains", "is_empty")
SOURCES = {"Web": "Web", "W2": "Web 2"}
OFFERED = OrgFields(
    contacts=(
        OrgField("Birthdate", "Birthdate", "date", ("Birthday",), operators=("equals", "less_than")),
        OrgField("Vip__c", "Very important", "boolean", operators=("equals",)),
        OrgField(
            "LeadSource", "Source", "picklist", ("JobTitle",), operators=TEXT, choices={"Web": "Web", "W2": "Web 2"}
        ),
        OrgField("Region__c", "Region", "string", ("JobTitle", "Department"), operators=TEXT),
        OrgField("Formula__c", "Worked out", "string", ("JobTitle",), written=False, operators=TEXT),
        OrgField("Title", "Title", "string", ("JobTitle",), operators=TEXT),
    ),
    events=(OrgField("Place__c", "Place", "string", ("Location",)),),
)


@dataclass
class FakeOrg:
    """Offers some fields, and counts what it was asked to count."""

    fails: bool = False
    asked: list[str] = field(default_factory=list)
    policies: list[tuple[ContactPolicy, RepRow | None]] = field(default_factory=list)

    def org(self, _row: ConnectionRow) -> Any:
        return self

    def mail(self, _row: ConnectionRow) -> Any:
        raise AssertionError("nobody asks the mailbox")

    def fields(self) -> OrgFields:
        self.asked.append("fields")
        if self.fails:
            raise UnavailableError("salesforce is not there")
        return OFFERED

    def count(self, contacts: ContactPolicy, rep: RepRow | None) -> int:
        if self.fails:
            raise UnavailableError("salesforce is not there")
        self.policies.append((contacts, rep))
        return 42

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def org() -> FakeOrg:
    return FakeOrg()


@pytest.fixture
def editor(around: Around, store: DatabaseStore, org: FakeOrg) -> Browser:
    from syncline.web.access.permissions import ALL  # noqa: PLC0415 - Django has to be set up before

    cache.clear()
    fill(store)
    somebody = person(ALL, username="ed@acme.example")
    return browser_on(replace(around, looking=lambda: org)).sign_in(somebody)


def fields(editor: Browser, **changed: Any) -> str:
    """Ask for the parts as the editor does, with a form."""
    said = {"org": "acme", "mail": "mail", "contacts.direction": "both", **changed}
    answer = editor.post("/configurations/fields", said, page=EDIT)
    assert answer.status_code == 200
    return answer.text


def options(page: str, name: str) -> list[str]:
    """What a person may choose in the first list of that name."""
    chosen = page.partition(f'name="{name}"')[2].partition("</select>")[0]
    return [one.partition('"')[0] for one in chosen.split('<option value="')[1:]]


def test_only_what_fits_is_offered_and_locked_rows_say_why(editor: Browser) -> None:
    page = fields(editor)
    assert options(page, "contacts.mapping.JobTitle") == ["", "LeadSource", "Region__c", "Formula__c"]
    assert "Title (default)" in page
    assert "Worked out (Formula__c), never written" in page
    assert options(page, "events.mapping.Location") == ["", "Place__c"]
    assert "contacts.mapping.Surname" not in page
    assert "Syncline recognises records by it" in page


def test_a_choice_that_the_org_does_not_offer_is_kept_and_named(editor: Browser) -> None:
    page = fields(editor, **{"contacts.mapping.JobTitle": "Gone__c"})
    assert '<option value="Gone__c" selected>Gone__c: not offered' in page


def test_operators_and_values_go_with_the_type(editor: Browser) -> None:
    page = fields(editor, **{"where.field": "LeadSource", "where.operator": "equals", "where.value": "W2"})
    assert options(page, "where.operator") == list(TEXT)
    assert '<option value="W2" selected>Web 2 (W2)</option>' in page
    page = fields(editor, **{"where.field": "Vip__c", "where.operator": "contains", "where.value": ""})
    assert options(page, "where.operator") == ["equals"]
    assert options(page, "where.value") == ["true", "false"]
    page = fields(editor, **{"where.field": "Birthdate", "where.operator": "less_than", "where.value": "1990-01-01"})
    assert 'value="1990-01-01" type="date"' in page
    page = fields(editor, **{"where.field": "Region__c", "where.operator": "is_empty", "where.value": "x"})
    assert '<input type="hidden" name="where.value" value="">' in page


def test_conditions_are_added_and_taken_out_and_a_mapping_is_reset(editor: Browser) -> None:
    said = {"where.field": "Region__c", "where.operator": "equals", "where.value": "North"}
    assert fields(editor, **said, act="add").count('name="where.field"') == 3
    page = fields(editor, **said, act="drop:0")
    assert page.count('name="where.field"') == 1
    assert "North" not in page
    page = fields(editor, **{"contacts.mapping.JobTitle": "Region__c"}, act="reset:contacts")
    assert '<option value="Region__c" selected>' not in page
    assert fields(editor, act="drop:nonsense") == fields(editor, act="reset:nothing")


def test_without_scripts_the_same_buttons_save_nothing(editor: Browser, store: DatabaseStore) -> None:
    said = {"org": "acme", "mail": "mail", "where.field": "Region__c", "where.value": "N", "where.operator": "equals"}
    answer = editor.post(EDIT, {**said, "act": "add"})
    assert "Nothing is saved yet." in text_of(answer)
    answer = editor.post(EDIT, {**said, "again": "yes"})
    assert "Region (Region__c)" in answer.text
    assert "where" not in next(iter(store.configurations())).settings["contacts"]


def test_the_org_is_asked_once_and_anew_on_request(editor: Browser, org: FakeOrg) -> None:
    assert 'hx-trigger="load" hx-swap="none"' in editor.get(EDIT).text
    fields(editor)
    fields(editor)
    assert 'hx-trigger="load" hx-swap="none"' not in editor.get(EDIT).text
    assert org.asked == ["fields"]
    fields(editor, again="yes")
    assert org.asked == ["fields", "fields"]


def test_an_org_that_does_not_answer_leaves_the_editor_usable(editor: Browser, org: FakeOrg) -> None:
    org.fails = True
    page = fields(editor, **{"where.field": "Region__c", "where.operator": "equals", "where.value": "N"})
    assert "The org did not tell its fields:" in page
    assert 'name="where.field" value="Region__c" placeholder' in page
    assert 'name="contacts.mapping.JobTitle" value="" placeholder="Title"' in page
    count = text_of(editor.post("/configurations/count", {"org": "acme"}, page=EDIT))
    assert "not counted The org could not count: salesforce is not there" in count


@pytest.mark.parametrize(
    ("said", "as_", "expected"),
    [
        ({}, "", "42 contacts that sync@acme.example sees in the whole org, whoever owns them."),
        ({"contacts.which": "all"}, "", "A rep gets those of them that they may see."),
        ({}, ANN, "42 contacts that ann@acme.example owns, counted as ann@acme.example: these would go"),
        ({"contacts.which": "all"}, ANN, "42 contacts that ann@acme.example may see"),
        (
            {"where.field": "Fax", "where.operator": "is_empty", "where.value": ""},
            ANN,
            "owns, and that meet the conditions, counted",
        ),
        ({}, "acme/cat@acme.example", "whoever owns them"),
        ({"org": "nowhere"}, "", "not counted Choose a Salesforce connection"),
        ({"contacts.direction": "nonsense"}, "", "not counted A choice above"),
    ],
)
def test_the_count_says_what_it_counts(
    editor: Browser, org: FakeOrg, said: dict[str, str], as_: str, expected: str
) -> None:
    form = {"org": "acme", "contacts.direction": "both", "contacts.which": "selected", "count_as": as_} | said
    assert expected in text_of(editor.post("/configurations/count", form, page=EDIT))
    if "Fax" in form.values():
        assert [one.field for one in org.policies[0][0].where] == ["Fax"]


def test_reps_to_count_as_are_linked_ones_of_the_configuration(editor: Browser) -> None:
    page = editor.get(EDIT).text
    assert options(page, "count_as") == ["", ANN, "acme/bob@acme.example"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("before", [{}, {"series": True, "private": True}, {"series": "series", "private": "busy_only"},
                                    {"series": False, "window": {"last_days": 9}, "direction": "none"}])  # fmt: skip
def test_what_is_not_touched_stays_as_it_was_written(before: dict[str, Any]) -> None:
    from django.http import QueryDict  # noqa: PLC0415 - Django has to be set up before

    from syncline.web.set_up.configuration_form import entered, shown  # noqa: PLC0415

    form = QueryDict(mutable=True)
    told = shown({"events": before})
    form.update({f"events.{one.choice.key}": one.word for one in told["event_choices"]})
    form.update({"last_days": str(told["last_days"]), "horizon": "24"})
    assert entered(form, {"events": before})["events"] == before
    form["events.series"] = "occurrences"
    form["events.private"] = "false"
    changed = entered(form, {"events": before})["events"]
    assert changed["series"] in {True, "occurrences"}
    assert changed.get("private", False) is False


def test_every_setting_of_the_file_can_be_chosen() -> None:
    """Whoever adds a setting or a word to the file meets this test until the form has it, too."""
    from syncline.web.set_up.choices import CONTACTS, EVENTS, FLAGS  # noqa: PLC0415 - Django has to be set up before

    contacts = {one.key: set(one.words) for one in CONTACTS}
    events = {one.key: set(one.words) for one in EVENTS}
    assert set(_CONTACTS.optional) - set(contacts) == {"owner", "where", "mapping"}
    assert set(_EVENTS.optional) - set(events) - set(FLAGS) == {"horizon_months", "mapping"}
    for words in (contacts, events):
        assert words["direction"] == {one.value for one in Direction}
        assert words["conflicts"] == {one.value for one in ConflictPolicy}
    assert contacts["deletes"] == {one.value for one in DeletePolicy}
    assert contacts["duplicates"] == {one.value for one in DuplicatePolicy}
    assert contacts["ties"] == {one.value for one in Ties}
    assert events["series"] == {"false"} | {one.value for one in SeriesPolicy if one.value}
    assert events["window"] == {one.value for one in Window}
    assert not any(label.isidentifier() for label in FLAGS.values()), "a setting without words"
