"""A connection test runs its chains to the end, whatever fails or hangs."""

from __future__ import annotations

from threading import Event

from syncline import catalogue
from syncline.connectors.errors import StopConnectionError
from syncline.connectors.probing import Seen, Step
from syncline.jobs.connection_test import Overall, Verdict, overall, run


def fine() -> Seen:
    return Seen("it is there")


def doubtful() -> Seen:
    return Seen("it ends soon", "certificate_expires")


def broken() -> Seen:
    detail = "No host is called nowhere."
    raise StopConnectionError(detail, code="unknown_host")


def test_steps_that_pass() -> None:
    results = list(run({"salesforce": [Step("one", fine), Step("two", fine)]}))
    assert [(one.step, one.verdict, one.seen, one.remedy) for one in results] == [
        ("one", Verdict.PASSED, "it is there", ""),
        ("two", Verdict.PASSED, "it is there", ""),
    ]
    assert overall(results) is Overall.SUCCESSFUL


def test_a_warning_goes_on_and_says_what_to_do() -> None:
    results = list(run({"mail": [Step("one", doubtful), Step("two", fine)]}))
    assert [one.verdict for one in results] == [Verdict.WARNING, Verdict.PASSED]
    assert results[0].remedy == catalogue.remedy("certificate_expires")
    assert overall(results) is Overall.WITH_WARNINGS


def test_after_a_failure_the_rest_of_that_chain_is_not_reached() -> None:
    results = list(run({"mail": [Step("one", broken), Step("two", fine)], "salesforce": [Step("one", fine)]}))
    verdicts = {(one.chain, one.step): one.verdict for one in results}
    assert verdicts == {
        ("mail", "one"): Verdict.FAILED,
        ("mail", "two"): Verdict.NOT_REACHED,
        ("salesforce", "one"): Verdict.PASSED,
    }
    assert overall(results) is Overall.FAILED


def test_what_hangs_is_given_up_when_time_is_up() -> None:
    never, told = Event(), iter([0.0, *[30.0] * 9])

    def hang() -> Seen:
        never.wait()
        return fine()

    results = list(run({"mail": [Step("one", hang), Step("two", fine)]}, limit=28.0, clock=lambda: next(told)))
    never.set()
    assert [(one.step, one.verdict, one.code) for one in results] == [
        ("one", Verdict.FAILED, "timed_out"),
        ("two", Verdict.NOT_REACHED, ""),
    ]


def test_nothing_to_test_is_nothing_wrong() -> None:
    assert list(run({"mail": []})) == []
