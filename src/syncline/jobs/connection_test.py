"""Runs the steps of a connection test: chains beside each other, results as they come (SPEC 2.1)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from syncline import catalogue
from syncline.connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from syncline.connectors.probing import Step

LIMIT = 28.0
"""Seconds after which a test is over, whatever still hangs."""


class Verdict(StrEnum):
    """How one step, or the whole test, came out."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    NOT_REACHED = "not_reached"


class Overall(StrEnum):
    """How the test came out."""

    SUCCESSFUL = "successful"
    WITH_WARNINGS = "successful_with_warnings"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """One step: what was seen and, unless it passed, the code of the catalogue that says what to do."""

    chain: str
    step: str
    verdict: Verdict
    seen: str
    code: str = ""

    @property
    def remedy(self) -> str:
        """What to do about it; empty when there is nothing to do."""
        return catalogue.remedy(self.code) if self.code else ""


def result_as_json(result: Result) -> dict[str, str]:
    """Answer one step for machines."""
    return {
        "chain": result.chain, "step": result.step, "verdict": result.verdict,
        "seen": result.seen, "code": result.code, "remedy": result.remedy,
    }  # fmt: skip


def overall(results: Iterable[Result]) -> Overall:
    """Sum up."""
    verdicts = {result.verdict for result in results}
    if verdicts & {Verdict.FAILED, Verdict.NOT_REACHED}:
        return Overall.FAILED
    return Overall.WITH_WARNINGS if Verdict.WARNING in verdicts else Overall.SUCCESSFUL


def run(
    chains: Mapping[str, Sequence[Step]], limit: float = LIMIT, *, clock: Callable[[], float] = monotonic
) -> Iterator[Result]:
    """Run chains of steps beside each other and answer each result as it comes. `limit` and `clock` are in seconds.

    In a chain each step needs the ones before it: after a failure the rest is not reached. What has not answered when
    time is up is left hanging, in a thread that ends with the process.
    """
    ends = clock() + limit
    results: SimpleQueue[Result] = SimpleQueue()
    open_steps = {name: deque(step.name for step in steps) for name, steps in chains.items() if steps}
    for name in open_steps:
        Thread(target=_chain, args=(name, chains[name], results), name=f"test {name}", daemon=True).start()
    while open_steps:
        try:
            result = results.get(timeout=max(0.0, ends - clock()))
        except Empty:
            break
        yield result
        waiting = open_steps[result.chain]
        waiting.popleft()
        if not waiting:
            del open_steps[result.chain]
    yield from _overdue(open_steps)


def _chain(chain: str, steps: Sequence[Step], results: SimpleQueue[Result]) -> None:
    broken = False
    for step in steps:
        if broken:
            results.put(Result(chain, step.name, Verdict.NOT_REACHED, ""))
            continue
        result = _look(chain, step)
        broken = result.verdict is Verdict.FAILED
        results.put(result)


def _look(chain: str, step: Step) -> Result:
    try:
        seen = step.look()
    except ConnectorError as error:
        return Result(chain, step.name, Verdict.FAILED, error.detail, error.code)
    return Result(chain, step.name, Verdict.WARNING if seen.warning else Verdict.PASSED, seen.text, seen.warning)


def _overdue(open_steps: Mapping[str, Sequence[str]]) -> Iterator[Result]:
    for chain, (hanging, *rest) in open_steps.items():
        yield Result(
            chain, hanging, Verdict.FAILED, "There was no answer when the time of the test was up.", "timed_out"
        )
        for name in rest:
            yield Result(chain, name, Verdict.NOT_REACHED, "")
