"""Every mistake a person makes in the file is named with its place and what to do."""

from __future__ import annotations

import pytest

from syncline.cli.setup_file.problems import Problem, SetupError, Spot
from syncline.cli.setup_file.read import read
from tests.support.cli_files import GOOD, changed, surroundings

# passage of the good file -> what is written instead (with ¦ before the mistake), and words of the message and remedy
ONE_MISTAKE = [
    ("direction: both,", "¦directoin: both,", "'directoin' is not a key of contacts", "Did you mean 'direction'"),
    ("direction: both,", "direction: ¦bot,", "'bot' is not a word", "Did you mean 'both'"),
    ("direction: both,", "direction: ¦7,", "a word is wanted here, not a number", "to_mailbox"),
    ("active: true", "active: ¦'yes'", "true or false is wanted", "without quotes"),
    ("active: true", "active: ¦yes", "true or false is wanted", "true or false"),
    ("    active: true\n    org: acme-salesforce\n", "    ¦active: true\n", "lacks 'org'", "Add org:"),
    ("org: acme-salesforce", "org: ¦acme-salesfroce", "no connection is called", "'acme-salesforce'"),
    ("org: acme-salesforce", "org: ¦acme-exchange", "of kind exchange", "org: acme-salesforce"),
    ("mail: acme-exchange", "mail: ¦acme-salesforce", "not a mail system", "mail: acme-exchange"),
    ("kind: exchange", "kind: ¦gogle", "'gogle' is not a word", "Did you mean 'google'"),
    ("kind: exchange", "kind: ¦exchang", "'exchang' is not a word", "Did you mean 'exchange'"),
    ("    kind: exchange\n    service", "    ¦service", "lacks 'kind'", "exchange"),
    ("auth: basic", "auth: ¦[basic]", "a word is wanted here, not a list", "ntlm"),
    ("auth: basic", "auth: basic\n    ¦auth: ntlm", "'auth' stands here twice (first on line 8)", "Take one"),
    ("password: {env: EXCHANGE_PASSWORD}", "password: {env: ¦NOWHERE}", "variable NOWHERE is not set", "export"),
    ("password: {env: EXCHANGE_PASSWORD}", "password: {file: ¦no.txt}", "there is no file", "relative"),
    ("password: {env: EXCHANGE_PASSWORD}", "password: ¦{vault: x}", "exactly one of file and env", "{file: PATH}"),
    ("password: {env: EXCHANGE_PASSWORD}", "password: ¦12345", "not a number", "{env: NAME}"),
    ("private_key: {env: SF_KEY}", "private_key: ¦{env: EXCHANGE_PASSWORD}", "not a private key", "this key"),
    ('"https://mail.acme.example', '¦"http://mail.acme.example', "not encrypted", "https://"),
    ('"https://mail.acme.example', '¦"mail.acme.example', "not a web address", "https://"),
    ("    service_account:", "    proxy: ¦proxy.acme.example:8080\n    service_account:", "address of a proxy", "http://"),
    ("    service_account:", "    proxy: ¦'http://me:x@proxy:1'\n    service_account:", "a password", "without"),
    ("which: selected, owner: users_records,", "which: ¦selected,", "syncs nothing", "owner: users_records"),
    ("owner: users_records,", "owner: ¦none,", "syncs nothing", "which: all"),
    ("{JobTitle: Job_Title__c}", "{¦JobTitel: Title}", "not a mailbox field", "Did you mean 'JobTitle'"),
    ("{JobTitle: Job_Title__c}", "{¦Surname: Title}", "matching relies on it", "LastName"),
    ("{JobTitle: Job_Title__c}", "{JobTitle: ¦Department}", "already goes with 'Department'", "another"),
    ("{JobTitle: Job_Title__c}", "{JobTitle: ¦'Job Title'}", "not the name of a Salesforce field", "API name"),
    ("operator: equals", "operator: ¦is", "'is' is not a word", "equals"),
    ("operator: equals, value: DE", "operator: is_empty, ¦value: DE", "is_empty takes no value", "Take value: out"),
    ("[{field: MailingCountry, operator: equals, value: DE}]", "[¦{field: Title, operator: equals}]", "lacks", "empty"),
    ("operator: equals, value: DE", "operator: equals, value: ¦[DE, AT]", "takes one value", "one condition each"),
    ("operator: equals, value: DE", "operator: includes, value: ¦[]", "a list of values", "[one, two]"),
    ("field: MailingCountry", "field: ¦Account..Name", "not the name of a Salesforce field", "Account.Industry"),
    ("window: today", "window: {last_days: ¦0}", "0 is out of bounds", "1 to 180"),
    ("window: today", "window: {last_days: ¦181}", "181 is out of bounds", "1 to 180"),
    ("window: today", "window: ¦last_days", "needs a number of days", "{last_days: 30}"),
    ("window: today", "window: ¦yesterday", "'yesterday' is not a word", "today"),
    ("horizon_months: 24", "horizon_months: ¦2.5", "a whole number is wanted", "1 to"),
    ("which: all, private", "which: ¦some, private", "'some' is not a word", "all"),
    ("private: false", "private: ¦sometimes", "", "busy_only"),
    ("direction: to_salesforce", "direction: ¦two_way", "'two_way' is not a word", "to_mailbox"),
    ("    reps: [", "    profiles: [Sales User, ¦sales user]\n    reps: [", "is twice in 'Field sales'", "Take one"),
    ("    reps: [", "    profiles: [¦'']\n    reps: [", "this text is empty", "Fill it in"),
    ("[marianne@acme.example,", "[¦marianne,", "not a Salesforce user name", "marianne@acme.example"),
    ("{user: otto@acme.example, ", "{¦usr: otto@acme.example, user: o@acme.example, ", "'usr'", "'user'"),
    ("{user: otto@", "¦{user: Marianne@", "is twice in 'Field sales'", "Take one"),
    ("{user: otto@acme.example, mailbox: otto.b@", "¦{user: o@acme.example, mailbox: Marianne@", "already", "One"),
    ("percent: 10", "percent: ¦101", "101 is out of bounds", "1 to 100"),
    ("guards:", "¦guard:", "'guard' is not a key of a set-up file", "Did you mean 'guards'"),
    ("  Field sales:", "¦\tField sales:", "a tab", "blanks"),
    ("otto.b@acme.example}]\n    contacts", "otto.b@acme.example}\n    ¦contacts", "this is not YAML", "missing quote"),
    ("client_id: abc", "client_id: ¦00123", "a text is wanted here, not a number", "quotes"),
    ("client_id: abc", "client_id: ¦''", "this text is empty", "Fill it in"),
    ("  Field sales:", "  ¦'':", "this name is empty", "Choose a name"),
    ("service_account: svc@acme.example", "¦service_account:", "a text is wanted here, not nothing", "text"),
]  # fmt: skip


