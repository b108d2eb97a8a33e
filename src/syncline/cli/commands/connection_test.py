"""`syncline test`: look at an org, a mail connection and one rep, step by step (SPEC 2.1)."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from syncline.cli.failures import FAILED, WRONG_USE, CommandError
from syncline.cli.parameters import OneRep
from syncline.cli.session import Session, session_of
from syncline.jobs.connection_test import Overall, Verdict, overall, result_as_json, run
from syncline.jobs.subject import SubjectError, choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from syncline.jobs.connection_test import Result

OrgName = Annotated[str | None, typer.Option("--org", help="An org's connection. May be left out for a known rep.")]
MailName = Annotated[str | None, typer.Option("--mail", help="A mail connection. May be left out for a known rep.")]
_SIGNS = {
    Verdict.PASSED: "passed",
    Verdict.WARNING: "WARNING",
    Verdict.FAILED: "FAILED",
    Verdict.NOT_REACHED: "not reached",
}


def connection_test(context: typer.Context, rep: OneRep, org: OrgName = None, mail: MailName = None) -> None:
    """Test the way to Salesforce and to a rep's mailbox; each step says what was seen and what to do."""
    session = session_of(context)
    with session.store() as store:
        try:
            subject = choose(store, rep, org, mail)
        except SubjectError as error:
            raise CommandError("unknown_subject", str(error), error.remedy, WRONG_USE) from error
    results = list(_shown(session, run(session.machine.chains(session.folder.path, subject))))
    verdict = overall(results)
    session.output.answer({"overall": verdict, "steps": [result_as_json(result) for result in results]})
    session.output.say(f"Overall: {verdict.replace('_', ' ')}.")
    if verdict is Overall.FAILED:
        raise typer.Exit(FAILED)


def _shown(session: Session, results: Iterable[Result]) -> Iterator[Result]:
    """Pass results on as they come, and tell each."""
    for result in results:
        told = f"{result.chain} {result.step}: {_SIGNS[result.verdict]}" + (f" - {result.seen}" if result.seen else "")
        session.output.note(told + (f"\n    {result.remedy}" if result.remedy else ""))
        yield result
