"""Rules of series in Salesforce: Lightning's text there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from syncline.connectors.salesforce.series_rule import pattern_text, read_pattern_text
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.rrule_write import rrule_of
from tests.support.recurrences import expansion, series

if TYPE_CHECKING:
    from syncline.records.recurrence.pattern import Recurrence

MONDAY = "2026-03-02T09:00:00@Europe/Berlin"


@given(series())
def test_a_rule_comes_back_or_is_refused(made: tuple[Recurrence, str]) -> None:
    rule, start = made
    if rule.count is None and rule.until is None:
        with pytest.raises(NotRepresentableError, match="no_end"):
            pattern_text(rule, start)
        return
    text = pattern_text(rule, start)
    read = read_pattern_text(text, start)
    assert read == rule
    assert expansion(read, start) == expansion(rule, start)


@pytest.mark.parametrize(
    "text", ["RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU;INTERVAL=1;COUNT=13", "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;COUNT=13"]
)
def test_the_vendors_examples(text: str) -> None:
    assert rrule_of(read_pattern_text(text, MONDAY), MONDAY) == "FREQ=WEEKLY;BYDAY=MO;COUNT=13"