def mistakes(text: str) -> list[Problem]:
    with pytest.raises(SetupError) as caught:
        read(text, "setup.yaml", surroundings())
    return list(caught.value.problems)


@pytest.mark.parametrize(("old", "new", "message", "remedy"), ONE_MISTAKE, ids=[row[1] for row in ONE_MISTAKE])
def test_one_mistake_is_named_with_its_place(old: str, new: str, message: str, remedy: str) -> None:
    before, _, after = changed(old, new).partition("¦")
    (problem,) = mistakes(before + after)

    assert problem.spot == Spot(before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert message in problem.message
    assert remedy in problem.remedy


SECOND = """\
  Inside sales:
    active: false
    org: acme-salesforce
    mail: acme-exchange
    reps: [{}]
guards:"""


def test_a_rep_in_two_configurations_is_refused() -> None:
    (problem,) = mistakes(changed("guards:", SECOND.format("MARIANNE@acme.example")))

    assert (problem.spot.line, problem.spot.column) == (25, 12)
    assert "already in configuration 'Field sales' and again in 'Inside sales' (first on line 15)" in problem.message


def test_a_profile_in_two_configurations_is_refused_also_if_one_is_not_active() -> None:
    text = changed("    reps: [mar", "    profiles: [Sales User]\n    reps: [mar")
    (problem,) = mistakes(changed("guards:", SECOND.replace("reps", "profiles").format("SALES USER"), text))

    assert (problem.spot.line, problem.spot.column) == (26, 16)
    assert "already in configuration 'Field sales' and again in 'Inside sales' (first on line 15)" in problem.message


def test_a_configuration_that_says_nothing_of_who_syncs_is_refused() -> None:
    (problem,) = mistakes(changed("guards:", SECOND.replace("    reps: [{}]\n", "")))

    assert "lacks 'reps' or 'profiles'" in problem.message
    assert (problem.spot.line, problem.spot.column) == (22, 5)


def test_a_mailbox_in_a_configuration_that_is_not_active_is_refused_all_the_same() -> None:
    text = changed("guards:", SECOND.format("{user: erna@acme.example, mailbox: Otto.B@acme.example}"))
    (problem,) = mistakes(changed("active: true", "active: false", text))

    assert "mailbox otto.b@acme.example already syncs with otto@acme.example" in problem.message
    assert "'Field sales' (line 15, which is not active)" in problem.message


def test_a_mailbox_that_an_earlier_cycle_linked_counts() -> None:
    text = changed("guards:", SECOND.format("{user: erna@acme.example, mailbox: m.beck@acme.example}"))
    with pytest.raises(SetupError) as caught:
        read(text, "setup.yaml", surroundings(), {"marianne@acme.example": "M.Beck@acme.example"})

    assert "mailbox m.beck@acme.example already syncs with marianne@acme.example" in caught.value.problems[0].message


def test_everything_is_told_at_once_in_the_order_of_the_file() -> None:
    text = changed("auth: basic", "auth: smoke-signals")
    text = changed("active: true", "active: perhaps", text)
    text = changed("percent: 10", "percent: 0", text)

    assert [problem.spot.line for problem in mistakes(text)] == [8, 12, 21]


def test_a_wrong_connection_is_not_told_again_where_it_is_used() -> None:
    assert len(mistakes(changed("auth: basic", "auht: basic"))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this file is empty"),
        ("# nothing\n", "this file is empty"),
        ("just words", "has keys and values"),
        ("- a\n- b\n", "has keys and values"),
        ("connections: {}\n---\nconnections: {}\n", "a second document begins here"),
        ("connections: [1, 2]\n", "by name, but a list was found"),
        ("connections: *there\n", "undefined alias"),
        ("connections: {a: b: c}\n", "this is not YAML"),
        ("connections: 'never closed\n", "this is not YAML"),
        ("connections: {}\nbell: \x07\n", "a character that no YAML file may hold"),
        ("connections: &a {x: *a}\n", "lacks 'kind'"),
        ("connections:\n  <<: {}\n", "not a key that can be read"),
        ("connections: {[a, b]: c}\n", "not a key that can be read"),
        ("connections: " + "[" * 900, "not YAML"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "has keys and values"),
    ],
)  # fmt: skip
def test_what_is_no_set_up_file_is_refused(text: str, message: str) -> None:
    assert message in mistakes(text)[0].message


@pytest.mark.parametrize("cut", range(10, GOOD.index("password"), 17))
def test_half_a_file_is_refused_without_a_crash(cut: int) -> None:
    assert mistakes(GOOD[:cut])


def test_no_message_shows_a_secret() -> None:
    text = changed("private_key: {env: SF_KEY}", "private_key: Tell-Nobody-1")
    (problem,) = mistakes(text)

    assert "Tell-Nobody-1" not in problem.message + problem.remedy
