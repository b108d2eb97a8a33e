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
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

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
    return growing(request, "syncline/test.html", context | {"subject": subject}, _steps(request, results))


def _steps(request: HttpRequest, results: Iterator[Result]) -> Iterator[str]:
    seen: list[Result] = []
    for result in results:
        seen.append(result)
        yield render_to_string("syncline/test_step.html", {"step": result, "tone": _TONES[result.verdict]})
    verdict = overall(seen)
    if verdict is not Overall.FAILED:
        store_of(request).save_setup(settings={TESTED: now_of(request).isoformat()})
    tone, said = _SAID[verdict]
    yield render_to_string("syncline/test_end.html", {"tone": tone, "said": said, "copied": _as_text(seen, said)})


def _as_text(seen: list[Result], said: str) -> str:
    """The result for a mail to the Exchange admin."""
    lines = [f"{one.chain} / {one.step}: {one.verdict.replace('_', ' ')} {one.seen}".rstrip() for one in seen]
    return "\n".join([said, *lines])
