"""The connection test (SPEC 2.1): steps stream in with what was seen and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from syncline.jobs.connection_test import Overall, Result, Verdict, overall, run
from syncline.jobs.subject import SubjectError, choose
from syncline.web.access.needs import CUSTOMIZE, needs
from syncline.web.asked import around, now_of, store_of
from syncline.web.pages.streaming import growing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from syncline.jobs.subject import Subject

TESTED = "tested"
"""The setting that remembers that a test came out well: the checklist ticks itself by it."""
_TONES = {Verdict.PASSED: "good", Verdict.WARNING: "warn", Verdict.FAILED: "bad", Verdict.NOT_REACHED: ""}
_SAID = {
    Overall.SUCCESSFUL: ("good", "Connection test successful."),
    Overall.WITH_WARNINGS: ("warn", "Connection test successful, with warnings."),
    Overall.FAILED: ("bad", "Connection test failed."),
}


def _choices(request: HttpRequest) -> dict[str, object]:
    rows = store_of(request).connections(secrets=False)
    return {
        "orgs": [row.name for row in rows if row.kind == "salesforce"],
        "mails": [row.name for row in rows if row.kind not in {"salesforce", "openid_connect"}],
    }


@needs(CUSTOMIZE)
@require_safe
def test(request: HttpRequest) -> HttpResponse:
    """Ask for whom."""
    return render(request, "syncline/test.html", _choices(request) | {"asked": request.GET})


@needs(CUSTOMIZE)
@require_POST
def run_test(request: HttpRequest) -> HttpResponseBase:
    """Test, and show each step as it ends; within half a minute."""
    asked = request.POST
    context = _choices(request) | {"asked": asked}
    try:
        subject = choose(
            store_of(request), asked.get("rep", "").strip(), asked.get("org") or None, asked.get("mail") or None
        )
    except SubjectError as error:
        failed = context | {"wrong": str(error), "remedy": error.remedy}
        return render(request, "syncline/test.html", failed, status=422)
    results = run(around(request).chains(subject))
    return growing(request, "syncline/test.html", context | {"subject": subject}, _steps(request, subject, results))


def _steps(request: HttpRequest, subject: Subject, results: Iterator[Result]) -> Iterator[str]:
    seen: list[Result] = []
    for result in results:
        seen.append(result)
        yield render_to_string("syncline/test_step.html", {"step": result, "tone": _TONES[result.verdict]})
    verdict = overall(seen)
    if verdict is not Overall.FAILED:
        store_of(request).save_setup(settings={TESTED: now_of(request).isoformat()})
    tone, said = _SAID[verdict]
    copied = as_text(subject, seen, said, now_of(request))
    yield render_to_string("syncline/test_end.html", {"tone": tone, "said": said, "copied": copied})


def as_text(subject: Subject, seen: Sequence[Result], said: str, now: datetime) -> str:
    """Answer the result for a mail to whoever has to act: every step, what was seen, and what to do."""
    head = f"{said} {subject.rep.username}, {subject.org.name} and {subject.mail.name}, {now:%Y-%m-%d %H:%M} UTC"
    lines = [line for one in seen for line in _lines(one)]
    return "\n".join([head, "", *lines])


def _lines(one: Result) -> Iterator[str]:
    verdict, step = (word.replace("_", " ") for word in (one.verdict, one.step))
    yield f"[{verdict}] {one.chain.capitalize()}, {step}" + (f": {one.seen}" if one.seen else "")
    if one.remedy:
        yield f"    What to do ({one.code}): {one.remedy}"
